-- SPDX-License-Identifier: MIT
-- Whether signing in asks for a code, too.

ALTER TABLE accounts ADD COLUMN second_step INTEGER NOT NULL DEFAULT 0;
