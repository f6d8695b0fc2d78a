/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-session.h"

G_BEGIN_DECLS

/* A WebSocket on which the server says at once that there is something new. It is opened again
 * when it ends, rarer and rarer; a server without it is polled, as without a network. */
#define ET_TYPE_LIVE_LINK (et_live_link_get_type ())
G_DECLARE_FINAL_TYPE (EtLiveLink, et_live_link, ET, LIVE_LINK, GObject)

EtLiveLink *et_live_link_new (EtSession *session, GFunc hinted, gpointer data);
void et_live_link_start (EtLiveLink *self);
void et_live_link_stop (EtLiveLink *self);
gboolean et_live_link_is_up (EtLiveLink *self);

G_END_DECLS
