/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"
#include "core/et-link.h"

G_BEGIN_DECLS

/* What the desktop asks the offline copy for: records by their address, and by words. Records are
 * EtTicket or EtOffer. */
void et_finder_follow_async (EtStore *store,
                             const EtLink *link,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
gpointer et_finder_follow_finish (EtStore *store, GAsyncResult *result, GError **error);
gpointer et_finder_follow (EtStore *store, const EtLink *link, GError **error); /* blocking */

void et_finder_search_async (EtStore *store,
                             const char *const *words,
                             guint max,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GListModel *et_finder_search_finish (EtStore *store, GAsyncResult *result, GError **error);
GListModel *et_finder_search (EtStore *store,
                              const char *const *words,
                              guint max,
                              GError **error); /* blocking */

G_END_DECLS
