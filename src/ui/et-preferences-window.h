/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/et-place.h"

G_BEGIN_DECLS

/* What the person may choose. Signal "opened" (EtPlace): that place is to be opened instead. */
#define ET_TYPE_PREFERENCES_WINDOW (et_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (
    EtPreferencesWindow, et_preferences_window, ET, PREFERENCES_WINDOW, AdwPreferencesWindow)

EtPreferencesWindow *
et_preferences_window_new (GtkWindow *parent, GSettings *settings, EtPlace *current);
void et_preferences_window_show_places (EtPreferencesWindow *self);

void et_preferences_apply (GSettings *settings);

G_END_DECLS
