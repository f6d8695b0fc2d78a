/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>
#include <gtk/gtkunixprint.h>

G_BEGIN_DECLS

/* The printers of this computer, without the one that writes files. Nothing here blocks. */
void
et_printers_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GListModel *et_printers_list_finish (GAsyncResult *result, GError **error); /* of GtkPrinter */

/* The printer of exactly that name: another one is never taken in its place. */
void et_printers_find_async (const char *name,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GtkPrinter *et_printers_find_finish (GAsyncResult *result, GError **error);

/* What papers a printer has: asks it unless it has said so already. */
void et_printers_ask_papers_async (GtkPrinter *printer,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
GPtrArray *et_printers_ask_papers_finish (GAsyncResult *result, GError **error);

G_END_DECLS
