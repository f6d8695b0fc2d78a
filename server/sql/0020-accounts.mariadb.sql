-- SPDX-License-Identifier: MIT
-- MariaDB indexes no text without a length.
CREATE TABLE sign_in_addresses (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  address VARCHAR(255) NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_addresses_by_use ON sign_in_addresses (used_at);

CREATE TABLE one_time_codes (
  account_id INTEGER NOT NULL PRIMARY KEY,
  code_hash BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
