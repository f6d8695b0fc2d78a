/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* What the application does whether it has a window or not: it opens the copy for the desktop's
 * search, and reminds of tickets the day before their event. */
#define ET_TYPE_STANDBY (et_standby_get_type ())
G_DECLARE_FINAL_TYPE (EtStandby, et_standby, ET, STANDBY, GObject)

/* Returns: (nullable) (transfer full): a context of the server in use, not open yet. */
typedef EtContext *(*EtStandbyContextFunc) (gpointer application);

EtStandby *et_standby_new (GtkApplication *application,
                           EtStandbyContextFunc make_context,
                           GSettings *settings);
void et_standby_start (EtStandby *self);
void et_standby_watch (EtStandby *self, EtStore *store);
void et_standby_linger (EtStandby *self);

void et_standby_get_store_async (EtStandby *self, GAsyncReadyCallback callback, gpointer data);
EtStore *et_standby_get_store_finish (EtStandby *self, GAsyncResult *result, GError **error);

G_END_DECLS
