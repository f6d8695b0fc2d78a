/* SPDX-License-Identifier: MIT */
#include "client/et-credit-notes.h"

#include "client/et-credit-note-rows.h"
#include "client/et-json.h"

#define ORDER "/api/orders/%" G_GINT64_FORMAT "/"

static GListModel *
ask (EtStore *store, EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strdup_printf (ORDER, order_id);
  g_autoptr (JsonObject)
      answer = et_remote_call (remote, "GET", path, NULL, NULL, cancellable, error);
  g_autoptr (GListStore) notes = NULL;
  JsonArray *array;

  if (answer == NULL || !et_json_read_array (answer, "credit_notes", &array, error))
    return NULL;
  notes = et_json_read_list (et_credit_note_get_type (), array, error);
  return notes != NULL && et_credit_note_rows_put (store, order_id, G_LIST_MODEL (notes), error)
             ? G_LIST_MODEL (g_steal_pointer (&notes))
             : NULL;
}

/* What the server says now, or else what it said last: whether the money is back can have changed.
 * Returns: (transfer full): of EtCreditNote. */
GListModel *
et_credit_notes_list (
    EtStore *store, EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  GListModel *notes = ask (store, remote, order_id, cancellable, &failure);

  if (notes != NULL)
    return notes;
  if (!et_remote_error_is_final (failure))
    return et_credit_note_rows_list (store, order_id, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* A credit note never changes: one that is in the copy is not asked for again.
 * @nth: of the order's, from 1. Returns: (transfer full): the PDF. */
GBytes *
et_credit_notes_fetch (EtStore *store,
                       EtRemote *remote,
                       int64_t order_id,
                       int64_t nth,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *path = g_strdup_printf (ORDER "credit-note.pdf?n=%" G_GINT64_FORMAT, order_id,
                                           nth);
  GBytes *document = et_credit_note_rows_find_document (store, order_id, nth, NULL);

  if (document != NULL)
    return document;
  document = et_remote_fetch (remote, path, cancellable, error);
  if (document != NULL) /* next time it needs the network */
    et_credit_note_rows_put_document (store, order_id, nth, document, NULL);
  return document;
}

static gboolean
fetch_all (
    EtStore *store, EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GListModel) notes = ask (store, remote, order_id, cancellable, error);
  guint n = notes != NULL ? g_list_model_get_n_items (notes) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EtCreditNote) note = g_list_model_get_item (notes, i);
      g_autoptr (GBytes)
          document = et_credit_notes_fetch (store, remote, order_id, note->nth, cancellable, error);

      if (document == NULL)
        return FALSE;
    }
  return notes != NULL && et_credit_note_rows_note_complete (store, order_id, error);
}

/* What the server refuses is not asked for again, until another ticket of the order is refunded. */
static gboolean
fetch_due (
    EtStore *store, EtRemote *remote, int64_t order_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (fetch_all (store, remote, order_id, cancellable, &failure))
    return TRUE;
  if (et_remote_error_is_final (failure))
    return et_credit_note_rows_note_complete (store, order_id, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Brings the credit notes of orders of which tickets were refunded since the copy last had all. An
 * order that the server refuses is passed over. */
gboolean
et_credit_notes_fetch_missing (EtStore *store,
                               EtRemote *remote,
                               GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (GArray) due = et_credit_note_rows_list_due (store, error);

  if (due == NULL)
    return FALSE;
  for (guint i = 0; i < due->len; i++)
    if (!fetch_due (store, remote, g_array_index (due, int64_t, i), cancellable, error))
      return FALSE;
  return TRUE;
}
