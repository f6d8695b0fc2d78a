/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-cart-repo.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-hold-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-cart.h"
#include "server/service/et-checkout.h"
#include "server/service/et-hold.h"
#include "server/service/et-invoice-issue.h"
#include "server/service/et-order-code.h"
#include "server/service/et-places.h"
#include "server/service/et-ticket-issue.h"

/* The places, held so far, belong to tickets from now on. */
static gboolean
sell_places (EtDb *db, int64_t order_id, GArray *lines, GError **error)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const EtSaleLine *line = &g_array_index (lines, EtSaleLine, i);

      if (!et_offer_repo_sell_held (db, line->offer_id, line->quantity, error))
        return FALSE;
    }
  return et_hold_repo_end_lines (db, order_id, error);
}

static gboolean
settle (const EtPendingOrder *order, EtDb *db, const char *state, GError **error)
{
  EtSettlement settlement = { order, state, NULL, ET_NULL_INT64 };
  gboolean is_settled;

  if (!et_guard_settle_order (db, &settlement, &is_settled, error))
    return FALSE;
  if (!is_settled)
    et_error_set (error, ET_ERROR_UNAVAILABLE);
  return is_settled;
}

/* What a paid order gets: its places for good, its invoice and its tickets. */
static gboolean
hand_over (const EtSale *sale,
           EtDb *db,
           const EtServices *services,
           const EtSettlement *settlement,
           GArray **ret_ticket_ids,
           GError **error)
{
  const EtPendingOrder *order = &sale->order;
  int64_t now = settlement->paid_at;
  g_auto (EtBuyer) buyer = { 0 };

  if (!sell_places (db, order->order_id, sale->lines, error) ||
      !et_sale_repo_read_buyer (db, order->account_id, &buyer, error) ||
      !et_invoice_issue (db, services->config, order, settlement->code, &buyer, sale->lines, now,
                         error))
    return FALSE;

  *ret_ticket_ids = et_ticket_issue_sell (db, services->signing_keys, order, &buyer, sale->lines,
                                          now, error);
  et_db_announce (db, "order", order->order_id, order->account_id, FALSE);
  et_db_announce (db, "cart", order->order_id, order->account_id, FALSE);
  return *ret_ticket_ids != NULL;
}

/* @ret_sold: FALSE when somebody else has ended the order. */
static gboolean
sell (const EtSale *sale,
      EtDb *db,
      const EtServices *services,
      GArray **ret_ticket_ids,
      gboolean *ret_sold,
      GError **error)
{
  g_autofree char *code = et_order_code_make (db, error);
  EtSettlement settlement = { &sale->order, "paid", code, et_time_now () };

  return code != NULL && et_guard_settle_order (db, &settlement, ret_sold, error) &&
         (!*ret_sold || hand_over (sale, db, services, &settlement, ret_ticket_ids, error));
}

/* What was put into a new cart meanwhile comes along, since an account has one cart. */
static gboolean
fetch_newer_cart (const EtPendingOrder *order, EtDb *db, const EtConfig *config, GError **error)
{
  int64_t newer_id;

  if (!et_cart_repo_find_of_account (db, order->account_id, &newer_id, error))
    return FALSE;
  if (newer_id == 0)
    return TRUE;

  et_db_announce (db, "cart", order->order_id, order->account_id, FALSE);
  return et_cart_merge (db, config, newer_id, order->order_id, error);
}

/* The cart goes on holding its places for a while, for another card. */
static gboolean
return_to_cart (EtDb *db, const EtSale *sale, const EtConfig *config, GError **error)
{
  const EtPendingOrder *order = &sale->order;

  return (config->hold_minutes > 0 || et_places_give_back (db, sale, error)) &&
         fetch_newer_cart (order, db, config, error) && settle (order, db, "cart", error) &&
         et_sale_repo_thaw (db, order->order_id, error) &&
         et_hold_take_what_may_be (db, config, order->order_id, error);
}

/* The order stays, as one that came to nothing, and its places return to the sale. */
static gboolean
expire (EtDb *db, const EtSale *sale, GError **error)
{
  const EtPendingOrder *order = &sale->order;

  et_db_announce (db, "order", order->order_id, order->account_id, FALSE);
  et_db_announce (db, "cart", order->order_id, order->account_id, FALSE);
  return et_places_give_back (db, sale, error) && settle (order, db, "expired", error);
}

