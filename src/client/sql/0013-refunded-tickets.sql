-- SPDX-License-Identifier: MIT
-- Whether the money of a ticket was given back. A copy of before knows it of whole orders only, so
-- that it is read anew with the next sync.

ALTER TABLE tickets ADD COLUMN refunded INTEGER NOT NULL DEFAULT 0;
UPDATE tickets SET refunded = 1 WHERE state = 'revoked' AND order_id IN
  (SELECT id FROM orders WHERE state IN ('refunded', 'cancelled'));
UPDATE settings SET value = 0 WHERE name = 'cursor';
