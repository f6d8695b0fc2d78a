/* SPDX-License-Identifier: MIT */
#include "client/et-cart-hold.h"

#include "client/et-call.h"
#include "client/et-cart-rows.h"
#include "client/et-json.h"

static gpointer
take_cart (EtDb *db, gpointer cart, GError **error)
{
  return et_cart_rows_take_server_cart (db, cart, FALSE, error) ? ET_DONE : NULL;
}

static gpointer
hold (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtContext *context = source;
  g_autofree char *token = et_remote_dup_token (et_context_get_remote (context));
  g_autofree char *key = et_remote_new_key ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (EtCart) cart = NULL;

  if (token == NULL)
    {
      et_error_set (error, ET_ERROR_UNAUTHENTICATED);
      return NULL;
    }
  answer = et_remote_call (et_context_get_remote (context), "POST", "/api/cart/hold/", NULL, key,
                           cancellable, error);
  if (answer == NULL)
    return NULL;
  cart = et_json_read_record (et_cart_get_type (), answer, error);
  return cart != NULL ? et_store_run (et_context_get_store (context), take_cart, cart, NULL, error)
                      : NULL;
}

void
et_cart_hold_async (EtContext *context,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  et_call_async (context, hold, NULL, NULL, NULL, cancellable, callback, data);
}

/* Sets what the server refuses, such as ET_ERROR_NOT_ON_SALE, ET_ERROR_OFFLINE, or
 * ET_ERROR_UNAUTHENTICATED: for a guest nothing is held. */
gboolean
et_cart_hold_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error) != NULL;
}
