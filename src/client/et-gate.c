/* SPDX-License-Identifier: MIT */
#include "client/et-gate.h"

#include "client/et-call.h"
#include "client/et-json.h"
#include "client/et-scan-layout.h"
#include "client/et-scan-rows.h"
#include "client/et-verdict.h"

typedef struct
{
  char *ticket_key; /* owned; NULL when admitted by hand */
  int64_t ticket_id; /* when admitted by hand */
  char *reason; /* owned; when admitted by hand */
  char *gate; /* owned, nullable */
} Scan;

static void
free_scan (gpointer data)
{
  Scan *scan = data;

  g_free (scan->ticket_key);
  g_free (scan->reason);
  g_free (scan->gate);
  g_free (scan);
}

/* What the server says about the ticket, rather than about the person who asks. */
static gboolean
is_verdict (const GError *error)
{
  static const EtErrorCode codes[] = {
    ET_ERROR_TICKET_KEY_MISSING,
    ET_ERROR_TICKET_KEY_TOO_LONG,
    ET_ERROR_TICKET_KEY_FORMAT,
    ET_ERROR_CHECKSUM,
    ET_ERROR_TICKET_UNKNOWN,
    ET_ERROR_ALREADY_USED,
    ET_ERROR_REVOKED,
    ET_ERROR_OUTSIDE_VALIDITY,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_error_matches (error, ET_ERROR, codes[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_without_connection (const GError *error)
{
  return g_error_matches (error, ET_ERROR, ET_ERROR_OFFLINE) ||
         g_error_matches (error, ET_ERROR, ET_ERROR_BAD_ANSWER) ||
         g_error_matches (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

static GBytes *
write_scan (Scan *scan, const char *nonce)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  if (scan->ticket_key != NULL)
    et_json_writer_text (writer, "ticket_key", scan->ticket_key);
  if (scan->reason != NULL)
    et_json_writer_text (writer, "reason", scan->reason);
  if (scan->gate != NULL)
    et_json_writer_text (writer, "gate", scan->gate);
  et_json_writer_text (writer, "nonce", nonce);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

/* The verdict of the server; NULL with an error that is none. A scan whose answer does not come
 * keeps its nonce: if it was admitted after all, the next try says so. */
static EtVerdict *
ask (EtContext *context, Scan *scan, GCancellable *cancellable, GError **error)
{
  EtStore *store = et_context_get_store (context);
  g_autofree char *path = scan->ticket_key != NULL
                              ? g_strdup ("/api/tickets/verify/")
                              : g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/admit/",
                                                 scan->ticket_id);
  const char *what = scan->ticket_key != NULL ? scan->ticket_key : path;
  g_autofree char *nonce = et_scan_rows_begin (store, what, error);
  g_autoptr (GBytes) body = nonce != NULL ? write_scan (scan, nonce) : NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) failure = NULL;

  if (nonce == NULL)
    return NULL;
  answer = et_remote_call (et_context_get_remote (context), "POST", path, body, NULL, cancellable,
                           &failure);
  if (answer != NULL || et_remote_error_is_final (failure))
    et_scan_rows_end (store, what);
  if (answer != NULL)
    return et_verdict_new_from_answer (answer, error);
  if (is_verdict (failure))
    return et_verdict_new_from_refusal (failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gpointer
verify (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  Scan *scan = args;
  g_autofree char *typed = g_steal_pointer (&scan->ticket_key);
  g_autoptr (GError) failure = NULL;
  EtVerdict *verdict;

  scan->ticket_key = et_scan_layout_restore (typed);
  verdict = ask (source, scan, cancellable, &failure);
  if (verdict != NULL)
    return verdict;
  if (is_without_connection (failure))
    return et_verdict_new_offline (et_context_get_store (source), scan->ticket_key,
                                   et_remote_get_language (et_context_get_remote (source)), error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gpointer
admit_by_hand (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return ask (source, args, cancellable, error);
}

static gpointer
find (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = g_uri_escape_string (args, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/api/tickets/?q=", text, NULL);
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "GET", path, NULL,
                                                  NULL, cancellable, error);
  JsonArray *results;

  return answer != NULL && et_json_read_array (answer, "results", &results, error)
             ? et_json_read_list (et_ticket_get_type (), results, error)
             : NULL;
}

static Scan *
new_scan (const char *ticket_key, const char *gate)
{
  Scan *scan = g_new0 (Scan, 1);

  scan->ticket_key = g_strdup (ticket_key);
  scan->gate = g_strdup (gate);
  return scan;
}

/* Blocking: see the asynchronous form. */
EtVerdict *
et_gate_verify (EtContext *context,
                const char *ticket_key,
                const char *gate,
                GCancellable *cancellable,
                GError **error)
{
  Scan *scan = new_scan (ticket_key, gate);
  EtVerdict *verdict = verify (context, scan, cancellable, error);

  free_scan (scan);
  return verdict;
}

void
et_gate_verify_async (EtContext *context,
                      const char *ticket_key,
                      const char *gate,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  et_call_async (context, verify, new_scan (ticket_key, gate), free_scan, g_object_unref,
                 cancellable, callback, data);
}

EtVerdict *
et_gate_verify_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

void
et_gate_find_async (EtContext *context,
                    const char *text,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  et_call_async (context, find, g_strdup (text), g_free, g_object_unref, cancellable, callback,
                 data);
}

GListModel *
et_gate_find_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

void
et_gate_admit_by_hand_async (EtContext *context,
                             int64_t ticket_id,
                             const char *gate,
                             const char *reason,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  Scan *scan = new_scan (NULL, gate);

  scan->ticket_id = ticket_id;
  scan->reason = g_strdup (reason);
  et_call_async (context, admit_by_hand, scan, free_scan, g_object_unref, cancellable, callback,
                 data);
}

EtVerdict *
et_gate_admit_by_hand_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}
