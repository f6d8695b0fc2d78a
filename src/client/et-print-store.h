/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"

G_BEGIN_DECLS

/* What is printed: tickets, or the invoice or the receipt of an order. */
typedef struct
{
  const char *kind; /* borrowed; "ticket", "invoice" or "receipt" */
  GArray *ids; /* borrowed, of int64_t: the numbers of tickets or orders */
  GArray
      *known; /* borrowed, of int64_t, in their order: how often the server knows it was printed */
} EtPrintSubject;

/* What was printed on this computer for the account of the copy, which the server counts together
 * with what other computers printed. Copies are arrays of guint in the order of the ids: 1 stands
 * for what is printed for the first time. */

/* Which copy the next print of each would be. */
void et_print_store_look_async (EtStore *store,
                                const EtPrintSubject *subject,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
GArray *et_print_store_look_finish (EtStore *store, GAsyncResult *result, GError **error);

/* Records that each is printed on @printer now, before it is: two prints at a time get numbers of
 * their own, and one that a crash ended counts. */
void et_print_store_record_async (EtStore *store,
                                  const EtPrintSubject *subject,
                                  const char *printer,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
GArray *et_print_store_record_finish (EtStore *store, GAsyncResult *result, GError **error);

/* Says what became of recorded copies. @came_out: they are, or may be, on paper, and the server is
 * to count them; else they are taken back. */
void et_print_store_end_async (EtStore *store,
                               const EtPrintSubject *subject,
                               GArray *copies,
                               gboolean came_out,
                               GAsyncReadyCallback callback,
                               gpointer data);
gboolean et_print_store_end_finish (EtStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
