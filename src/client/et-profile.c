/* SPDX-License-Identifier: MIT */
#include "client/et-profile.h"

#include "client/et-call.h"
#include "client/et-invoice.h"
#include "client/et-json.h"
#include "client/et-session-state.h"
#include "client/et-sync-lock.h"
#include "core/et-account-session.h"

#define ACCOUNT "/api/accounts/me/"
#define SESSIONS ACCOUNT "sessions/"
#define LOCK_WAIT_MS 20000

static gpointer
save (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtSession *session = et_context_get_session (source);
  g_autofree char *key = et_remote_new_key ();
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "PATCH", ACCOUNT,
                                                  args, key, cancellable, error);

  return answer != NULL && et_session_take_account (session, answer, error) ? ET_DONE : NULL;
}

static gpointer
change_password (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject)
      answer = et_remote_call (et_context_get_remote (source), "POST", "/api/accounts/password/",
                               args, NULL, cancellable, error);

  return answer != NULL ? ET_DONE : NULL;
}

static gpointer export(gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return et_remote_fetch (et_context_get_remote (source), "/api/accounts/export/", cancellable,
                          error);
}

static gpointer delete (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autoptr (EtSyncLock)
      lock = et_sync_lock_take (et_context_get_store (source), LOCK_WAIT_MS, cancellable, error);
  g_autoptr (JsonObject) answer = NULL;

  if (lock == NULL)
    return NULL;
  answer = et_remote_call (et_context_get_remote (source), "DELETE", ACCOUNT, args, NULL,
                           cancellable, error);
  return answer != NULL && et_session_leave (et_context_get_session (source), error) ? ET_DONE
                                                                                     : NULL;
}

static gpointer
fetch_invoice (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return et_profile_fetch_invoice (source, *(int64_t *) args, cancellable, error);
}

static gpointer
list_sessions (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject)
      answer = et_remote_call (et_context_get_remote (source), "GET", SESSIONS "?page_size=200",
                               NULL, NULL, cancellable, error);
  JsonArray *results;

  return answer != NULL && et_json_read_array (answer, "results", &results, error)
             ? et_json_read_list (et_account_session_get_type (), results, error)
             : NULL;
}

/* One that has ended already is as it should be. */
static gpointer
end_session (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strdup_printf (SESSIONS "%" G_GINT64_FORMAT "/", *(int64_t *) args);
  g_autofree char *key = et_remote_new_key ();
  g_autoptr (GError) failure = NULL;
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "DELETE", path,
                                                  NULL, key, cancellable, &failure);

  if (answer != NULL || g_error_matches (failure, ET_ERROR, ET_ERROR_NOT_FOUND))
    return ET_DONE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

void
et_profile_save_async (EtContext *context,
                       const char *const *members,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  et_call_async (context, save, et_json_write_texts (members), (GDestroyNotify) g_bytes_unref, NULL,
                 cancellable, callback, data);
}

gboolean
et_profile_save_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error) != NULL;
}

/* Sets ET_ERROR_WRONG_CREDENTIALS for a wrong old password, ET_ERROR_PASSWORD_WEAK for the new
 * one. Other sessions of the account end, this one stays. */
void
et_profile_change_password_async (EtContext *context,
                                  const char *old_password,
                                  const char *new_password,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  const char *pairs[] = { "old_password", old_password, "new_password", new_password, NULL };

  et_call_async (context, change_password, et_json_write_texts (pairs),
                 (GDestroyNotify) g_bytes_unref, NULL, cancellable, callback, data);
}

gboolean
et_profile_change_password_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error) != NULL;
}

void
et_profile_export_async (EtContext *context,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  et_call_async (context, export, NULL, NULL, (GDestroyNotify) g_bytes_unref, cancellable, callback,
                 data);
}

GBytes *
et_profile_export_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

void
et_profile_delete_async (EtContext *context,
                         const char *password,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  const char *pairs[] = { "password", password, NULL };

  et_call_async (context, delete, et_json_write_texts (pairs), (GDestroyNotify) g_bytes_unref, NULL,
                 cancellable, callback, data);
}

gboolean
et_profile_delete_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error) != NULL;
}

/* Blocking: see the asynchronous form. */
GBytes *
et_profile_fetch_invoice (EtContext *context,
                          int64_t order_id,
                          GCancellable *cancellable,
                          GError **error)
{
  return et_invoice_fetch (et_context_get_store (context), et_context_get_remote (context),
                           order_id, cancellable, error);
}

/* Sets ET_ERROR_NOT_FOUND, or what the remote sets for an invoice that is not in the copy. */
void
et_profile_fetch_invoice_async (EtContext *context,
                                int64_t order_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  et_call_async (context, fetch_invoice, g_memdup2 (&order_id, sizeof order_id), g_free,
                 (GDestroyNotify) g_bytes_unref, cancellable, callback, data);
}

GBytes *
et_profile_fetch_invoice_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

void
et_profile_list_sessions_async (EtContext *context,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  et_call_async (context, list_sessions, NULL, NULL, g_object_unref, cancellable, callback, data);
}

GListModel *
et_profile_list_sessions_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

void
et_profile_end_session_async (EtContext *context,
                              int64_t session_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  et_call_async (context, end_session, g_memdup2 (&session_id, sizeof session_id), g_free, NULL,
                 cancellable, callback, data);
}

gboolean
et_profile_end_session_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error) != NULL;
}
