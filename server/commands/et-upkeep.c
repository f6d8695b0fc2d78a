/* SPDX-License-Identifier: MIT */
#include "server/commands/et-upkeep.h"

#include "core/et-time.h"
#include "server/commands/et-payment-upkeep.h"
#include "server/repo/et-cart-repo.h"
#include "server/repo/et-counter-repo.h"
#include "server/service/et-audit-chain.h"
#include "server/service/et-audit-mark.h"
#include "server/service/et-checkout-recovery.h"
#include "server/service/et-event-edit.h"
#include "server/service/et-hold.h"
#include "server/service/et-idempotency.h"
#include "server/service/et-session.h"
#include "server/service/et-sync.h"
#include "server/service/et-ticker.h"

#define TICK (G_USEC_PER_SEC / 4)
#define TICKS_A_SECOND 4
#define TICKS_A_MINUTE 240
#define TICKS_AN_HOUR (60 * TICKS_A_MINUTE)
#define CARTS_AT_ONCE 500

struct _EtUpkeep
{
  const EtServices *services; /* borrowed */
  EtWriter *writer; /* borrowed */
  EtDb *db; /* owned; the ticker's */
  guint tick; /* the ticker's */
  EtAuditMark *audit_mark; /* owned; the ticker's */
  EtPaymentUpkeep *payments; /* owned */
  EtTicker *ticker; /* owned */
};

static void
log_failure (const char *work, const GError *error)
{
  g_warning ("%s failed: %s", work, error->message);
}

static void
refresh_catalogue (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;

  if (!et_catalogue_refresh (upkeep->services->catalogue, upkeep->db, &error))
    log_failure ("Loading the catalogue", error);
}

/* Whoever adds a key tells only the process that holds an SQLite database. */
static void
refresh_keys (EtUpkeep *upkeep)
{
  if (et_signing_keys_refresh (upkeep->services->signing_keys))
    g_message ("The signing keys were read again: %u",
               et_signing_keys_get_n (upkeep->services->signing_keys));
}

/* Whoever pays was told to come again in a second. What cannot be written yet was warned of when
 * its request failed. */
static void
finish_checkouts (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;

  if (!et_checkout_finish_left (upkeep->services, upkeep->writer, &error))
    g_debug ("Ending a checkout failed again: %s", error->message);
}

static gboolean
sweep (EtDb *db, gpointer uses, GError **error)
{
  return et_session_record_uses (db, uses, error) && et_session_sweep (db, error) &&
         et_cart_repo_delete_abandoned (db, CARTS_AT_ONCE, error) &&
         et_idempotency_sweep (db, error) && et_sync_sweep (db, et_time_now (), error) &&
         et_event_edit_announce_ended (db, et_time_now (), error);
}

static void
sweep_all (EtUpkeep *upkeep)
{
  g_autoptr (GArray) uses = et_session_cache_take_uses (upkeep->services->session_cache);
  g_autoptr (GError) error = NULL;

  if (!et_writer_run (upkeep->writer, sweep, uses, &error))
    log_failure ("Deleting what is over", error);
  et_catalogue_mark_stale (upkeep->services->catalogue); /* events end without a write */
}

static gboolean
sweep_holds (EtDb *db, gpointer carts, GError **error)
{
  return et_hold_sweep (db, carts, et_time_now (), error);
}

/* Most seconds no hold ends, and the writer is not asked. */
static void
end_holds (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) carts = et_hold_list_expired (upkeep->db, et_time_now (), &error);

  if (carts == NULL ||
      (carts->len > 0 && !et_writer_run (upkeep->writer, sweep_holds, carts, &error)))
    log_failure ("Ending holds", error);
}

static void
log_audit (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;

  if (!et_audit_chain_log (upkeep->db, &error))
    log_failure ("Reading the end of the audit chain", error);
}

static void
mark_audit (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;

  if (!et_audit_mark_update (upkeep->audit_mark, upkeep->db, &error))
    log_failure ("Marking the end of the audit chain", error);
}

static void
note_readiness (EtUpkeep *upkeep)
{
  int64_t last_change;
  gboolean answered = et_counter_repo_get (upkeep->db, "change", &last_change, NULL);

  et_readiness_note (upkeep->services->readiness, answered,
                     et_writer_get_queue_length (upkeep->writer));
}

static void
work (gpointer data)
{
  EtUpkeep *upkeep = data;

  refresh_catalogue (upkeep);
  finish_checkouts (upkeep);
  if (upkeep->tick % TICKS_A_SECOND == 0)
    {
      note_readiness (upkeep);
      end_holds (upkeep);
      refresh_keys (upkeep);
      mark_audit (upkeep);
    }
  if (upkeep->tick % TICKS_AN_HOUR == 0)
    log_audit (upkeep);
  if (upkeep->tick++ % TICKS_A_MINUTE == 0)
    sweep_all (upkeep);
}

/* Settles what a crash left behind, and goes on with the work, on threads of its own. To be called
 * before the first request is served. */
EtUpkeep *
et_upkeep_new (const EtServices *services, EtWriter *writer, GError **error)
{
  EtDb *db = et_db_open (services->config->database_url, ET_DB_READ_ONLY, error);
  EtPaymentUpkeep *payments = db != NULL ? et_payment_upkeep_new (services, writer, error) : NULL;
  EtUpkeep *upkeep;

  if (payments == NULL)
    {
      g_clear_pointer (&db, et_db_close);
      return NULL;
    }

  upkeep = g_new0 (EtUpkeep, 1);
  upkeep->services = services;
  upkeep->writer = writer;
  upkeep->db = db;
  upkeep->audit_mark = et_audit_mark_new (services->config->signing_key_file);
  upkeep->payments = payments;
  note_readiness (upkeep);
  upkeep->ticker = et_ticker_new ("upkeep", TICK, work, upkeep);
  return upkeep;
}

void
et_upkeep_free (EtUpkeep *upkeep)
{
  et_payment_upkeep_free (upkeep->payments);
  et_ticker_free (upkeep->ticker);
  et_audit_mark_free (upkeep->audit_mark);
  et_db_close (upkeep->db);
  g_free (upkeep);
}
