/* SPDX-License-Identifier: MIT */
#include "server/service/et-checkout-recovery.h"

#include "core/et-time.h"
#include "server/service/et-answer.h"
#include "server/service/et-checkout.h"
#include "server/service/et-idempotency.h"

#define MOST_AT_ONCE 1000

typedef struct
{
  EtCheckout checkout;
  const EtServices *services;
} Recovery;

/* What the buyer is told who comes again with the key of the request that was cut off: the
 * tickets; an order that was not paid forgets the request, which is then made anew. */
static gboolean
remember_answer (EtDb *db, const EtPendingOrder *order, GArray *ticket_ids, GError **error)
{
  g_auto (EtStoredAnswer) answer = { .status = 503 };

  if (ticket_ids != NULL)
    {
      g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

      et_json_writer_begin_object (writer, NULL);
      et_answer_checkout_members (order->order_id, ticket_ids, writer);
      et_json_writer_end_object (writer);
      answer.status = 200;
      answer.content_type = g_strdup ("application/json");
      answer.body = et_json_writer_finish (writer);
    }
  return et_idempotency_remember_order (db, order, &answer, error);
}

static gboolean
settle (EtDb *db, gpointer data, GError **error)
{
  Recovery *recovery = data;
  g_autoptr (GArray) ticket_ids = NULL;

  return et_checkout_finish (&recovery->checkout, db, recovery->services, &ticket_ids, error) &&
         (recovery->checkout.was_ended_before ||
          remember_answer (db, &recovery->checkout.order, ticket_ids, error));
}

/* Ends an order whose payment is known. */
static gboolean
end_order (const EtServices *services,
           EtWriter *writer,
           const EtPendingOrder *order,
           EtPaymentState payment,
           gboolean is_given_up,
           GError **error)
{
  Recovery recovery = {
    .services = services,
    .checkout = { .order = *order, .payment = payment, .is_given_up = is_given_up },
  };
  gboolean is_done = et_writer_run (writer, settle, &recovery, error);

  et_checkout_clear (&recovery.checkout);
  return is_done;
}

/* So long after its begin nobody waits for a checkout any more. */
static gboolean
is_given_up (const EtConfig *config, const EtPendingOrder *order)
{
  return order->pending_at <= et_time_now () - config->pending_minutes * ET_MINUTE;
}

/* Asks what became of one payment and settles its order, unless nobody knows yet: an order that
 * may have been charged never expires. */
static gboolean
recover_one (const EtServices *services,
             EtWriter *writer,
             const EtPendingOrder *order,
             gboolean *ret_settled,
             GError **error)
{
  EtPaymentState payment = ET_PAYMENT_PAID;

  if (order->total_cents > 0)
    payment = et_payment_cancel (services->payment, order->order_id, order->attempt);
  *ret_settled = payment != ET_PAYMENT_UNKNOWN;
  return !*ret_settled ||
         end_order (services, writer, order, payment, is_given_up (services->config, order), error);
}

static gboolean
recover_all (
    const EtServices *services, EtWriter *writer, GArray *orders, guint *n_settled, GError **error)
{
  for (guint i = 0; i < orders->len; i++)
    {
      gboolean is_settled;

      if (!recover_one (services, writer, &g_array_index (orders, EtPendingOrder, i), &is_settled,
                        error))
        return FALSE;
      *n_settled += is_settled ? 1 : 0;
    }
  return TRUE;
}

/* Brings orders to their end whose checkout was cut off, such as by a crash: those that the
 * provider knows as paid are sold, the others become carts again or, later, expire. While the provider does not
 * answer, an order stays as it is. Blocks.
 * @pending_before: only orders whose payment began earlier; so long ago that no request can be at
 * work on them any more. @ret_settled: (out): how many came to their end. */
gboolean
et_checkout_recover (const EtServices *services,
                     EtDb *reader,
                     EtWriter *writer,
                     int64_t pending_before,
                     guint *ret_settled,
                     GError **error)
{
  g_autoptr (GArray)
      orders = et_sale_repo_list_pending (reader, pending_before, MOST_AT_ONCE, error);

  *ret_settled = 0;
  return orders != NULL && recover_all (services, writer, orders, ret_settled, error);
}

static gboolean
recover_of_process (const EtServices *services,
                    EtDb *reader,
                    EtWriter *writer,
                    int64_t process,
                    guint *n_settled,
                    GError **error)
{
  g_autoptr (GArray) orders = NULL;
  gboolean is_held;

  if (!et_db_number_is_held (reader, process, &is_held, error))
    return FALSE;
  if (is_held)
    return TRUE;
  orders = et_sale_repo_list_pending_of (reader, process, MOST_AT_ONCE, error);
  return orders != NULL && recover_all (services, writer, orders, n_settled, error);
}

/* The same for the orders of processes that are no more, however young their payments are. Where
 * nobody sees this process's own number, nobody's says anything. Blocks. */
gboolean
et_checkout_recover_of_others (
    const EtServices *services, EtDb *reader, EtWriter *writer, guint *ret_settled, GError **error)
{
  g_autoptr (GArray) processes = NULL;
  gboolean is_held = FALSE;

  *ret_settled = 0;
  if (services->process != 0 && !et_db_number_is_held (reader, services->process, &is_held, error))
    return FALSE;
  if (!is_held)
    return TRUE;
  processes = et_sale_repo_list_processes (reader, error);
  if (processes == NULL)
    return FALSE;

  for (guint i = 0; i < processes->len; i++)
    if (!recover_of_process (services, reader, writer, g_array_index (processes, int64_t, i),
                             ret_settled, error))
      return FALSE;
  return TRUE;
}

/* Ends the checkouts whose payment has ended, and whose end could not be written. One that still
 * cannot be waits for the next call. Blocks. */
gboolean
et_checkout_finish_left (const EtServices *services, EtWriter *writer, GError **error)
{
  EtUnfinishedCheckout left;

  while (et_unfinished_take (services->unfinished, &left))
    if (!end_order (services, writer, &left.order, left.payment, FALSE, error))
      {
        et_unfinished_add (services->unfinished, &left);
        return FALSE;
      }
  return TRUE;
}
