/* SPDX-License-Identifier: MIT */
#include "server/service/et-checkout.h"

#include <sodium.h>

#include "core/et-money.h"
#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-cart.h"
#include "server/service/et-places.h"
#include "server/service/et-sale-rules.h"

void
et_checkout_clear (EtCheckout *checkout)
{
  g_clear_error (&checkout->refusal);
  g_clear_pointer (&checkout->lines, g_array_unref);
}

static gboolean
refuse_empty (GError **error)
{
  et_error_set (error, ET_ERROR_CART_EMPTY);
  return FALSE;
}

static gboolean
refuse_other_price (int64_t total, int64_t expected, GError **error)
{
  et_error_set (error, ET_ERROR_PRICE_CHANGED);
  et_error_add_money (error, "total", total);
  et_error_add_int64 (error, "total_cents", total);
  et_error_add_money (error, "expected_total", expected);
  et_error_add_int64 (error, "expected_total_cents", expected);
  return FALSE;
}

static int64_t
count_tickets (GArray *lines)
{
  int64_t count = 0;

  for (guint i = 0; i < lines->len; i++)
    count += g_array_index (lines, EtSaleLine, i).quantity;
  return count;
}

/* The limits hold here too: an operator may have lowered them since. */
static gboolean
add_up (GArray *lines, const EtConfig *config, int64_t *ret_total, GError **error)
{
  int64_t n_tickets = count_tickets (lines);
  int64_t total = 0, now = et_time_now ();

  for (guint i = 0; i < lines->len; i++)
    {
      const EtSaleLine *line = &g_array_index (lines, EtSaleLine, i);

      if (!et_sale_rules_check (&line->stock, line->offer_id, line->name, line->quantity, now,
                                error))
        return FALSE;
      if (!et_cart_check_limits (config, line->quantity, n_tickets - line->quantity, error))
        return FALSE;
      total += line->price_cents * line->quantity;
    }
  *ret_total = total;
  return TRUE;
}

static gboolean
fix_terms (EtCheckout *checkout, EtDb *db, GArray *lines, GError **error)
{
  EtPendingOrder *order = &checkout->order;
  EtSaleTerms terms = { order, lines, checkout->process, checkout->request_key };

  randombytes_buf (order->purchase_key, sizeof order->purchase_key);
  return et_sale_repo_freeze (db, &terms, error);
}

/* Turns the cart of an account into a pending order whose places are held at the prices of now:
 * those that the cart holds, and the others if they are left.
 * @expected_total_cents: what the buyer was shown, ET_NULL_INT64 when nobody says.
 * Sets ET_ERROR_CART_EMPTY, ET_ERROR_PRICE_CHANGED, ET_ERROR_TOO_MANY_TICKETS or the errors of
 * et_places_take(). */
gboolean
et_checkout_begin (EtCheckout *checkout,
                   EtDb *db,
                   const EtConfig *config,
                   int64_t account_id,
                   int64_t expected_total_cents,
                   GError **error)
{
  EtPendingOrder *order = &checkout->order;
  g_auto (EtSale) sale = { 0 };
  int64_t order_id;

  if (!et_guard_claim_cart (db, account_id, et_time_now (), &order_id, error) ||
      !et_sale_repo_load (db, order_id, &sale, error))
    return FALSE;
  if (sale.lines == NULL)
    return refuse_empty (error);

  *order = sale.order;
  if (!add_up (sale.lines, config, &order->total_cents, error))
    return FALSE;
  if (expected_total_cents != ET_NULL_INT64 && expected_total_cents != order->total_cents)
    return refuse_other_price (order->total_cents, expected_total_cents, error);

  if (!fix_terms (checkout, db, sale.lines, error) || !et_places_take (db, &sale, error))
    return FALSE;
  g_clear_pointer (&checkout->lines, g_array_unref);
  checkout->lines = g_steal_pointer (&sale.lines);
  return TRUE;
}

/* Asks for the money. An answer that does not come is made certain before it counts as none.
 * @card_number: (nullable): of et_card_number_normalise(). */
void
et_checkout_pay (EtCheckout *checkout, EtPaymentProvider *provider, const char *card_number)
{
  const EtPendingOrder *order = &checkout->order;

  g_clear_error (&checkout->refusal);
  if (order->total_cents == 0 ||
      et_payment_charge (provider, order->order_id, order->attempt, order->total_cents, card_number,
                         &checkout->refusal))
    checkout->payment = ET_PAYMENT_PAID;
  else if (g_error_matches (checkout->refusal, ET_ERROR, ET_ERROR_PAYMENT_DECLINED))
    checkout->payment = ET_PAYMENT_NOT_PAID;
  else
    checkout->payment = et_payment_cancel (provider, order->order_id, order->attempt);
}
