/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The address of a server, with a check of the way to it. Signal "chosen" (name, url): the person
 * wants that server; url is one of et_server_url_read(). */
#define ET_TYPE_SERVER_GROUP (et_server_group_get_type ())
G_DECLARE_FINAL_TYPE (EtServerGroup, et_server_group, ET, SERVER_GROUP, AdwPreferencesGroup)

void et_server_group_show_current (EtServerGroup *self, const char *url);
void et_server_group_show_new (EtServerGroup *self);

G_END_DECLS
