/* SPDX-License-Identifier: MIT */
#pragma once

#include "test-hall.h"

G_BEGIN_DECLS

/* Races of one ticket through the gates. Returns: whether the rules held. */
gboolean race_through_gates (TestHall *hall, guint round);
gboolean race_of_one_scan (TestHall *hall, guint round);

G_END_DECLS
