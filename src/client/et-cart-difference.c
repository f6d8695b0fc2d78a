/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "client/et-call.h"
#include "client/et-cart-store.h"
#include "client/et-copy.h"
#include "core/et-money.h"
#include "core/et-translation.h"

static const EtField fields[] = {
  ET_FIELD (EtCartDifference, id, INT64, OPTIONAL),
  ET_FIELD (EtCartDifference, kind, TEXT, REQUIRED),
  ET_FIELD (EtCartDifference, offer_id, INT64, REQUIRED),
  ET_FIELD (EtCartDifference, name, TEXT, REQUIRED),
  ET_FIELD (EtCartDifference, old_value, INT64, NULLABLE),
  ET_FIELD (EtCartDifference, new_value, INT64, NULLABLE),
  ET_FIELD (EtCartDifference, at, TIME, REQUIRED),
  { NULL },
};

ET_DEFINE_RECORD (EtCartDifference, et_cart_difference, fields)

static gpointer
list_differences (EtDb *db, gpointer data, GError **error)
{
  return et_copy_list (db, et_cart_difference_get_type (),
                       "SELECT * FROM cart_differences ORDER BY id", error);
}

static gpointer
dismiss_differences (EtDb *db, gpointer data, GError **error)
{
  et_store_announce ("cart");
  return et_copy_exec (db, "DELETE FROM cart_differences", error) ? ET_DONE : NULL;
}

static gpointer
dismiss_one (EtDb *db, gpointer data, GError **error)
{
  et_store_announce ("cart");
  return et_copy_delete (db, "cart_differences", *(int64_t *) data, error) ? ET_DONE : NULL;
}

static char *
describe_price (EtCartDifference *self, const char *language)
{
  g_autofree char *before = et_money_format (self->old_value, language);
  g_autofree char *after = et_money_format (self->new_value, language);

  return g_strdup_printf (et_translate (language, N_ ("The price of “%s” is now %s instead of %s")),
                          self->name, after, before);
}

static char *
describe_quantity (EtCartDifference *self, const char *language)
{
  if (self->new_value == 0)
    return g_strdup_printf (et_translate (language, N_ ("“%s” is no longer in the cart")),
                            self->name);
  return g_strdup_printf (et_translate (language, N_ ("The cart now has %d × “%s” instead of %d")),
                          (int) self->new_value, self->name, (int) self->old_value);
}

/* @language: a word of et_languages.
 * Returns: (transfer full): a sentence for the person. */
char *
et_cart_difference_describe (EtCartDifference *difference, const char *language)
{
  if (g_str_equal (difference->kind, "price"))
    return describe_price (difference, language);
  if (g_str_equal (difference->kind, "quantity"))
    return describe_quantity (difference, language);
  if (g_str_equal (difference->kind, "hold_expired"))
    return g_strdup (
        et_translate (language, N_ ("The places of the cart are no longer held for you")));
  if (g_str_equal (difference->kind, "sold_out"))
    return g_strdup_printf (et_translate (language, N_ ("“%s” is sold out")), difference->name);
  return g_strdup_printf (
      et_translate (language, N_ ("“%s” is no longer on sale and left the cart")),
      difference->name);
}

/* Blocking: see the asynchronous form. */
GListModel *
et_cart_store_list_differences (EtStore *store, GError **error)
{
  return et_store_run (store, list_differences, NULL, g_object_unref, error);
}

void
et_cart_store_list_differences_async (EtStore *store,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  et_store_run_async (store, list_differences, NULL, NULL, g_object_unref, cancellable, callback,
                      data);
}

GListModel *
et_cart_store_list_differences_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}

/* Forgets all differences, because the person has read them. Blocks. */
gboolean
et_cart_store_dismiss_differences (EtStore *store, GError **error)
{
  return et_store_run (store, dismiss_differences, NULL, NULL, error) != NULL;
}

/* Forgets one difference, because the person has answered it. */
void
et_cart_store_dismiss_difference_async (EtStore *store,
                                        int64_t difference_id,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data)
{
  et_store_run_async (store, dismiss_one, g_memdup2 (&difference_id, sizeof difference_id), g_free,
                      NULL, cancellable, callback, data);
}

gboolean
et_cart_store_dismiss_difference_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error) != NULL;
}
