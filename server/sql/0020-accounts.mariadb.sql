-- SPDX-License-Identifier: MIT
-- MariaDB indexes no text without a length.

CREATE TABLE sign_in_addresses (
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  address VARCHAR(255) NOT NULL,
  used_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, address)
) STRICT, WITHOUT ROWID;
