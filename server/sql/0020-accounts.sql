-- SPDX-License-Identifier: MIT
-- From where an account has signed in: strangers who guess its password do not lock these out.
CREATE TABLE sign_in_addresses (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  address TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_addresses_by_use ON sign_in_addresses (used_at);

-- A code that is used once, in place of a forgotten password. That of account 0 makes the first
-- administrator.
CREATE TABLE one_time_codes (
  account_id INTEGER NOT NULL PRIMARY KEY,
  code_hash BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
