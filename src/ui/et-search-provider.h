/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/et-standby.h"

G_BEGIN_DECLS

/* Answers the search of GNOME Shell with tickets and offers of the copy:
 * org.gnome.Shell.SearchProvider2 at the application's path and “/SearchProvider”. A result's id
 * is its address (et-link.h). What is chosen goes to the actions "open-link" and "search" of the
 * application, each with a text. */
#define ET_TYPE_SEARCH_PROVIDER (et_search_provider_get_type ())
G_DECLARE_FINAL_TYPE (EtSearchProvider, et_search_provider, ET, SEARCH_PROVIDER, GObject)

EtSearchProvider *et_search_provider_new (GApplication *application, EtStandby *standby);
gboolean et_search_provider_export (EtSearchProvider *self,
                                    GDBusConnection *connection,
                                    const char *path,
                                    GError **error);
void et_search_provider_unexport (EtSearchProvider *self, GDBusConnection *connection);

G_END_DECLS
