-- SPDX-License-Identifier: MIT
-- How often something was printed, on all computers together: a reprint says which copy it is. Who
-- printed it when stands in the audit log.

ALTER TABLE tickets ADD COLUMN prints INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN invoice_prints INTEGER NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN receipt_prints INTEGER NOT NULL DEFAULT 0;
