-- SPDX-License-Identifier: MIT
-- Credit notes of the account's orders with their documents, and for how many refunded tickets of
-- an order they were read: more of them mean another note.

CREATE TABLE credit_notes (
  order_id INTEGER NOT NULL,
  n INTEGER NOT NULL,
  number TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  total_cents INTEGER NOT NULL,
  returned_at INTEGER,
  PRIMARY KEY (order_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_note_documents (
  order_id INTEGER NOT NULL,
  n INTEGER NOT NULL,
  document BLOB NOT NULL,
  PRIMARY KEY (order_id, n)
) STRICT;

CREATE TABLE credited_orders (
  order_id INTEGER NOT NULL PRIMARY KEY,
  refunded_tickets INTEGER NOT NULL
) STRICT;
