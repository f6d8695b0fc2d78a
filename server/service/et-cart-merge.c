/* SPDX-License-Identifier: MIT */
#include "core/et-record.h"
#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-cart-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-cart.h"
#include "server/service/et-hold.h"
#include "server/service/et-sale-rules.h"

/* Merges what somebody wanted elsewhere: of two quantities the larger, within the limits. What is
 * no longer sold is left out without a word, since nobody asks for it just now. */
static gboolean
merge_wish (
    EtDb *db, const EtConfig *config, int64_t order_id, const EtCartWish *wish, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = NULL;
  EtStock stock;
  int64_t present, others, quantity;

  if (!et_offer_repo_read_stock (db, wish->offer_id, &stock, &name, &reason))
    {
      if (g_error_matches (reason, ET_ERROR, ET_ERROR_OFFER_UNKNOWN))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  quantity = wish->quantity;
  if (stock.max_per_order != ET_NULL_INT64)
    quantity = MIN (quantity, stock.max_per_order);
  if (!et_sale_rules_check (&stock, wish->offer_id, name, quantity, et_time_now (), NULL))
    return TRUE;
  if (!et_cart_repo_read_quantities (db, order_id, wish->offer_id, &present, &others, error))
    return FALSE;

  quantity = MIN (quantity, MIN (config->max_quantity, config->max_tickets - others));
  return quantity <= present ||
         (et_hold_release_line (db, order_id, wish->offer_id, error) &&
          et_cart_repo_set_line (db, order_id, wish->offer_id, quantity, present == 0, error));
}

/* Moves the lines of one cart into another and removes the first; what that held is free. */
gboolean
et_cart_merge (
    EtDb *db, const EtConfig *config, int64_t from_order_id, int64_t to_order_id, GError **error)
{
  g_autoptr (GPtrArray) lines = et_cart_repo_list_lines (db, from_order_id, error);

  if (lines == NULL)
    return FALSE;

  for (guint i = 0; i < lines->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (lines, i);
      EtCartWish wish = { line->offer_id, line->quantity };

      if (!merge_wish (db, config, to_order_id, &wish, error))
        return FALSE;
    }
  return et_hold_release (db, from_order_id, error) &&
         et_cart_repo_delete (db, from_order_id, error);
}

/* The account's cart becomes one with the guest's: the guest's keeps its number when the account
 * had none. */
static gboolean
adopt_guest_cart (EtDb *db,
                  const EtConfig *config,
                  int64_t account_id,
                  int64_t guest_order_id,
                  int64_t *order_id,
                  GError **error)
{
  if (*order_id != 0)
    return et_cart_merge (db, config, guest_order_id, *order_id, error);

  *order_id = guest_order_id;
  return et_cart_repo_give_to_account (db, guest_order_id, account_id, error);
}

/* Gives an account that has just signed in the cart of the guest it was, and the lines that its
 * program kept. @guest_session_id: 0 when there was none. */
gboolean
et_cart_adopt (EtDb *db,
               const EtConfig *config,
               int64_t account_id,
               int64_t guest_session_id,
               const EtCartWish *wishes,
               gsize n_wishes,
               GError **error)
{
  int64_t order_id, guest_order_id = 0;

  if (!et_cart_repo_find_of_account (db, account_id, &order_id, error) ||
      (guest_session_id != 0 &&
       !et_cart_repo_find_of_guest (db, guest_session_id, &guest_order_id, error)))
    return FALSE;
  if (guest_order_id == 0 && n_wishes == 0)
    return TRUE;

  if (guest_order_id != 0 &&
      !adopt_guest_cart (db, config, account_id, guest_order_id, &order_id, error))
    return FALSE;
  if (order_id == 0 &&
      !et_cart_repo_insert (db, account_id, 0, et_time_now (), ET_NULL_INT64, &order_id, error))
    return FALSE;
  for (gsize i = 0; i < n_wishes; i++)
    if (!merge_wish (db, config, order_id, &wishes[i], error))
      return FALSE;
  et_db_announce (db, "cart", order_id, account_id, FALSE);
  return et_hold_take_what_may_be (db, config, order_id, error);
}
