/* SPDX-License-Identifier: MIT */
#include "server/service/et-cart.h"

#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-cart-repo.h"
#include "server/repo/et-hold-repo.h"
#include "server/service/et-hold.h"
#include "server/service/et-places.h"
#include "server/service/et-sale-rules.h"

static gboolean
find_cart (EtDb *db, const EtCartOwner *owner, int64_t *ret_order_id, GError **error)
{
  if (owner->account_id != 0)
    return et_cart_repo_find_of_account (db, owner->account_id, ret_order_id, error);
  if (owner->session_id != 0)
    return et_cart_repo_find_of_guest (db, owner->session_id, ret_order_id, error);
  *ret_order_id = 0;
  return TRUE;
}

/* Whether the cart of somebody holds places: guests hold nothing. */
static gboolean
holds_places (const EtCartOwner *owner, const EtConfig *config)
{
  return owner->account_id != 0 && config->hold_minutes > 0;
}

/* A cart that is new holds its places from now on; @ret_is_new says whether it is. */
static gboolean
find_or_begin_cart (EtDb *db,
                    const EtConfig *config,
                    const EtCartOwner *owner,
                    int64_t *ret_order_id,
                    gboolean *ret_is_new,
                    GError **error)
{
  int64_t now = et_time_now ();

  g_return_val_if_fail (owner->account_id != 0 || owner->session_id != 0, FALSE);

  if (!find_cart (db, owner, ret_order_id, error))
    return FALSE;
  *ret_is_new = *ret_order_id == 0;
  if (!*ret_is_new)
    return TRUE;
  return et_cart_repo_insert (db, owner->account_id, owner->session_id, now,
                              holds_places (owner, config) ? now + config->hold_minutes * ET_MINUTE
                                                           : ET_NULL_INT64,
                              ret_order_id, error);
}

/* Guests have no feed of their own. */
static void
announce (EtDb *db, const EtCartOwner *owner, int64_t order_id)
{
  if (owner->account_id != 0)
    et_db_announce (db, "cart", order_id, owner->account_id, FALSE);
}

static gboolean
refuse_too_many (int64_t limit, GError **error)
{
  et_error_set (error, ET_ERROR_TOO_MANY_TICKETS);
  et_error_add_int64 (error, "limit", limit);
  return FALSE;
}

/* Whether a cart may hold @quantity tickets of one offer beside @others of other offers. Sets
 * ET_ERROR_TOO_MANY_TICKETS. */
gboolean
et_cart_check_limits (const EtConfig *config, int64_t quantity, int64_t others, GError **error)
{
  if (quantity > config->max_quantity)
    return refuse_too_many (config->max_quantity, error);
  if (quantity + others > config->max_tickets)
    return refuse_too_many (config->max_tickets, error);
  return TRUE;
}

/* Guests hold nothing: what is left for them is what is left now. */
static gboolean
check_is_left (const EtSaleLine *line, GError **error)
{
  int64_t left = et_stock_get_left (&line->stock);

  if (line->quantity <= left)
    return TRUE;
  et_sale_rules_refuse_sold_out (error, line->offer_id, line->name, left);
  return FALSE;
}

static gboolean
set_quantity (EtDb *db,
              const EtConfig *config,
              const EtCartOwner *owner,
              int64_t order_id,
              const EtCartWish *wish,
              gboolean is_more,
              GError **error)
{
  gboolean holds = holds_places (owner, config);
  g_auto (EtSale) sale = { 0 };
  EtSaleLine *line;
  gboolean is_new;
  int64_t others;

  if (!et_sale_repo_read_line (db, order_id, wish->offer_id, &sale, &others, error))
    return FALSE;

  sale.order.account_id = owner->account_id;
  line = &g_array_index (sale.lines, EtSaleLine, 0);
  is_new = line->quantity == 0;
  line->quantity = wish->quantity + (is_more ? line->quantity : 0);
  return et_sale_rules_check (&line->stock, line->offer_id, line->name, line->quantity,
                              et_time_now (), error) &&
         et_cart_check_limits (config, line->quantity, others, error) &&
         (holds || check_is_left (line, error)) &&
         et_cart_repo_set_line (db, order_id, line->offer_id, line->quantity, is_new, error) &&
         (!holds || et_places_take (db, &sale, error));
}

