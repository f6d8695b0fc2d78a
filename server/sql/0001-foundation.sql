-- SPDX-License-Identifier: MIT
-- Times are milliseconds since 1970 UTC, money is cents, flags are 0 or 1. A search_key is text
-- folded by et_fold(): what LIKE looks through, without case and accents. Where rows are deleted,
-- AUTOINCREMENT keeps a number from being given a second time.

CREATE TABLE counters (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL,
  username_key TEXT NOT NULL UNIQUE,
  email TEXT,
  display_name TEXT,
  role TEXT NOT NULL CHECK (role IN ('customer', 'staff', 'admin')),
  language TEXT,
  password_hash TEXT,
  secret BLOB NOT NULL,
  search_key TEXT NOT NULL,
  is_disabled INTEGER NOT NULL DEFAULT 0 CHECK (is_disabled IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT;

-- A session without an account is a guest's.
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts (id),
  token_hash BLOB NOT NULL UNIQUE,
  address TEXT,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX guests_by_address ON sessions (address) WHERE account_id IS NULL;
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  sport TEXT NOT NULL,
  venue TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL CHECK (ends_at > starts_at),
  doors_at INTEGER,
  time_zone TEXT NOT NULL,
  capacity INTEGER CHECK (capacity >= 0),
  search_key TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE offers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  event_id INTEGER NOT NULL REFERENCES events (id),
  name TEXT NOT NULL,
  offer_type TEXT NOT NULL CHECK (offer_type IN ('solo', 'duo', 'familiale')),
  admits INTEGER NOT NULL CHECK (admits BETWEEN 1 AND 100),
  description TEXT NOT NULL DEFAULT '',
  price_cents INTEGER NOT NULL CHECK (price_cents >= 0),
  tax_permille INTEGER NOT NULL DEFAULT 55 CHECK (tax_permille BETWEEN 0 AND 1000),
  quota INTEGER,
  sold INTEGER NOT NULL DEFAULT 0 CHECK (sold >= 0),
  held INTEGER NOT NULL DEFAULT 0 CHECK (held >= 0),
  is_active INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
  search_key TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT offers_within_quota CHECK (quota IS NULL OR sold + held <= quota)
) STRICT;
CREATE INDEX offers_by_event ON offers (event_id);

-- A cart is an order in state 'cart' and keeps its number when it is bought. Each payment of it
-- that is tried has a number of its own. The places of a pending order are held.
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account_id INTEGER REFERENCES accounts (id),
  session_id INTEGER,
  state TEXT NOT NULL
    CHECK (state IN ('cart', 'pending', 'paid', 'failed', 'cancelled', 'refunded', 'expired')),
  code TEXT UNIQUE,
  purchase_key BLOB,
  total_cents INTEGER NOT NULL DEFAULT 0,
  currency TEXT NOT NULL DEFAULT 'EUR',
  created_at INTEGER NOT NULL,
  pending_at INTEGER,
  payment_attempt INTEGER NOT NULL DEFAULT 0,
  paid_at INTEGER,
  CHECK (state = 'cart' OR account_id IS NOT NULL)
) STRICT;
CREATE INDEX orders_by_account ON orders (account_id);
CREATE UNIQUE INDEX one_cart_an_account ON orders (account_id) WHERE state = 'cart' AND account_id IS NOT NULL;
CREATE UNIQUE INDEX one_cart_a_guest ON orders (session_id) WHERE state = 'cart' AND account_id IS NULL;
CREATE INDEX orders_pending ON orders (pending_at) WHERE state = 'pending';

-- Of a cart, name and price are only kept from the checkout on.
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL REFERENCES orders (id),
  offer_id INTEGER NOT NULL REFERENCES offers (id),
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  name TEXT,
  price_cents INTEGER,
  admits INTEGER,
  tax_permille INTEGER,
  PRIMARY KEY (order_id, offer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  account_id INTEGER NOT NULL REFERENCES accounts (id),
  offer_id INTEGER NOT NULL REFERENCES offers (id),
  serial INTEGER NOT NULL,
  admits INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  key_id INTEGER NOT NULL,
  nonce BLOB NOT NULL,
  valid_from INTEGER NOT NULL,
  valid_minutes INTEGER NOT NULL,
  holder TEXT NOT NULL,
  holder_key TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'valid' CHECK (state IN ('valid', 'used', 'revoked')),
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  used_gate TEXT,
  used_by INTEGER,
  scan_nonce TEXT,
  UNIQUE (order_id, serial),
  CHECK ((state = 'used') = (used_at IS NOT NULL))
) STRICT;
CREATE INDEX tickets_by_account ON tickets (account_id);

CREATE TABLE invoices (
  order_id INTEGER PRIMARY KEY REFERENCES orders (id),
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  number TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  document TEXT NOT NULL,
  UNIQUE (year, serial)
) STRICT;

CREATE TABLE idempotency_keys (
  caller TEXT NOT NULL,
  request_key TEXT NOT NULL,
  digest BLOB NOT NULL,
  status INTEGER,
  content_type TEXT,
  body BLOB,
  order_id INTEGER,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (caller, request_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_by_age ON idempotency_keys (created_at);
CREATE INDEX idempotency_in_progress ON idempotency_keys (order_id) WHERE status IS NULL;

CREATE TABLE changes (
  seq INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  record_id INTEGER NOT NULL,
  account_id INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_account ON changes (account_id, seq);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL,
  actor_id INTEGER,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject);

CREATE TABLE signing_keys (
  key_id INTEGER NOT NULL PRIMARY KEY,
  public_key BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

INSERT INTO counters (name, value) VALUES ('change', 0);
