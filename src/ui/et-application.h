/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/et-window.h"

G_BEGIN_DECLS

#define ET_DEFAULT_SERVER "http://127.0.0.1:8000"

/* The program: options, preferences, one context and the window on it. Actions: "app.quit",
 * "app.about", "app.choose-server", and those of et-desktop-actions.h. */
#define ET_TYPE_APPLICATION (et_application_get_type ())
G_DECLARE_FINAL_TYPE (EtApplication, et_application, ET, APPLICATION, AdwApplication)

EtApplication *et_application_new (void);
EtWindow *et_application_open (EtApplication *self,
                               const char *url,
                               const char *data_folder,
                               const char *first_action);
GSettings *et_application_get_settings (EtApplication *self);

G_END_DECLS
