-- SPDX-License-Identifier: MIT
-- A customer's wish to have an order refunded: 'open' until an administrator refunds the order
-- ('granted') or refuses ('refused', with an answer).

ALTER TABLE orders ADD COLUMN refund_state TEXT;
ALTER TABLE orders ADD COLUMN refund_reason TEXT;
ALTER TABLE orders ADD COLUMN refund_answer TEXT;
