-- SPDX-License-Identifier: MIT
-- What MariaDB cannot have as the others do. It indexes no text without a length, and knows no
-- index of some rows only: a column that is NULL in the other rows has the same effect.

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts (id),
  token_hash BLOB NOT NULL UNIQUE,
  address VARCHAR(255),
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX guests_by_address ON sessions (address, account_id);

CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts (id),
  session_id INTEGER,
  state VARCHAR(16) NOT NULL
    CHECK (state IN ('cart', 'pending', 'paid', 'failed', 'cancelled', 'refunded', 'expired')),
  code TEXT UNIQUE,
  purchase_key BLOB,
  total_cents INTEGER NOT NULL DEFAULT 0,
  currency TEXT NOT NULL DEFAULT 'EUR',
  created_at INTEGER NOT NULL,
  pending_at INTEGER,
  payment_attempt INTEGER NOT NULL DEFAULT 0,
  paid_at INTEGER,
  cart_account_id INTEGER AS (CASE WHEN state = 'cart' THEN account_id END) PERSISTENT,
  cart_session_id INTEGER AS
    (CASE WHEN state = 'cart' AND account_id IS NULL THEN session_id END) PERSISTENT,
  CHECK (state = 'cart' OR account_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX one_cart_an_account ON orders (cart_account_id);
CREATE UNIQUE INDEX one_cart_a_guest ON orders (cart_session_id);
CREATE INDEX orders_pending ON orders (pending_at);

CREATE TABLE idempotency_keys (
  caller VARCHAR(255) NOT NULL,
  request_key VARCHAR(255) NOT NULL,
  digest BLOB NOT NULL,
  status INTEGER,
  content_type TEXT,
  body BLOB,
  order_id INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (caller, request_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_in_progress ON idempotency_keys (order_id);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL,
  actor_id INTEGER,
  action TEXT NOT NULL,
  subject VARCHAR(255) NOT NULL,
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
