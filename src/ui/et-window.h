/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"
#include "ui/shared/et-navigation.h"

G_BEGIN_DECLS

/* The main window: sidebar and pages, folded below 600 px. Actions: "win.page" (s: an
 * EtPageEntry's id), "win.back", "win.sync", "win.search", and those of et-window-account.h and
 * et-window-links.h.
 * Property "context" (EtContext, construct-only). */
#define ET_TYPE_WINDOW (et_window_get_type ())
G_DECLARE_FINAL_TYPE (EtWindow, et_window, ET, WINDOW, AdwApplicationWindow)

EtWindow *et_window_new (GtkApplication *application, EtContext *context);
void et_window_start (EtWindow *self);
void et_window_show_error (EtWindow *self, const GError *error);
EtContext *et_window_get_context (EtWindow *self);
gboolean et_window_is_started (EtWindow *self);
EtNavigation *et_window_get_navigation (EtWindow *self);

G_END_DECLS
