-- SPDX-License-Identifier: MIT
-- What was printed: a reprint says which copy it is. The kind is 'ticket', 'invoice' or 'receipt';
-- the subject is the number of the ticket or of the order. A row is made before the page is drawn
-- and taken back when the page never left for the printer.

CREATE TABLE prints (
  kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  copy INTEGER NOT NULL,
  printer TEXT NOT NULL,
  printed_at INTEGER NOT NULL,
  PRIMARY KEY (kind, subject_id, copy)
) STRICT, WITHOUT ROWID;
