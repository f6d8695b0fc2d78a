/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void et_copy_removal_async (const char *url,
                            const char *data_folder,
                            gboolean may_use_network,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
gboolean et_copy_removal_finish (GAsyncResult *result, GError **error);

G_END_DECLS
