/* SPDX-License-Identifier: MIT */
#include "client/et-round.h"

#include "client/et-call.h"
#include "client/et-cart-rows.h"
#include "client/et-checkout-rows.h"
#include "client/et-copy.h"
#include "client/et-credit-notes.h"
#include "client/et-feed.h"
#include "client/et-invoice.h"
#include "client/et-json.h"
#include "client/et-public-keys.h"
#include "client/et-session-state.h"
#include "client/et-sync-lock.h"
#include "client/et-sync-standing.h"
#include "client/et-upload.h"

#define PAGE_LIMIT 500

/* Of one whole copy, before the server counts as one that never comes to an end. */
#define MAX_RESETS 2

/* Another program's round takes no longer, as a rule. */
#define LOCK_WAIT_MS 3000

typedef struct
{
  int64_t cursor;
  gboolean is_accounts;
} Standing;

static gpointer
read_standing (EtDb *db, gpointer data, GError **error)
{
  Standing *standing = data;

  standing->cursor = et_feed_get_cursor (db);
  standing->is_accounts = et_copy_is_accounts (db);
  return ET_DONE;
}

static gpointer
take_cart (EtDb *db, gpointer cart, GError **error)
{
  return et_cart_rows_take_server_cart (db, cart, TRUE, error) ? ET_DONE : NULL;
}

static gpointer
note_success (EtDb *db, gpointer data, GError **error)
{
  return et_checkout_rows_settle (db, error) && et_cart_rows_settle_hold (db, error) &&
                 et_sync_standing_note_success (db, error)
             ? ET_DONE
             : NULL;
}

/* A guest's copy goes without a token and an account's never does. One that was begun anew after
 * damage does not know its account any more, and is told. */
static gboolean
check_standing (EtSession *session, Standing *standing, GCancellable *cancellable, GError **error)
{
  g_autofree char *token = et_remote_dup_token (session->remote);

  if (et_store_run (session->store, read_standing, standing, NULL, error) == NULL)
    return FALSE;
  if (token != NULL && !standing->is_accounts)
    return et_session_fetch_account (session, cancellable, error);
  if (token != NULL || !standing->is_accounts)
    return TRUE;
  et_error_set (error, ET_ERROR_UNAUTHENTICATED);
  return FALSE;
}

/* After edits were sent, the cart that came of them is compared with what the person sees. */
static gboolean
compare_cart (EtSession *session, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) answer = et_remote_call (session->remote, "GET", "/api/cart/", NULL, NULL,
                                                  cancellable, error);
  g_autoptr (EtCart) cart = NULL;

  if (answer == NULL)
    return FALSE;
  cart = et_json_read_record (et_cart_get_type (), answer, error);
  return cart != NULL && et_store_run (session->store, take_cart, cart, NULL, error) != NULL;
}

static JsonObject *
fetch_part (EtSession *session,
            int64_t since,
            const EtFeedPlace *place,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = g_strdup_printf ("/api/sync/?since=%" G_GINT64_FORMAT "&limit=%d"
                                           "&at=%" G_GINT64_FORMAT "&after=%" G_GINT64_FORMAT,
                                           place->after > 0 ? 0 : since, PAGE_LIMIT, place->at,
                                           place->after);

  return et_remote_call (session->remote, "GET", path, NULL, NULL, cancellable, error);
}

/* A whole copy comes in parts. They are kept until the last of them is here, so that a connection
 * that ends in the middle leaves the tickets where they are. */
static gboolean
fetch_page (EtSession *session, EtFeedPage *page, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (JsonObject) answer = NULL;
  EtFeedPlace place = { 0 };
  guint n_resets = 0;

  while (TRUE)
    {
      answer = fetch_part (session, page->since, &place, cancellable, error);
      if (answer == NULL || !et_feed_read_place (answer, &place, error))
        return FALSE;
      if (place.is_reset)
        g_ptr_array_set_size (parts, 0);
      n_resets += place.is_reset;
      page->is_reset = n_resets > 0;
      if (n_resets > MAX_RESETS)
        {
          et_error_set (error, ET_ERROR_BAD_ANSWER);
          return FALSE;
        }
      if (place.after == 0)
        break;
      g_ptr_array_add (parts, g_steal_pointer (&answer));
    }
  page->answer = answer;
  page->parts = parts;
  return et_store_run (session->store, et_feed_apply, page, NULL, error) != NULL;
}

/* A feed that begins anew twice in one round would never end. */
static gboolean
download (EtSession *session, int64_t since, GCancellable *cancellable, GError **error)
{
  guint n_resets = 0;

  while (TRUE)
    {
      EtFeedPage page = { .since = since };

      if (!fetch_page (session, &page, cancellable, error))
        return FALSE;
      n_resets += page.is_reset;
      if (n_resets > 1)
        {
          et_error_set (error, ET_ERROR_BAD_ANSWER);
          return FALSE;
        }
      if (!page.has_more)
        return TRUE;
      since = page.next;
    }
}

static gboolean
run_steps (EtSession *session,
           EtRoundFunc progress,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  Standing standing = { 0 };

  if (!check_standing (session, &standing, cancellable, error))
    return FALSE;
  progress (ET_ROUND_UPLOADING, data);
  if (!et_round_upload (session, cancellable, error))
    return FALSE;
  progress (ET_ROUND_DOWNLOADING, data);
  return download (session, standing.cursor, cancellable, error) &&
         (!et_public_keys_are_due (session->store) ||
          et_public_keys_fetch (session->store, session->remote, cancellable, error)) &&
         et_store_run (session->store, note_success, NULL, NULL, error) != NULL &&
         et_invoice_fetch_missing (session->store, session->remote, cancellable, error) &&
         et_credit_notes_fetch_missing (session->store, session->remote, cancellable, error);
}

/* Sends what waits, and compares the cart that came of it. The caller holds the sync lock. */
gboolean
et_round_upload (EtSession *session, GCancellable *cancellable, GError **error)
{
  g_autofree char *token = et_remote_dup_token (session->remote);
  gboolean has_sent = FALSE;

  if (token == NULL)
    return TRUE;
  return et_upload_run (session->store, session->remote, &has_sent, cancellable, error) &&
         (!has_sent || compare_cart (session, cancellable, error));
}

static void
ignore_step (EtRoundStep step, gpointer data)
{
}

/* Like et_round_run() for a caller that holds the sync lock. @progress: (nullable). */
gboolean
et_round_run_locked (EtSession *session,
                     EtRoundFunc progress,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *token = NULL;
  g_autoptr (GError) failure = NULL;

  et_session_await_token (session);
  token = et_remote_dup_token (session->remote);
  if (run_steps (session, progress != NULL ? progress : ignore_step, data, cancellable, &failure))
    return TRUE;
  if (token != NULL && g_error_matches (failure, ET_ERROR, ET_ERROR_UNAUTHENTICATED))
    et_session_refuse_token (session);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Sends what waits, then brings the copy up to date. Blocks. Sets ET_ERROR_IN_PROGRESS with the
 * detail "program" when another program syncs this copy, ET_ERROR_UNAUTHENTICATED when the
 * password is wanted again, or what the remote sets. */
gboolean
et_round_run (EtSession *session,
              EtRoundFunc progress,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (EtSyncLock)
      lock = et_sync_lock_take (session->store, LOCK_WAIT_MS, cancellable, error);

  return lock != NULL &&
         et_network_leave_check_quietly (et_remote_get_leave (session->remote), error) &&
         et_round_run_locked (session, progress, data, cancellable, error);
}
