-- SPDX-License-Identifier: MIT
-- How often something was printed on all computers together, as the server knows; and of the own
-- prints, which were queued to be told.

ALTER TABLE tickets ADD COLUMN prints INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN invoice_prints INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN receipt_prints INTEGER NOT NULL DEFAULT 0;
ALTER TABLE prints ADD COLUMN is_told INTEGER NOT NULL DEFAULT 0;
