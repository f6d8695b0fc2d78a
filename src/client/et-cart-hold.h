/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"

G_BEGIN_DECLS

/* Asks the server to hold the places of the account's cart while its owner comes to pay. A guest's
 * cart holds nothing, which is no error. */
void et_cart_hold_async (EtContext *context,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
gboolean et_cart_hold_finish (EtContext *context, GAsyncResult *result, GError **error);

G_END_DECLS