/* Puts a wish into the cart of somebody, which begins with it if need be, and lets it hold its
 * places for as long as those of a new cart. */
static gboolean
put (EtDb *db,
     const EtConfig *config,
     const EtCartOwner *owner,
     const EtCartWish *wish,
     gboolean is_more,
     int64_t *ret_order_id,
     GError **error)
{
  gboolean is_new;

  return find_or_begin_cart (db, config, owner, ret_order_id, &is_new, error) &&
         set_quantity (db, config, owner, *ret_order_id, wish, is_more, error) &&
         (is_new || !holds_places (owner, config) ||
          et_hold_renew (db, config, *ret_order_id, error));
}

/* Reads a cart; nothing is created. @ret_order_id: (out) (optional): its number, 0 when there is
 * none yet. Returns: (transfer full). */
EtCart *
et_cart_load (EtDb *db, const EtCartOwner *owner, int64_t *ret_order_id, GError **error)
{
  g_autoptr (EtCart) cart = et_cart_new ();
  int64_t order_id;

  if (!find_cart (db, owner, &order_id, error))
    return NULL;
  if (order_id != 0)
    {
      g_autoptr (GPtrArray) lines = et_cart_repo_list_lines (db, order_id, error);

      if (lines == NULL || !et_hold_repo_read_until (db, order_id, &cart->held_until, error))
        return NULL;
      for (guint i = 0; i < lines->len; i++)
        cart->total_cents += ET_CART_LINE (g_ptr_array_index (lines, i))->line_total_cents;
      g_ptr_array_unref (cart->items);
      cart->items = g_steal_pointer (&lines);
    }
  if (ret_order_id != NULL)
    *ret_order_id = order_id;
  return g_steal_pointer (&cart);
}

/* Puts tickets into a cart, besides those of the same offer that are in it. @owner is somebody.
 * Sets the errors of et_sale_rules_check(), ET_ERROR_ACCOUNT_LIMIT, ET_ERROR_TOO_MANY_TICKETS or
 * ET_ERROR_SOLD_OUT. */
gboolean
et_cart_add (EtDb *db,
             const EtConfig *config,
             const EtCartOwner *owner,
             const EtCartWish *wish,
             int64_t *ret_order_id,
             GError **error)
{
  if (!put (db, config, owner, wish, TRUE, ret_order_id, error))
    return FALSE;

  announce (db, owner, *ret_order_id);
  return TRUE;
}

/* Makes a cart hold exactly so many tickets of an offer; 0 removes the line, whether it is there
 * or not. @owner may be nobody only then. Sets the errors of et_cart_add(). */
gboolean
et_cart_set (EtDb *db,
             const EtConfig *config,
             const EtCartOwner *owner,
             const EtCartWish *wish,
             GError **error)
{
  int64_t order_id;

  if (wish->quantity > 0)
    {
      if (!put (db, config, owner, wish, FALSE, &order_id, error))
        return FALSE;
    }
  else if (!find_cart (db, owner, &order_id, error) ||
           (order_id != 0 && (!et_hold_release_line (db, order_id, wish->offer_id, error) ||
                              !et_cart_repo_delete_line (db, order_id, wish->offer_id, error))))
    return FALSE;

  announce (db, owner, order_id);
  return TRUE;
}

/* Empties a cart; it keeps its number. */
gboolean
et_cart_clear (EtDb *db, const EtCartOwner *owner, GError **error)
{
  int64_t order_id;

  if (!find_cart (db, owner, &order_id, error))
    return FALSE;
  if (order_id == 0)
    return TRUE;

  announce (db, owner, order_id);
  return et_hold_release (db, order_id, error) && et_cart_repo_delete_lines (db, order_id, error);
}

/* Lets the cart of an account hold its places as its owner comes to pay: longer than so far, and
 * again where that had ended and so many are left. Sets the errors of et_places_take() for what
 * cannot be bought, except ET_ERROR_SOLD_OUT. */
gboolean
et_cart_hold (EtDb *db, const EtConfig *config, int64_t account_id, GError **error)
{
  int64_t order_id;

  if (!et_cart_repo_find_of_account (db, account_id, &order_id, error))
    return FALSE;
  if (order_id == 0)
    return TRUE;

  et_db_announce (db, "cart", order_id, account_id, FALSE);
  return et_hold_take_what_is_left (db, config, order_id, error);
}
