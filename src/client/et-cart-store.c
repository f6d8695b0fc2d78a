/* SPDX-License-Identifier: MIT */
#include "client/et-cart-store.h"

#include <glib/gi18n-lib.h>

#include "client/et-call.h"
#include "client/et-cart-rows.h"
#include "client/et-copy.h"
#include "client/et-outbox-rows.h"
#include "core/et-offer.h"
#include "db/et-db-record.h"

typedef struct
{
  int64_t offer_id;
  int64_t quantity;
  gboolean is_relative;
} Edit;

static gboolean
set_line (EtDb *db, EtOffer *offer, int64_t quantity, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO cart_lines (offer_id, quantity, name, price_cents, availability) "
      "VALUES (:id, :quantity, :name, :price_cents, :availability) "
      "ON CONFLICT (offer_id) DO UPDATE SET quantity = excluded.quantity",
      error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "quantity", quantity);
  et_db_stmt_bind_record (stmt, offer);
  return et_db_stmt_run (stmt, NULL, error);
}

static gboolean
get_quantity (EtDb *db, int64_t offer_id, int64_t *ret_quantity, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT quantity FROM cart_lines WHERE offer_id = :offer_id", error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_quantity = has_row ? et_db_stmt_get_int64 (stmt, 0) : 0;
  return TRUE;
}

/* Returns: (transfer full): an offer on sale; NULL with ET_ERROR_OFFER_UNKNOWN. */
static EtOffer *
find_offer (EtDb *db, int64_t offer_id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  EtOffer *offer = et_copy_find (db, et_offer_get_type (),
                                 "SELECT * FROM offers WHERE id = :id AND is_active = 1", offer_id,
                                 &failure);

  if (offer != NULL)
    return offer;
  if (g_error_matches (failure, ET_ERROR, ET_ERROR_NOT_FOUND))
    et_error_set (error, ET_ERROR_OFFER_UNKNOWN);
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
queue_line (EtDb *db, int64_t offer_id, int64_t quantity, const char *name, GError **error)
{
  et_store_announce ("cart");
  return !et_copy_is_accounts (db) ||
         et_outbox_rows_add_cart_line (db, offer_id, quantity, name, error);
}

static gboolean
check_quantity (EtDb *db, int64_t quantity, GError **error)
{
  int64_t limit = et_cart_rows_get_max_quantity (db);

  if (quantity >= 0 && quantity <= limit)
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_INVALID,
                         N_ ("A line of the cart holds at most {limit} tickets"));
  et_error_add_int64 (error, "limit", limit);
  return FALSE;
}

/* The edit and its row in the outbox are one transaction: neither is ever without the other. */
static gpointer
edit_line (EtDb *db, gpointer data, GError **error)
{
  Edit *edit = data;
  g_autoptr (EtOffer) offer = NULL;
  int64_t before, quantity;

  if (!get_quantity (db, edit->offer_id, &before, error))
    return NULL;
  quantity = edit->quantity + (edit->is_relative ? before : 0);
  if (!check_quantity (db, quantity, error))
    return NULL;
  if (quantity == before)
    return ET_DONE;
  if (quantity == 0)
    return et_cart_rows_remove (db, edit->offer_id, error) &&
                   queue_line (db, edit->offer_id, 0, NULL, error)
               ? ET_DONE
               : NULL;

  offer = find_offer (db, edit->offer_id, error);
  return offer != NULL && set_line (db, offer, quantity, error) &&
                 queue_line (db, offer->id, quantity, offer->name, error)
             ? ET_DONE
             : NULL;
}

static gpointer
clear_cart (EtDb *db, gpointer data, GError **error)
{
  if (!et_cart_rows_empty (db, error))
    return NULL;
  return !et_copy_is_accounts (db) || et_outbox_rows_add_cart_clear (db, error) ? ET_DONE : NULL;
}

static gpointer
load_cart (EtDb *db, gpointer data, GError **error)
{
  return et_cart_rows_read (db, error);
}

/* Blocking: see the asynchronous form. */
EtCart *
et_cart_store_load (EtStore *store, GError **error)
{
  return et_store_run (store, load_cart, NULL, g_object_unref, error);
}

void
et_cart_store_load_async (EtStore *store,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  et_store_run_async (store, load_cart, NULL, NULL, g_object_unref, cancellable, callback, data);
}

/* Returns: (transfer full): the cart with the prices of the copy. */
EtCart *
et_cart_store_load_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}

/* Blocking: see the asynchronous form. */
gboolean
et_cart_store_set (EtStore *store, int64_t offer_id, int64_t quantity, GError **error)
{
  Edit edit = { offer_id, quantity, FALSE };

  return et_store_run (store, edit_line, &edit, NULL, error) != NULL;
}

/* Adds tickets to those that the cart has of an offer. Blocks. Sets the errors of
 * et_cart_store_set_async(). */
gboolean
et_cart_store_add (EtStore *store, int64_t offer_id, int64_t quantity, GError **error)
{
  Edit edit = { offer_id, quantity, TRUE };

  return et_store_run (store, edit_line, &edit, NULL, error) != NULL;
}

/* Sets how many tickets of an offer the cart has. Sets ET_ERROR_INVALID outside 0 to
 * the server's limit as it was told last, ET_ERROR_OFFER_UNKNOWN for an offer that the copy has not on sale. */
void
et_cart_store_set_async (EtStore *store,
                         int64_t offer_id,
                         int64_t quantity,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  Edit *edit = g_new (Edit, 1);

  *edit = (Edit){ offer_id, quantity, FALSE };
  et_store_run_async (store, edit_line, edit, g_free, NULL, cancellable, callback, data);
}

gboolean
et_cart_store_set_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error) != NULL;
}

/* Blocking: see the asynchronous form. */
gboolean
et_cart_store_clear (EtStore *store, GError **error)
{
  return et_store_run (store, clear_cart, NULL, NULL, error) != NULL;
}

void
et_cart_store_clear_async (EtStore *store,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  et_store_run_async (store, clear_cart, NULL, NULL, NULL, cancellable, callback, data);
}

gboolean
et_cart_store_clear_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error) != NULL;
}
