/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/et-application.h"

G_BEGIN_DECLS

/* What the desktop asks the application for, whether it has a window or not. Actions: "app.offers",
 * "app.cart" and "app.tickets", as the desktop file names them; "app.open-link" (s: an address of
 * et-link.h), "app.search" (s: words). */
void et_desktop_actions_install (EtApplication *application);
void et_desktop_actions_open (EtApplication *application, GFile **files, int n_files);

void et_desktop_actions_run (EtWindow *window, const char *action);

G_END_DECLS
