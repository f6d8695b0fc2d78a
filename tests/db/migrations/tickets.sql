-- SPDX-License-Identifier: MIT
CREATE TABLE tickets (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
ALTER TABLE offers ADD COLUMN price INTEGER;
CREATE INDEX offers_by_price ON offers (price);
UPDATE offers SET price = 100;
