-- SPDX-License-Identifier: MIT
-- Each audit row has its place in a chain and a code over itself and the row before it, made with
-- a key that is not in the database. Rows from before are chained at the next start.
ALTER TABLE audit ADD COLUMN entry INTEGER;
ALTER TABLE audit ADD COLUMN key_id INTEGER;
ALTER TABLE audit ADD COLUMN code BLOB;
CREATE INDEX audit_by_entry ON audit (entry);

-- The end of the chain, in one row; its own code says that nobody else put it there.
CREATE TABLE audit_head (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  entries INTEGER NOT NULL,
  key_id INTEGER,
  last_code BLOB,
  code BLOB
) STRICT;
INSERT INTO audit_head (id, entries) VALUES (1, 0);
