-- SPDX-License-Identifier: MIT
-- A checkout is known by its key and by the number of the order that its cart becomes.

ALTER TABLE checkouts ADD COLUMN order_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE checkouts DROP COLUMN paid_before;
