-- SPDX-License-Identifier: MIT
CREATE TABLE venues (id INTEGER PRIMARY KEY) STRICT;
INSERT INTO offers (name) VALUES ('half');
INSERT INTO offers (name) VALUES (NULL);
