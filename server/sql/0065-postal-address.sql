-- SPDX-License-Identifier: MIT
-- Where the invoices of an account are addressed to.

ALTER TABLE accounts ADD COLUMN street TEXT;
ALTER TABLE accounts ADD COLUMN street2 TEXT;
ALTER TABLE accounts ADD COLUMN postal_code TEXT;
ALTER TABLE accounts ADD COLUMN town TEXT;
ALTER TABLE accounts ADD COLUMN country TEXT;
