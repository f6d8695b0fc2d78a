-- SPDX-License-Identifier: MIT
-- A trigger holds semicolons.
CREATE TRIGGER no_offer_is_lost BEFORE DELETE ON offers BEGIN
  SELECT raise (ABORT, 'kept');
END;
