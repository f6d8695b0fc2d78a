-- SPDX-License-Identifier: MIT
CREATE TABLE offers (id INTEGER PRIMARY KEY, name TEXT) STRICT;
