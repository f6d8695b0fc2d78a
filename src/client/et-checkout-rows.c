/* SPDX-License-Identifier: MIT */
#include "client/et-checkout-rows.h"

#include "client/et-cart-rows.h"
#include "client/et-copy.h"
#include "client/et-remote.h"
#include "core/et-time.h"
#include "db/et-db-record.h"

static const EtField fields[] = {
  ET_FIELD (EtCheckout, request_key, TEXT, REQUIRED),
  ET_FIELD (EtCheckout, total_cents, INT64, REQUIRED),
  ET_FIELD (EtCheckout, paid_before, INT64, REQUIRED),
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

/* Begins one for the cart as it is. Sets ET_ERROR_CART_EMPTY.
 * Returns: (transfer full): the row, which must be committed before anything is sent. */
EtCheckout *
et_checkout_rows_begin (EtDb *db, GError **error)
{
  g_autoptr (EtCart) cart = et_cart_rows_read (db, error);
  g_autoptr (EtCheckout) checkout = et_checkout_new ();

  if (cart == NULL)
    return NULL;
  if (cart->items->len == 0)
    {
      et_error_set (error, ET_ERROR_CART_EMPTY);
      return NULL;
    }
  checkout->request_key = et_remote_new_key ();
  checkout->total_cents = cart->total_cents;
  checkout->created_at = et_time_now ();
  return et_copy_get_number (db, "SELECT count(*) FROM orders WHERE paid_at IS NOT NULL", 0,
                             &checkout->paid_before, error) &&
                 et_copy_put (db, "checkouts", checkout, error)
             ? g_steal_pointer (&checkout)
             : NULL;
}

/* The outcome is known: the key is not used again. */
gboolean
et_checkout_rows_end (EtDb *db, GError **error)
{
  return et_copy_exec (db, "DELETE FROM checkouts", error);
}

/* Looks after a sync for the order that came of a checkout.
 * Returns: (transfer full): the order; NULL with ET_ERROR_NOT_FOUND when nothing was bought. */
EtOrder *
et_checkout_rows_find_order (EtDb *db, EtCheckout *checkout, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT * FROM orders WHERE paid_at IS NOT NULL "
      "AND (SELECT count(*) FROM orders WHERE paid_at IS NOT NULL) > :paid_before "
      "ORDER BY paid_at DESC, id DESC LIMIT 1",
      error);

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_record (stmt, checkout);
  return et_db_stmt_read_one (stmt, et_order_get_type (), error);
}

/* After a sync: a paid order that was not known before came of the checkout, whose outcome is so
 * known. */
gboolean
et_checkout_rows_settle (EtDb *db, GError **error)
{
  return et_copy_exec (db,
                       "DELETE FROM checkouts WHERE paid_before < "
                       "(SELECT count(*) FROM orders WHERE paid_at IS NOT NULL)",
                       error);
}
