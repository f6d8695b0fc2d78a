/* SPDX-License-Identifier: MIT */
#include "client/et-own-order.h"

#include "client/et-call.h"
#include "client/et-credit-notes.h"
#include "client/et-json.h"

#define ORDER "/api/orders/%" G_GINT64_FORMAT "/"

typedef struct
{
  char *path; /* owned */
  GBytes *body; /* owned, nullable */
} Wish;

static Wish *
new_wish (char *path, GBytes *body)
{
  Wish *wish = g_new (Wish, 1);

  *wish = (Wish){ path, body };
  return wish;
}

static void
free_wish (gpointer data)
{
  Wish *wish = data;

  g_free (wish->path);
  g_clear_pointer (&wish->body, g_bytes_unref);
  g_free (wish);
}

/* A credit note of an order; all of them for @nth 0. */
typedef struct
{
  int64_t order_id;
  int64_t nth;
} Note;

static Note *
new_note (int64_t order_id, int64_t nth)
{
  Note *note = g_new (Note, 1);

  *note = (Note){ order_id, nth };
  return note;
}

static gpointer
list_notes (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return et_credit_notes_list (et_context_get_store (source), et_context_get_remote (source),
                               ((Note *) args)->order_id, cancellable, error);
}

static gpointer
fetch_note (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  const Note *note = args;

  return et_credit_notes_fetch (et_context_get_store (source), et_context_get_remote (source),
                                note->order_id, note->nth, cancellable, error);
}

static gpointer
ask_refund (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  Wish *wish = args;
  g_autofree char *key = et_remote_new_key ();
  g_autoptr (JsonObject) answer = et_remote_call (et_context_get_remote (source), "POST",
                                                  wish->path, wish->body, key, cancellable, error);

  return answer != NULL ? ET_DONE : NULL;
}

void
et_own_order_list_credit_notes_async (EtContext *context,
                                      int64_t order_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  et_call_async (context, list_notes, new_note (order_id, 0), g_free, g_object_unref, cancellable,
                 callback, data);
}

/* Returns: (transfer full) (element-type EtCreditNote). */
GListModel *
et_own_order_list_credit_notes_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

/* @nth: of the order's credit notes, from 1. */
void
et_own_order_fetch_credit_note_async (EtContext *context,
                                      int64_t order_id,
                                      int64_t nth,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  et_call_async (context, fetch_note, new_note (order_id, nth), g_free,
                 (GDestroyNotify) g_bytes_unref, cancellable, callback, data);
}

/* Returns: (transfer full): the PDF. */
GBytes *
et_own_order_fetch_credit_note_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

/* Sets ET_ERROR_CONFLICT when nothing is left to refund, or when it was asked for before. */
void
et_own_order_ask_refund_async (EtContext *context,
                               int64_t order_id,
                               const char *reason,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  const char *pairs[] = { "reason", reason, NULL };
  char *path = g_strdup_printf (ORDER "refund-request/", order_id);

  et_call_async (context, ask_refund, new_wish (path, et_json_write_texts (pairs)), free_wish, NULL,
                 cancellable, callback, data);
}

gboolean
et_own_order_ask_refund_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error) != NULL;
}
