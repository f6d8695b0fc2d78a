/* SPDX-License-Identifier: MIT */
#include "server/commands/et-upkeep.h"

#include "core/et-time.h"
#include "server/repo/et-cart-repo.h"
#include "server/service/et-audit-chain.h"
#include "server/service/et-checkout-recovery.h"
#include "server/service/et-event-edit.h"
#include "server/service/et-hold.h"
#include "server/service/et-idempotency.h"
#include "server/service/et-refund.h"
#include "server/service/et-session.h"
#include "server/service/et-sync.h"
#include "server/service/et-ticker.h"

#define TICK (G_USEC_PER_SEC / 4)
#define TICKS_A_SECOND 4
#define TICKS_A_MINUTE 240
#define TICKS_AN_HOUR (60 * TICKS_A_MINUTE)
#define CARTS_AT_ONCE 500

/* How much longer than the payment's own time a request may be at work on an order. */
#define PENDING_MARGIN ET_MINUTE

struct _EtUpkeep
{
  const EtServices *services; /* borrowed */
  EtWriter *writer; /* borrowed */
  EtDb *db; /* owned; the ticker's */
  guint tick; /* the ticker's */
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

static void
recover_checkouts (EtUpkeep *upkeep, int64_t pending_before)
{
  g_autoptr (GError) error = NULL;
  guint n_settled;

  if (!et_checkout_recover (upkeep->services, upkeep->db, upkeep->writer, pending_before,
                            &n_settled, &error))
    log_failure ("Settling checkouts that were cut off", error);
  else if (n_settled > 0)
    g_message ("Checkouts that were cut off and are settled now: %u", n_settled);
}

/* Whoever adds a key tells only the process that holds an SQLite database. */
static void
refresh_keys (EtUpkeep *upkeep)
{
  if (et_signing_keys_refresh (upkeep->services->signing_keys))
    g_message ("The signing keys were read again: %u",
               et_signing_keys_get_n (upkeep->services->signing_keys));
}

/* A process that is no more leaves its orders to those that are there. */
static void
recover_of_others (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;
  guint n_settled;

  if (!et_checkout_recover_of_others (upkeep->services, upkeep->db, upkeep->writer, &n_settled,
                                      &error))
    log_failure ("Settling checkouts of another process", error);
  else if (n_settled > 0)
    g_message ("Checkouts of another process that are settled now: %u", n_settled);
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
return_money (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;

  if (!et_refund_return_money (upkeep->db, upkeep->writer, upkeep->services->payment, &error))
    log_failure ("Giving money back", error);
}

static void
log_audit (EtUpkeep *upkeep)
{
  g_autoptr (GError) error = NULL;

  if (!et_audit_chain_log (upkeep->db, &error))
    log_failure ("Reading the end of the audit chain", error);
}

static void
work (gpointer data)
{
  EtUpkeep *upkeep = data;
  int64_t payment_time = upkeep->services->config->payment_timeout_ms + PENDING_MARGIN;

  refresh_catalogue (upkeep);
  finish_checkouts (upkeep);
  if (upkeep->tick % TICKS_A_SECOND == 0)
    {
      end_holds (upkeep);
      return_money (upkeep);
      recover_of_others (upkeep);
      refresh_keys (upkeep);
    }
  if (upkeep->tick % TICKS_AN_HOUR == 0)
    log_audit (upkeep);
  if (upkeep->tick++ % TICKS_A_MINUTE != 0)
    return;
  recover_checkouts (upkeep, et_time_now () - payment_time);
  sweep_all (upkeep);
}

/* Settles what a crash left behind, and goes on with it on a thread of its own. */
EtUpkeep *
et_upkeep_new (const EtServices *services, EtWriter *writer, GError **error)
{
  EtDb *db = et_db_open (services->config->database_url, ET_DB_READ_ONLY, error);
  EtUpkeep *upkeep;

  if (db == NULL)
    return NULL;

  upkeep = g_new0 (EtUpkeep, 1);
  upkeep->services = services;
  upkeep->writer = writer;
  upkeep->db = db;
  if (services->process == 0)
    recover_checkouts (upkeep, et_time_now ()); /* nobody else is at work on any */
  else
    recover_of_others (upkeep);
  upkeep->ticker = et_ticker_new ("upkeep", TICK, work, upkeep);
  return upkeep;
}

void
et_upkeep_free (EtUpkeep *upkeep)
{
  et_ticker_free (upkeep->ticker);
  et_db_close (upkeep->db);
  g_free (upkeep);
}
