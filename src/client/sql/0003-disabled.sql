-- SPDX-License-Identifier: MIT
-- The member is called so in the API, and columns are named like the records' members.

ALTER TABLE accounts RENAME COLUMN is_disabled TO disabled;
