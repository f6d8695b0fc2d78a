/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"

G_BEGIN_DECLS

/* What this computer printed for the account of the copy. @kind: "ticket", "invoice" or "receipt";
 * @ids: (element-type int64_t): the numbers of tickets or orders. Copies are arrays of guint in
 * the order of the ids: 1 stands for what is printed for the first time. */

/* Which copy the next print of each would be. */
void et_print_store_look_async (EtStore *store,
                                const char *kind,
                                GArray *ids,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
GArray *et_print_store_look_finish (EtStore *store, GAsyncResult *result, GError **error);

/* Records that each is printed on @printer now, before it is: two prints at a time get numbers of
 * their own, and one that a crash ended counts. */
void et_print_store_record_async (EtStore *store,
                                  const char *kind,
                                  GArray *ids,
                                  const char *printer,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
GArray *et_print_store_record_finish (EtStore *store, GAsyncResult *result, GError **error);

/* Takes back what never left for the printer. */
void et_print_store_withdraw_async (EtStore *store,
                                    const char *kind,
                                    GArray *ids,
                                    GArray *copies,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
gboolean et_print_store_withdraw_finish (EtStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
