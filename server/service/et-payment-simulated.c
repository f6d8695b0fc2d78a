/* SPDX-License-Identifier: MIT */
#include "server/service/et-payment.h"

#define CARD_ACCEPTED "4242424242424242"
#define CARD_DECLINED "4000000000000002"
#define CARD_TIMES_OUT "4000000000009995"

/* Answers that are remembered; a payment is asked about again within minutes, if ever. */
#define MAX_PAYMENTS 100000

typedef struct
{
  int64_t order_id;
  int64_t attempt;
  EtPaymentState state;
} Payment;

typedef struct
{
  EtPaymentProvider provider;
  int64_t timeout_ms;
  GMutex mutex; /* guards what follows */
  GHashTable *payments; /* owned, a set of owned Payments by order and attempt */
  GQueue order; /* of the same, the oldest first */
} SimulatedPayment;

static guint
hash_payment (gconstpointer data)
{
  const Payment *payment = data;

  return g_int64_hash (&payment->order_id) * 31 + (guint) payment->attempt;
}

static gboolean
payments_are_the_same (gconstpointer a, gconstpointer b)
{
  const Payment *one = a, *other = b;

  return one->order_id == other->order_id && one->attempt == other->attempt;
}

/* Decides a payment unless it is decided already. Returns: the state that holds. */
static EtPaymentState
decide (SimulatedPayment *self, int64_t order_id, int64_t attempt, EtPaymentState state)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Payment wanted = { order_id, attempt, state };
  Payment *payment = g_hash_table_lookup (self->payments, &wanted);

  if (payment != NULL)
    return payment->state;

  if (g_queue_get_length (&self->order) >= MAX_PAYMENTS)
    g_hash_table_remove (self->payments, g_queue_pop_head (&self->order));
  payment = g_memdup2 (&wanted, sizeof wanted);
  g_hash_table_add (self->payments, payment);
  g_queue_push_tail (&self->order, payment);
  return state;
}

static gboolean
decline (const char *reason, GError **error)
{
  et_error_set (error, ET_ERROR_PAYMENT_DECLINED);
  et_error_add_text (error, "reason", reason);
  return FALSE;
}

static gboolean
charge (EtPaymentProvider *provider,
        int64_t order_id,
        int64_t attempt,
        int64_t cents,
        const char *card_number,
        GError **error)
{
  SimulatedPayment *self = (SimulatedPayment *) provider;
  gboolean is_good = card_number == NULL || g_str_equal (card_number, CARD_ACCEPTED);

  if (g_strcmp0 (card_number, CARD_TIMES_OUT) == 0)
    {
      g_usleep ((gulong) self->timeout_ms * 1000);
      et_error_set (error, ET_ERROR_PAYMENT_TIMEOUT);
      return FALSE;
    }
  if (decide (self, order_id, attempt, is_good ? ET_PAYMENT_PAID : ET_PAYMENT_NOT_PAID) ==
      ET_PAYMENT_PAID)
    return TRUE;
  return decline (g_strcmp0 (card_number, CARD_DECLINED) == 0 ? "card_declined" : "not_a_test_card",
                  error);
}

static EtPaymentState
cancel (EtPaymentProvider *provider, int64_t order_id, int64_t attempt)
{
  return decide ((SimulatedPayment *) provider, order_id, attempt, ET_PAYMENT_NOT_PAID);
}

/* No money moved, none moves back. */
static gboolean
refund (EtPaymentProvider *provider,
        int64_t order_id,
        int64_t attempt,
        int64_t refund_id,
        int64_t cents,
        GError **error)
{
  return TRUE;
}

static void
free_simulated (EtPaymentProvider *provider)
{
  SimulatedPayment *self = (SimulatedPayment *) provider;

  g_queue_clear (&self->order);
  g_hash_table_unref (self->payments);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* A provider that moves no money and remembers its answers only as long as it lives. No card, or
 * 4242 4242 4242 4242, pays; 4000 0000 0000 9995 is answered after @timeout_ms with
 * ET_ERROR_PAYMENT_TIMEOUT; every other number is declined.
 * Returns: (transfer full). */
EtPaymentProvider *
et_simulated_payment_new (int64_t timeout_ms)
{
  SimulatedPayment *self = g_new0 (SimulatedPayment, 1);

  self->provider = (EtPaymentProvider){ charge, cancel, refund, free_simulated };
  self->timeout_ms = timeout_ms;
  g_mutex_init (&self->mutex);
  g_queue_init (&self->order);
  self->payments = g_hash_table_new_full (hash_payment, payments_are_the_same, g_free, NULL);
  return &self->provider;
}
