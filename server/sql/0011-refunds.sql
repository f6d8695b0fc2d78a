-- SPDX-License-Identifier: MIT
-- Credit notes, which give money back for tickets; a ticket is refunded once. The series has no
-- gaps, as that of the invoices. returned_at: when the payment provider gave the money back.

CREATE TABLE credit_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  order_id INTEGER NOT NULL REFERENCES orders (id),
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  number TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  total_cents INTEGER NOT NULL CHECK (total_cents >= 0),
  document TEXT NOT NULL,
  returned_at INTEGER,
  UNIQUE (year, serial)
) STRICT;
CREATE INDEX credit_notes_by_order ON credit_notes (order_id);
CREATE INDEX credit_notes_by_return ON credit_notes (returned_at);

ALTER TABLE tickets ADD COLUMN credit_note_id INTEGER REFERENCES credit_notes (id);
