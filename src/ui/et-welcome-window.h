/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Which server, and how to begin: sign in, sign up, or just look around. Signal "chosen"
 * (const char *url, const char *action): the address without a slash at its end, and the action
 * of the window to begin with, NULL to look around. */
#define ET_TYPE_WELCOME_WINDOW (et_welcome_window_get_type ())
G_DECLARE_FINAL_TYPE (EtWelcomeWindow, et_welcome_window, ET, WELCOME_WINDOW, AdwApplicationWindow)

GtkWidget *et_welcome_window_new (GtkApplication *application, const char *url);
char *et_server_url_read (const char *text);

G_END_DECLS
