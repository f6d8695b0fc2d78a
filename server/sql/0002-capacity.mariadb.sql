-- SPDX-License-Identifier: MIT
-- In MariaDB a constraint with a name is one of the table.

ALTER TABLE events ADD COLUMN taken INTEGER NOT NULL DEFAULT 0,
  ADD CONSTRAINT IF NOT EXISTS events_within_capacity
    CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity));
