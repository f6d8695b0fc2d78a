/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A function that may block, for callers that must not: it runs on a worker thread and its result
 * comes back on the caller's main context. */
typedef gpointer (*EtCallFunc) (gpointer source,
                                gpointer args,
                                GCancellable *cancellable,
                                GError **error);

void et_call_async (gpointer source,
                    EtCallFunc func,
                    gpointer args,
                    GDestroyNotify free_args,
                    GDestroyNotify free_result,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data);
gpointer et_call_finish (gpointer source, GAsyncResult *result, GError **error);

void
et_call_later (GMainContext *context, GSourceFunc func, gpointer data, GDestroyNotify free_data);

/* What a function without a result returns when it succeeded. */
#define ET_DONE GINT_TO_POINTER (TRUE)

void et_call_return_all (GPtrArray *tasks, const GError *error);

G_END_DECLS
