-- SPDX-License-Identifier: MIT
-- MariaDB repeats a statement that was cut off; a second time it would refer to credit notes twice.

ALTER TABLE tickets ADD COLUMN credit_note_id INTEGER,
  ADD CONSTRAINT tickets_of_credit_note
    FOREIGN KEY IF NOT EXISTS (credit_note_id) REFERENCES credit_notes (id);
