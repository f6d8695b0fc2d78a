-- SPDX-License-Identifier: MIT
CREATE TABLE offers (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
INSERT INTO offers (name) VALUES ('semi;colon'), (':name');
