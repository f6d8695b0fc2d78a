-- SPDX-License-Identifier: MIT
-- The offline copy of one account, or of a guest, at one server. Times are milliseconds since
-- 1970 UTC, money is cents, flags are 0 or 1. Columns are named like the records' members.

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT;

-- One row in an account's copy, none in a guest's.
CREATE TABLE accounts (
  id INTEGER PRIMARY KEY,
  username TEXT NOT NULL,
  email TEXT,
  display_name TEXT,
  role TEXT NOT NULL,
  language TEXT,
  is_disabled INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  admin_path TEXT
) STRICT;

CREATE TABLE offers (
  id INTEGER PRIMARY KEY,
  event_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  offer_type TEXT NOT NULL,
  admits INTEGER NOT NULL,
  description TEXT,
  price_cents INTEGER NOT NULL,
  currency TEXT,
  is_active INTEGER NOT NULL,
  availability TEXT,
  version INTEGER NOT NULL,
  event_name TEXT,
  sport TEXT,
  venue TEXT,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  doors_at INTEGER,
  time_zone TEXT,
  quota INTEGER,
  sold INTEGER,
  folded TEXT NOT NULL DEFAULT ''
) STRICT;

-- name, price and availability are what the person was last told.
CREATE TABLE cart_lines (
  id INTEGER PRIMARY KEY,
  offer_id INTEGER NOT NULL UNIQUE,
  quantity INTEGER NOT NULL CHECK (quantity > 0),
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL,
  availability TEXT
) STRICT;

-- What became different without the person's doing, until it was read.
CREATE TABLE cart_differences (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  offer_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  old_value INTEGER,
  new_value INTEGER,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  code TEXT,
  state TEXT NOT NULL,
  account_id INTEGER NOT NULL,
  username TEXT,
  total_cents INTEGER NOT NULL,
  currency TEXT,
  ticket_count INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  paid_at INTEGER,
  invoice_number TEXT
) STRICT;

CREATE TABLE order_lines (
  order_id INTEGER NOT NULL,
  offer_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  price_cents INTEGER NOT NULL,
  qty INTEGER NOT NULL,
  admits INTEGER NOT NULL,
  tax_permille INTEGER NOT NULL,
  line_total_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, offer_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoices (
  order_id INTEGER NOT NULL PRIMARY KEY,
  document BLOB NOT NULL
) STRICT;

CREATE TABLE tickets (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL,
  offer_id INTEGER NOT NULL,
  short_number TEXT NOT NULL,
  ticket_key TEXT,
  state TEXT NOT NULL,
  holder TEXT NOT NULL,
  offer_name TEXT NOT NULL,
  offer_type TEXT NOT NULL,
  admits INTEGER NOT NULL,
  price_cents INTEGER NOT NULL,
  currency TEXT,
  valid_from INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  used_gate TEXT,
  event_name TEXT NOT NULL,
  sport TEXT NOT NULL,
  venue TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  doors_at INTEGER,
  time_zone TEXT NOT NULL,
  organiser TEXT
) STRICT;
CREATE INDEX tickets_by_start ON tickets (starts_at, id);
CREATE INDEX tickets_by_order ON tickets (order_id);

-- Writes that wait for the server. A row whose attempts are 0 never left this machine.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  request_key TEXT NOT NULL UNIQUE,
  method TEXT NOT NULL,
  path TEXT NOT NULL,
  body TEXT NOT NULL,
  title TEXT NOT NULL,
  subject TEXT,
  offer_id INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE refusals (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  title TEXT NOT NULL,
  subject TEXT,
  sentence TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- A checkout whose outcome is not known; paid_before counts the paid orders known before it.
CREATE TABLE checkouts (
  request_key TEXT NOT NULL PRIMARY KEY,
  total_cents INTEGER NOT NULL,
  paid_before INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE public_keys (
  key_id INTEGER NOT NULL PRIMARY KEY,
  public_key BLOB NOT NULL
) STRICT;

-- Scans whose answer has not come: a second try of the same scan carries the same nonce. The key
-- of a ticket is kept as a digest only.
CREATE TABLE open_scans (
  digest TEXT NOT NULL PRIMARY KEY,
  nonce TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
