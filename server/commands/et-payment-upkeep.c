/* SPDX-License-Identifier: MIT */
#include "server/commands/et-payment-upkeep.h"

#include "core/et-time.h"
#include "server/service/et-checkout-recovery.h"
#include "server/service/et-refund.h"
#include "server/service/et-ticker.h"

#define TICK G_USEC_PER_SEC
#define RECOVERY_INTERVAL (60 * G_USEC_PER_SEC)

/* How much longer than the payment's own time a request may be at work on an order. */
#define PENDING_MARGIN ET_MINUTE

/* The provider, until the server stops; then it does not answer any more. */
typedef struct
{
  EtPaymentProvider provider;
  EtPaymentProvider *real; /* borrowed */
  gint is_stopping; /* atomic */
} StoppablePayment;

struct _EtPaymentUpkeep
{
  EtServices services; /* its parts are borrowed, but for the payment */
  StoppablePayment payment;
  EtWriter *writer; /* borrowed */
  EtDb *db; /* owned; the ticker's */
  int64_t started_at;
  int64_t recovered_us; /* the ticker's; monotonic; 0 before the first time */
  EtTicker *ticker; /* owned */
};

static EtPaymentState
cancel (EtPaymentProvider *provider, int64_t order_id, int64_t attempt)
{
  StoppablePayment *self = (StoppablePayment *) provider;

  if (g_atomic_int_get (&self->is_stopping))
    return ET_PAYMENT_UNKNOWN;
  return et_payment_cancel (self->real, order_id, attempt);
}

static gboolean
refund (EtPaymentProvider *provider,
        int64_t order_id,
        int64_t attempt,
        int64_t refund_id,
        int64_t cents,
        GError **error)
{
  StoppablePayment *self = (StoppablePayment *) provider;

  if (!g_atomic_int_get (&self->is_stopping))
    return et_payment_refund (self->real, order_id, attempt, refund_id, cents, error);
  et_error_set (error, ET_ERROR_UNAVAILABLE);
  return FALSE;
}

static void
log_failure (const char *work, const GError *error)
{
  g_warning ("%s failed: %s", work, error->message);
}

static void
recover_checkouts (EtPaymentUpkeep *upkeep, int64_t pending_before)
{
  g_autoptr (GError) error = NULL;
  guint n_settled;

  if (!et_checkout_recover (&upkeep->services, upkeep->db, upkeep->writer, pending_before,
                            &n_settled, &error))
    log_failure ("Settling checkouts that were cut off", error);
  else if (n_settled > 0)
    g_message ("Checkouts that were cut off and are settled now: %u", n_settled);
}

/* A process that is no more leaves its orders to those that are there. */
static void
recover_of_others (EtPaymentUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;
  guint n_settled;

  if (!et_checkout_recover_of_others (&upkeep->services, upkeep->db, upkeep->writer, &n_settled,
                                      &error))
    log_failure ("Settling checkouts of another process", error);
  else if (n_settled > 0)
    g_message ("Checkouts of another process that are settled now: %u", n_settled);
}

static void
return_money (EtPaymentUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;

  if (!et_refund_return_money (upkeep->db, upkeep->writer, upkeep->services.payment, &error) &&
      !g_atomic_int_get (&upkeep->payment.is_stopping))
    log_failure ("Giving money back", error);
}

/* Before what moment an order that is still pending was left behind: where no other process is at
 * work, a start leaves none of those before it. */
static int64_t
get_pending_before (EtPaymentUpkeep *upkeep)
{
  if (upkeep->recovered_us == 0 && upkeep->services.process == 0)
    return upkeep->started_at;
  return et_time_now () - upkeep->services.config->payment_timeout_ms - PENDING_MARGIN;
}

static void
work (gpointer data)
{
  EtPaymentUpkeep *upkeep = data;
  int64_t now_us = g_get_monotonic_time ();

  recover_of_others (upkeep);
  if (upkeep->recovered_us == 0 || now_us - upkeep->recovered_us >= RECOVERY_INTERVAL)
    {
      recover_checkouts (upkeep, get_pending_before (upkeep));
      upkeep->recovered_us = now_us;
    }
  return_money (upkeep);
}

/* Settles what a crash left behind, now and later, on a thread of its own: nobody waits for the
 * provider. To be called before the first request is served. */
EtPaymentUpkeep *
et_payment_upkeep_new (const EtServices *services, EtWriter *writer, GError **error)
{
  EtDb *db = et_db_open (services->config->database_url, ET_DB_READ_ONLY, error);
  EtPaymentUpkeep *upkeep;

  if (db == NULL)
    return NULL;

  upkeep = g_new0 (EtPaymentUpkeep, 1);
  upkeep->payment.provider = (EtPaymentProvider){ .cancel = cancel, .refund = refund };
  upkeep->payment.real = services->payment;
  upkeep->services = *services;
  upkeep->services.payment = &upkeep->payment.provider;
  upkeep->writer = writer;
  upkeep->db = db;
  upkeep->started_at = et_time_now ();
  upkeep->ticker = et_ticker_new ("payments", TICK, work, upkeep);
  return upkeep;
}

/* Waits for what the provider is asked just now, and asks it nothing more. */
void
et_payment_upkeep_free (EtPaymentUpkeep *upkeep)
{
  g_atomic_int_set (&upkeep->payment.is_stopping, TRUE);
  et_ticker_free (upkeep->ticker);
  et_db_close (upkeep->db);
  g_free (upkeep);
}
