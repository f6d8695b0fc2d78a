-- SPDX-License-Identifier: MIT
-- The people that tickets of an event admit, sold and held, of all its offers together. What was
-- sold before anybody counted stays sold: a capacity below it becomes what it is.

ALTER TABLE events ADD COLUMN taken INTEGER NOT NULL DEFAULT 0
  CONSTRAINT events_within_capacity CHECK (taken >= 0 AND (capacity IS NULL OR taken <= capacity));

CREATE TABLE counted AS
  SELECT event_id, SUM(people) AS people FROM (
    SELECT f.event_id, t.admits AS people FROM tickets t JOIN offers f ON f.id = t.offer_id
    UNION ALL
    SELECT f.event_id, l.admits * l.quantity FROM orders o
      JOIN order_lines l ON l.order_id = o.id JOIN offers f ON f.id = l.offer_id
      WHERE o.state = 'pending')
  GROUP BY event_id;
UPDATE events SET taken = (SELECT people FROM counted WHERE event_id = id),
  capacity = CASE WHEN capacity < (SELECT people FROM counted WHERE event_id = id)
    THEN (SELECT people FROM counted WHERE event_id = id) ELSE capacity END
  WHERE id IN (SELECT event_id FROM counted);
DROP TABLE counted;

-- Up to when the offers of events that are over were taken out of the catalogue.
INSERT INTO counters (name, value) VALUES ('ended', 0);
