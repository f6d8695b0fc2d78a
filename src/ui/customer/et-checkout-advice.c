/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-checkout-advice.h"

#include <glib/gi18n-lib.h>

#define TRY_AGAIN N_ ("Try Again")
#define TO_CART N_ ("Back to the Cart")

/* The last row is for whatever has none of its own: trying again is always safe, since an attempt
 * keeps its idempotency key. */
static const EtCheckoutAdvice rows[] = {
  { ET_ERROR_PAYMENT_DECLINED, N_ ("Payment Declined"), N_ ("Use Another Card"), "checkout.edit",
    NULL },
  { ET_ERROR_PAYMENT_TIMEOUT, N_ ("Payment Timed Out"), TRY_AGAIN, "checkout.edit", NULL },
  { ET_ERROR_SOLD_OUT, N_ ("Not Enough Places Left"), TO_CART, "window.close", NULL },
  { ET_ERROR_OFFER_UNKNOWN, N_ ("No Longer on Sale"), TO_CART, "window.close", NULL },
  { ET_ERROR_TOO_MANY_TICKETS, N_ ("Too Many Tickets"), TO_CART, "window.close", NULL },
  { ET_ERROR_CART_EMPTY, N_ ("Nothing to Pay"), TO_CART, "window.close", NULL },
  { ET_ERROR_OFFLINE, N_ ("No Connection"), TRY_AGAIN, "checkout.reload", NULL },
  { ET_ERROR_INTERNAL, N_ ("This Did Not Work"), TRY_AGAIN, "checkout.reload", NULL },
};

/* The person is not told to begin anew what may have been bought. */
static const EtCheckoutAdvice unknown = {
  ET_ERROR_OFFLINE,
  N_ ("No Answer Yet"),
  TRY_AGAIN,
  "checkout.resume",
  N_ ("We do not know yet whether this was charged; trying again cannot charge twice."),
};

/* Returns: what to say and to offer for an error of the checkout. */
const EtCheckoutAdvice *
et_checkout_advice_find (const GError *error)
{
  EtErrorCode code = et_error_get_code (error);
  gsize row = 0;

  if (et_outbox_get_attempt (error) != 0)
    return &unknown;
  while (row < G_N_ELEMENTS (rows) - 1 && rows[row].code != code)
    row++;
  return &rows[row];
}