/* An attempt whose begin was lost has its number given out once more, but not its purchase key. */
static gboolean
is_same_begin (const EtPendingOrder *found, const EtPendingOrder *begun)
{
  return found->attempt == begun->attempt &&
         memcmp (found->purchase_key, begun->purchase_key, ET_PURCHASE_KEY_SIZE) == 0;
}

/* The order was brought to its end by somebody else: what came of it is the answer. */
static gboolean
report_settled (EtCheckout *checkout, EtDb *db, GArray **ret_ticket_ids, GError **error)
{
  g_autoptr (GArray)
      ticket_ids = et_ticket_repo_list_ids_of_order (db, checkout->order.order_id, error);

  if (ticket_ids == NULL)
    return FALSE;

  checkout->was_ended_before = TRUE;
  g_clear_error (&checkout->refusal);
  if (ticket_ids->len > 0)
    {
      checkout->payment = ET_PAYMENT_PAID;
      *ret_ticket_ids = g_steal_pointer (&ticket_ids);
    }
  else
    {
      checkout->payment = ET_PAYMENT_NOT_PAID;
      et_error_set (&checkout->refusal, ET_ERROR_PAYMENT_TIMEOUT);
    }
  return TRUE;
}

/* @sale: (inout): its lines stay NULL when the order did not become pending by @checkout's begin, or
 * is pending no more. */
static gboolean
load_pending (const EtCheckout *checkout, EtDb *db, EtSale *sale, GError **error)
{
  if (!et_sale_repo_load (db, checkout->order.order_id, sale, error))
    return FALSE;
  if (!sale->is_pending || !is_same_begin (&sale->order, &checkout->order))
    et_sale_clear (sale);
  return TRUE;
}

/* Nothing needs to be read of an order that this process has begun: its terms are frozen. */
static gboolean
finish_paid (EtCheckout *checkout,
             EtDb *db,
             const EtServices *services,
             GArray **ret_ticket_ids,
             GError **error)
{
  g_auto (EtSale) loaded = { 0 };
  EtSale begun = { .order = checkout->order, .lines = checkout->lines };
  gboolean is_sold = FALSE;

  if (begun.lines == NULL && !load_pending (checkout, db, &loaded, error))
    return FALSE;
  if (begun.lines != NULL || loaded.lines != NULL)
    if (!sell (begun.lines != NULL ? &begun : &loaded, db, services, ret_ticket_ids, &is_sold,
               error))
      return FALSE;
  return is_sold || report_settled (checkout, db, ret_ticket_ids, error);
}

static gboolean
finish_unpaid (
    EtCheckout *checkout, EtDb *db, const EtConfig *config, GArray **ret_ticket_ids, GError **error)
{
  g_auto (EtSale) sale = { 0 };

  if (!load_pending (checkout, db, &sale, error))
    return FALSE;
  if (sale.lines == NULL)
    return report_settled (checkout, db, ret_ticket_ids, error);
  return checkout->is_given_up ? expire (db, &sale, error)
                               : return_to_cart (db, &sale, config, error);
}

/* Brings a pending order to its end: paid with tickets and an invoice, or a cart again under the
 * same number, or expired. checkout->payment says afterwards which it was, and
 * checkout->refusal why. Sets ET_ERROR_UNAVAILABLE, and leaves the order pending, while nobody
 * knows whether it was paid.
 * @ret_ticket_ids: (out) (transfer full): of int64_t; NULL when it was not paid. */
gboolean
et_checkout_finish (EtCheckout *checkout,
                    EtDb *db,
                    const EtServices *services,
                    GArray **ret_ticket_ids,
                    GError **error)
{
  *ret_ticket_ids = NULL;
  checkout->was_ended_before = FALSE;
  switch (checkout->payment)
    {
    case ET_PAYMENT_PAID:
      return finish_paid (checkout, db, services, ret_ticket_ids, error);
    case ET_PAYMENT_NOT_PAID:
      return finish_unpaid (checkout, db, services->config, ret_ticket_ids, error);
    case ET_PAYMENT_UNKNOWN:
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  g_return_val_if_reached (FALSE);
}
