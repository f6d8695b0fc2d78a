/* SPDX-License-Identifier: MIT */
#include "server/api/et-checkout-api.h"

#include <glib/gi18n-lib.h>

#include "core/et-record.h"
#include "server/api/et-idempotent.h"
#include "server/service/et-answer.h"
#include "server/service/et-checkout.h"

static gboolean read_checkout (EtRequest *req, GError **error);
static gboolean begin (EtRequest *req, EtDb *db, GError **error);
static gboolean pay (EtRequest *req, EtDb *db, GError **error);
static gboolean finish (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_checkout_api_routes[] = {
  { "POST", "/api/cart/checkout", ET_ROLE_CUSTOMER, ET_WRITE, read_checkout, begin,
    "Buy what is in the cart", { { ET_PAY, pay }, { ET_WRITE, finish } } },
  { NULL },
};
/* clang-format on */

#define MAX_CARD_TEXT 40

typedef struct
{
  EtCheckout checkout;
  char *card_number; /* owned, nullable */
  int64_t expected_total_cents; /* ET_NULL_INT64 when not said */
  EtUnfinished *unfinished; /* borrowed, nullable: set from its begin until its end is written */
} CheckoutRequest;

/* A request that ends between its begin and its end leaves that to others. */
static void
clear_request (CheckoutRequest *parsed)
{
  EtUnfinishedCheckout left = { parsed->checkout.order, parsed->checkout.payment };

  if (parsed->unfinished != NULL && left.payment != ET_PAYMENT_UNKNOWN)
    et_unfinished_add (parsed->unfinished, &left);
  et_checkout_clear (&parsed->checkout);
  g_free (parsed->card_number);
}

static gboolean
read_card (EtRequest *req, char **ret_card_number, GError **error)
{
  const char *text;

  if (!et_request_has (req, "card_number"))
    return TRUE;
  if (!et_request_read_text (req, "card_number", 1, MAX_CARD_TEXT, &text, error))
    return FALSE;
  *ret_card_number = et_card_number_normalise (text);
  if (*ret_card_number == NULL)
    et_error_set_field (error, "card_number", N_ ("“{field}” is not the number of a card"));
  return *ret_card_number != NULL;
}

static gboolean
read_checkout (EtRequest *req, GError **error)
{
  CheckoutRequest *parsed = et_request_new_parsed (req, CheckoutRequest, clear_request);

  return read_card (req, &parsed->card_number, error) &&
         et_request_read_int64_or (req, "total_cents", 0, G_MAXINT64, ET_NULL_INT64,
                                   &parsed->expected_total_cents, error);
}

static gboolean
begin (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  CheckoutRequest *parsed = et_request_get_parsed (req);
  int64_t account_id = et_request_get_caller (req)->account_id;

  parsed->unfinished = NULL;
  parsed->checkout.process = services->process;
  /* So that a checkout which is cut off can be answered when it comes again. */
  parsed->checkout.request_key = et_request_get_header (req, "Idempotency-Key");
  if (!et_checkout_begin (&parsed->checkout, db, services->config, account_id,
                          parsed->expected_total_cents, error))
    {
      et_request_note_refusal (req, *error, "event=order_refused account=%" G_GINT64_FORMAT,
                               account_id);
      return FALSE;
    }

  /* As long as nobody was asked for money; also when nobody knows whether this is written. */
  parsed->checkout.payment = ET_PAYMENT_NOT_PAID;
  parsed->unfinished = services->unfinished;
  return TRUE;
}

static gboolean
pay (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  CheckoutRequest *parsed = et_request_get_parsed (req);

  et_checkout_pay (&parsed->checkout, services->payment, parsed->card_number);
  return TRUE;
}

static void
note_outcome (EtRequest *req, const EtCheckout *checkout, GArray *tickets)
{
  const EtPendingOrder *order = &checkout->order;

  if (checkout->refusal != NULL)
    et_request_note_event (
        req, "event=order_refused order=%" G_GINT64_FORMAT " account=%" G_GINT64_FORMAT " code=%s",
        order->order_id, order->account_id,
        et_error_code_get_word (et_error_get_code (checkout->refusal)));
  else
    et_request_note_event (req,
                           "event=order_paid order=%" G_GINT64_FORMAT " account=%" G_GINT64_FORMAT
                           " tickets=%u total_cents=%" G_GINT64_FORMAT,
                           order->order_id, order->account_id, tickets->len, order->total_cents);
}

static void
note_end (gpointer app, gpointer parsed)
{
  ((CheckoutRequest *) parsed)->unfinished = NULL;
}

static gboolean
finish (EtRequest *req, EtDb *db, GError **error)
{
  CheckoutRequest *parsed = et_request_get_parsed (req);
  EtCheckout *checkout = &parsed->checkout;
  g_autoptr (GArray) tickets = NULL;

  if (!et_checkout_finish (checkout, db, et_request_get_app (req), &tickets, error))
    return FALSE;
  et_request_after_commit (req, note_end, parsed);
  note_outcome (req, checkout, tickets);
  if (checkout->refusal != NULL)
    {
      et_request_answer_error (req, checkout->refusal);
      return TRUE;
    }
  et_answer_checkout_members (checkout->order.order_id, tickets, et_request_begin_json (req));
  et_request_finish_json (req);
  return TRUE;
}
