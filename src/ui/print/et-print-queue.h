/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The queue of a printer, of which GTK tells but from which it takes nothing back. */
void et_print_queue_cancel_async (const char *printer,
                                  const char *title,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
gboolean
et_print_queue_cancel_finish (GAsyncResult *result, gboolean *ret_had_begun, GError **error);

G_END_DECLS
