-- SPDX-License-Identifier: MIT
-- When an offer is on sale, and how many of its tickets one order, and one account, may have.

ALTER TABLE offers ADD COLUMN sale_starts INTEGER;
ALTER TABLE offers ADD COLUMN sale_ends INTEGER;
ALTER TABLE offers ADD COLUMN max_per_order INTEGER CHECK (max_per_order > 0);
ALTER TABLE offers ADD COLUMN max_per_account INTEGER CHECK (max_per_account > 0);
