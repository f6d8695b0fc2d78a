/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-remote.h"
#include "client/et-store.h"
#include "core/et-ticket-key.h"

G_BEGIN_DECLS

/* The keys that prove tickets, kept in the copy for a gate without a network. */
gboolean
et_public_keys_fetch (EtStore *store, EtRemote *remote, GCancellable *cancellable, GError **error);
gboolean et_public_keys_are_due (EtStore *store);
gboolean et_public_keys_prove (EtStore *store,
                               const EtTicketKey *key,
                               gboolean *ret_is_genuine,
                               GError **error);

G_END_DECLS
