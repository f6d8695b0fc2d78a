-- SPDX-License-Identifier: MIT
-- The first page of the offers without a look at the others.

CREATE INDEX offers_by_price ON offers (price_cents, id);
