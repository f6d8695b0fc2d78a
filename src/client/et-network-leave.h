/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Whether the network may be used; given from the start, unless the person wants to be asked
 * first. Signal "wanted": somebody wanted to use it without leave; answered by
 * et_network_leave_answer(), and not repeated before. */
#define ET_TYPE_NETWORK_LEAVE (et_network_leave_get_type ())
G_DECLARE_FINAL_TYPE (EtNetworkLeave, et_network_leave, ET, NETWORK_LEAVE, GObject)

EtNetworkLeave *et_network_leave_new (void);
void et_network_leave_ask_first (EtNetworkLeave *self);
void et_network_leave_answer (EtNetworkLeave *self, gboolean is_given);
void et_network_leave_ask_again (EtNetworkLeave *self);
gboolean et_network_leave_check (EtNetworkLeave *self, GError **error);
gboolean et_network_leave_check_quietly (EtNetworkLeave *self, GError **error);

G_END_DECLS
