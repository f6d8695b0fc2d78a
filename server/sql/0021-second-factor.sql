-- SPDX-License-Identifier: MIT
-- A second step of signing in: a secret shared with an authenticator, in force once a code of it
-- came back. No code up to last_step, which counts the 30 seconds since 1970, works any more.
CREATE TABLE second_factors (
  account_id INTEGER NOT NULL PRIMARY KEY REFERENCES accounts (id),
  secret BLOB NOT NULL,
  is_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (is_confirmed IN (0, 1)),
  last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Each works once, in place of a code; a used one is gone.
CREATE TABLE recovery_codes (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  code_hash BLOB NOT NULL
) STRICT;
CREATE INDEX recovery_codes_by_account ON recovery_codes (account_id);
