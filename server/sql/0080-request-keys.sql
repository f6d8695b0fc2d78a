-- SPDX-License-Identifier: MIT
-- An order knows the key of the request that made it pending, instead of the request its order: the
-- order is written then anyway; the column there stays empty. Orders that hold nothing need no place among those that do.

ALTER TABLE orders ADD COLUMN request_key TEXT;
UPDATE orders SET request_key = (SELECT MAX(k.request_key) FROM idempotency_keys k
  WHERE k.order_id = orders.id AND k.status IS NULL) WHERE state = 'pending';
DROP INDEX idempotency_in_progress;

DROP INDEX orders_by_hold;
CREATE INDEX orders_by_hold ON orders (held_until) WHERE held_until IS NOT NULL;
