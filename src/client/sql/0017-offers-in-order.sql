-- SPDX-License-Identifier: MIT
-- The first page of the offers by date and by name without a look at the others. What a search
-- looks through begins with the event's name from now on, so that it is read anew with the next
-- sync.

CREATE INDEX offers_by_date ON offers (starts_at, id);
CREATE INDEX offers_by_name ON offers (folded, id);
UPDATE settings SET value = 0 WHERE name = 'cursor';
