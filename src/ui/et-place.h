/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A server, or another account at one, with a folder of its own for the offline copy. The
 * preferences keep those that the person made, and which one was used last. */
#define ET_TYPE_PLACE (et_place_get_type ())
G_DECLARE_FINAL_TYPE (EtPlace, et_place, ET, PLACE, GObject)

EtPlace *et_place_new (const char *name, const char *url, const char *folder);
const char *et_place_get_name (EtPlace *self);
const char *et_place_get_url (EtPlace *self);
const char *et_place_get_folder (EtPlace *self); /* nullable: the person's own data folder */
char *et_place_dup_title (EtPlace *self);
gboolean et_place_equal (EtPlace *self, EtPlace *other);

EtPlace *et_place_find_last (GSettings *settings); /* nullable */
GListModel *et_place_list (GSettings *settings);
EtPlace *et_place_add (GSettings *settings, const char *name, const char *url);
void et_place_forget (GSettings *settings, EtPlace *self);
void et_place_use (GSettings *settings, EtPlace *self);

G_END_DECLS
