-- SPDX-License-Identifier: MIT
-- MariaDB names an index together with its table, and knows no index of some rows only.

DROP INDEX idempotency_in_progress ON idempotency_keys;
DROP INDEX orders_by_hold ON orders;
CREATE INDEX orders_by_hold ON orders (held_until);
