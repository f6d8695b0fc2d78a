/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/et-place.h"

G_BEGIN_DECLS

/* The servers and accounts of the person, to be opened or removed. Signal "opened" (EtPlace). */
#define ET_TYPE_PLACES_GROUP (et_places_group_get_type ())
G_DECLARE_FINAL_TYPE (EtPlacesGroup, et_places_group, ET, PLACES_GROUP, AdwPreferencesGroup)

void et_places_group_start (EtPlacesGroup *self, GSettings *settings, EtPlace *current);

G_END_DECLS
