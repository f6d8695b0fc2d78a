-- SPDX-License-Identifier: MIT
-- Whoever holds this row is the one process that writes.
INSERT INTO counters (name, value) VALUES ('turn', 0);
