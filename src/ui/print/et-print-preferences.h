/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The group "Printing" of the preferences: what paper a printer begins with. It keeps itself in
 * step with the settings. */
#define ET_TYPE_PRINT_PREFERENCES (et_print_preferences_get_type ())
G_DECLARE_FINAL_TYPE (
    EtPrintPreferences, et_print_preferences, ET, PRINT_PREFERENCES, AdwPreferencesGroup)

GtkWidget *et_print_preferences_new (void);

G_END_DECLS
