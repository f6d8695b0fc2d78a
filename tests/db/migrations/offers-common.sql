-- SPDX-License-Identifier: MIT
CREATE TABLE offers (no database has this);
INSERT INTO offers (name) VALUES ('common');
