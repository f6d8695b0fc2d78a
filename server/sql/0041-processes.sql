-- SPDX-License-Identifier: MIT
-- The process that asks for the money of a pending order, where several serve one database: when it
-- is no more, another one brings the order to its end.
ALTER TABLE orders ADD COLUMN pending_by INTEGER;
INSERT INTO counters (name, value) VALUES ('process', 0);
