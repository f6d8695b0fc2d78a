/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

#define ET_DEFAULT_SERVER "http://127.0.0.1:8000"

/* The program: options, preferences, one context and the window on it. Actions: "app.quit",
 * "app.about", "app.choose-server". */
#define ET_TYPE_APPLICATION (et_application_get_type ())
G_DECLARE_FINAL_TYPE (EtApplication, et_application, ET, APPLICATION, AdwApplication)

EtApplication *et_application_new (void);
GSettings *et_application_get_settings (EtApplication *self);

G_END_DECLS
