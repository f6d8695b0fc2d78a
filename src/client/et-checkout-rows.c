/* SPDX-License-Identifier: MIT */
#include "client/et-checkout-rows.h"

#include "client/et-cart-rows.h"
#include "client/et-copy.h"
#include "client/et-remote.h"
#include "core/et-time.h"
#include "db/et-db-record.h"

static const EtField fields[] = {
  ET_FIELD (EtCheckout, request_key, TEXT, REQUIRED),
  ET_FIELD (EtCheckout, order_id, INT64, REQUIRED),
  ET_FIELD (EtCheckout, total_cents, INT64, REQUIRED),
  ET_FIELD (EtCheckout, created_at, TIME, REQUIRED),
  { NULL },
};

ET_DEFINE_RECORD (EtCheckout, et_checkout, fields)

/* Returns: (transfer full): the checkout whose outcome is not known; NULL with
 * ET_ERROR_NOT_FOUND. */
EtCheckout *
et_checkout_rows_find (EtDb *db, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT * FROM checkouts", error);

  return stmt != NULL ? et_db_stmt_read_one (stmt, et_checkout_get_type (), error) : NULL;
}

/* Sets ET_ERROR_CART_EMPTY. Returns: (transfer full): one for the cart as it is, not kept yet. */
EtCheckout *
et_checkout_rows_propose (EtDb *db, GError **error)
{
  g_autoptr (EtCart) cart = et_cart_rows_read (db, error);
  EtCheckout *checkout;

  if (cart == NULL)
    return NULL;
  if (cart->items->len == 0)
    {
      et_error_set (error, ET_ERROR_CART_EMPTY);
      return NULL;
    }
  checkout = et_checkout_new ();
  checkout->request_key = et_remote_new_key ();
  checkout->total_cents = cart->total_cents;
  checkout->created_at = et_time_now ();
  return checkout;
}

/* Keeps one; committed before it is sent. */
gboolean
et_checkout_rows_put (EtDb *db, EtCheckout *checkout, GError **error)
{
  return et_copy_put (db, "checkouts", checkout, error);
}

/* The outcome is known: the key is not used again. */
gboolean
et_checkout_rows_end (EtDb *db, GError **error)
{
  return et_copy_exec (db, "DELETE FROM checkouts", error);
}

/* Returns: (transfer full): an order as the last sync brought it; NULL with ET_ERROR_NOT_FOUND
 * unless it was paid. */
EtOrder *
et_checkout_rows_find_paid (EtDb *db, int64_t order_id, GError **error)
{
  return et_copy_find (db, et_order_get_type (),
                       "SELECT * FROM orders WHERE id = :id AND paid_at IS NOT NULL", order_id,
                       error);
}

/* After a sync: a cart that was paid cannot be bought again, by whichever checkout that was. */
gboolean
et_checkout_rows_settle (EtDb *db, GError **error)
{
  return et_copy_exec (db,
                       "DELETE FROM checkouts WHERE order_id IN "
                       "(SELECT id FROM orders WHERE paid_at IS NOT NULL)",
                       error);
}
