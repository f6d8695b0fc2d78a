-- SPDX-License-Identifier: MIT
-- In MariaDB a constraint with a name is one of the table, and a subquery has a name.

ALTER TABLE events ADD COLUMN taken INTEGER NOT NULL DEFAULT 0,
  ADD CONSTRAINT IF NOT EXISTS events_within_capacity
    CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity));

CREATE TABLE counted AS
  SELECT event_id, SUM(people) AS people FROM (
    SELECT f.event_id, t.admits AS people FROM tickets t JOIN offers f ON f.id = t.offer_id
    UNION ALL
    SELECT f.event_id, l.admits * l.quantity FROM orders o
      JOIN order_lines l ON l.order_id = o.id JOIN offers f ON f.id = l.offer_id
      WHERE o.state = 'pending') places
  GROUP BY event_id;
