/* SPDX-License-Identifier: MIT */
#include "server/service/et-hold.h"

#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-cart-repo.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-hold-repo.h"
#include "server/service/et-places.h"

#define MOST_RENEWALS 4
#define CARTS_A_SWEEP 500

static void
keep_line (EtSale *sale, int64_t offer_id)
{
  for (guint i = sale->lines != NULL ? sale->lines->len : 0; i > 0; i--)
    if (g_array_index (sale->lines, EtSaleLine, i - 1).offer_id != offer_id)
      g_array_remove_index (sale->lines, i - 1);
}

/* Lets a cart hold its places longer, four times in a row at most. */
gboolean
et_hold_renew (EtDb *db, const EtConfig *config, int64_t order_id, GError **error)
{
  return config->hold_minutes == 0 ||
         et_hold_repo_renew (db, order_id, et_time_now () + config->hold_minutes * ET_MINUTE,
                             MOST_RENEWALS, error);
}

/* Lets those lines of a cart hold places that may have them. */
gboolean
et_hold_take_what_may_be (EtDb *db, const EtConfig *config, int64_t order_id, GError **error)
{
  g_auto (EtSale) sale = { 0 };

  return config->hold_minutes == 0 || (et_sale_repo_load (db, order_id, &sale, error) &&
                                       et_places_take_what_may_be (db, &sale, error) &&
                                       et_hold_renew (db, config, order_id, error));
}

/* Lets those lines of a cart hold places for which so many are left. Sets the errors of
 * et_places_take_what_is_left(). */
gboolean
et_hold_take_what_is_left (EtDb *db, const EtConfig *config, int64_t order_id, GError **error)
{
  g_auto (EtSale) sale = { 0 };

  return config->hold_minutes == 0 || (et_sale_repo_load (db, order_id, &sale, error) &&
                                       et_places_take_what_is_left (db, &sale, error) &&
                                       et_hold_renew (db, config, order_id, error));
}

/* Gives the places of a cart back to the sale; its lines stay. */
gboolean
et_hold_release (EtDb *db, int64_t order_id, GError **error)
{
  g_auto (EtSale) sale = { 0 };

  return et_sale_repo_load (db, order_id, &sale, error) && et_places_give_back (db, &sale, error);
}

/* Gives the places of one line back to the sale; a line that is not there is no error. */
gboolean
et_hold_release_line (EtDb *db, int64_t order_id, int64_t offer_id, GError **error)
{
  g_auto (EtSale) sale = { 0 };

  if (!et_sale_repo_load (db, order_id, &sale, error))
    return FALSE;
  keep_line (&sale, offer_id);
  return et_places_give_back (db, &sale, error);
}

/* Gives the places of an account's cart back to the sale. */
gboolean
et_hold_release_of_account (EtDb *db, int64_t account_id, GError **error)
{
  int64_t order_id;

  if (!et_cart_repo_find_of_account (db, account_id, &order_id, error))
    return FALSE;
  if (order_id == 0)
    return TRUE;

  et_db_announce (db, "cart", order_id, account_id, FALSE);
  return et_hold_release (db, order_id, error);
}

/* Gives the places that carts hold of an offer back. */
gboolean
et_hold_release_of_offer (EtDb *db, int64_t offer_id, GError **error)
{
  g_autoptr (GArray) carts = et_hold_repo_list_carts_with (db, offer_id, error);

  if (carts == NULL)
    return FALSE;
  for (guint i = 0; i < carts->len; i++)
    if (!et_hold_release_line (db, g_array_index (carts, int64_t, i), offer_id, error))
      return FALSE;
  return TRUE;
}

static gboolean
expire (EtDb *db, int64_t order_id, int64_t now, GError **error)
{
  g_auto (EtSale) sale = { 0 };
  gboolean is_expired;

  if (!et_guard_expire_hold (db, order_id, now, &is_expired, error))
    return FALSE;
  if (!is_expired)
    return TRUE;
  if (!et_sale_repo_load (db, order_id, &sale, error))
    return FALSE;

  if (sale.lines != NULL)
    et_db_announce (db, "cart", order_id, sale.order.account_id, FALSE);
  return et_places_give_back (db, &sale, error);
}

/* The carts whose holds ended by @now, 500 at most. @db: a reader's will do: what has become of them
 * since, et_hold_sweep() decides. Returns: (transfer full): an array of int64_t. */
GArray *
et_hold_list_expired (EtDb *db, int64_t now, GError **error)
{
  return et_hold_repo_list_expired (db, now, CARTS_A_SWEEP, error);
}

/* Ends the holds of those @carts whose time has come. @carts: of et_hold_list_expired(). */
gboolean
et_hold_sweep (EtDb *db, GArray *carts, int64_t now, GError **error)
{
  for (guint i = 0; i < carts->len; i++)
    if (!expire (db, g_array_index (carts, int64_t, i), now, error))
      return FALSE;
  return TRUE;
}
