-- SPDX-License-Identifier: MIT
CREATE TABLE tickets (id INTEGER PRIMARY KEY) STRICT;
-- A trigger holds semicolons.
CREATE TRIGGER no_offer_is_lost BEFORE DELETE ON offers BEGIN
  SELECT raise (ABORT, 'kept');
END;
