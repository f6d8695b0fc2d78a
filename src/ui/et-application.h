/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/et-place.h"
#include "ui/et-window.h"

G_BEGIN_DECLS

#define ET_DEFAULT_SERVER "http://127.0.0.1:8000"

/* The program: options, preferences, and a window for each server that was asked for, with a
 * context of its own. Its actions are those of et-application-actions.h and
 * et-desktop-actions.h. */
#define ET_TYPE_APPLICATION (et_application_get_type ())
G_DECLARE_FINAL_TYPE (EtApplication, et_application, ET, APPLICATION, AdwApplication)

EtApplication *et_application_new (void);
EtWindow *et_application_open (EtApplication *self,
                               const char *url,
                               const char *data_folder,
                               const char *first_action);
EtWindow *et_application_find_window (EtApplication *self);
EtPlace *et_application_find_place (GtkWindow *window);
GSettings *et_application_get_settings (EtApplication *self);

G_END_DECLS
