-- SPDX-License-Identifier: MIT
-- The places that a line holds, in tickets, and how many people each of these lets in: of a cart
-- until held_until, of a pending order as long as it is pending. A line holds all its tickets or
-- none.

ALTER TABLE orders ADD COLUMN held_until INTEGER;
ALTER TABLE orders ADD COLUMN prolonged INTEGER NOT NULL DEFAULT 0 CHECK (prolonged >= 0);
CREATE INDEX orders_by_hold ON orders (held_until);

ALTER TABLE order_lines ADD COLUMN held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0);
ALTER TABLE order_lines ADD COLUMN held_admits INTEGER NOT NULL DEFAULT 0;

UPDATE order_lines SET held = quantity, held_admits = admits
  WHERE order_id IN (SELECT id FROM orders WHERE state = 'pending');
