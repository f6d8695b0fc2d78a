/* SPDX-License-Identifier: MIT */
#include "client/et-credit-note-rows.h"

#include "client/et-call.h"
#include "client/et-copy.h"
#include "db/et-db-record.h"

typedef struct
{
  int64_t order_id;
  int64_t nth;
  GListModel *notes; /* borrowed, nullable */
  GBytes *document; /* borrowed, nullable */
} Args;

static gpointer
list (EtDb *db, gpointer data, GError **error)
{
  const Args *args = data;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT * FROM credit_notes WHERE order_id = :order_id ORDER BY n", error);
  g_autoptr (GPtrArray) notes = NULL;
  GListStore *store;

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_int64 (stmt, "order_id", args->order_id);
  notes = et_db_stmt_read_all (stmt, et_credit_note_get_type (), error);
  if (notes == NULL)
    return NULL;
  store = g_list_store_new (et_credit_note_get_type ());
  g_list_store_splice (store, 0, 0, notes->pdata, notes->len);
  return store;
}

static gboolean
put_one (EtDb *db, int64_t order_id, EtCreditNote *note, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT OR REPLACE INTO credit_notes (order_id, n, number, issued_at, total_cents, "
      "returned_at) VALUES (:order_id, :n, :number, :issued_at, :total_cents, :returned_at)",
      error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  et_db_stmt_bind_record (stmt, note);
  return et_db_stmt_run (stmt, NULL, error);
}

static gpointer
put (EtDb *db, gpointer data, GError **error)
{
  const Args *args = data;

  for (guint i = 0; i < g_list_model_get_n_items (args->notes); i++)
    {
      g_autoptr (EtCreditNote) note = g_list_model_get_item (args->notes, i);

      if (!put_one (db, args->order_id, note, error))
        return NULL;
    }
  return ET_DONE;
}

static void
bind_document (EtDbStmt *stmt, const Args *args)
{
  et_db_stmt_bind_int64 (stmt, "order_id", args->order_id);
  et_db_stmt_bind_int64 (stmt, "n", args->nth);
}

static gpointer
find_document (EtDb *db, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT document FROM credit_note_documents "
                                             "WHERE order_id = :order_id AND n = :n",
                                             error);

  if (stmt == NULL)
    return NULL;
  bind_document (stmt, data);
  return et_copy_read_document (stmt, error);
}

static gpointer
put_document (EtDb *db, gpointer data, GError **error)
{
  const Args *args = data;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "INSERT OR REPLACE INTO credit_note_documents "
                                             "(order_id, n, document) "
                                             "VALUES (:order_id, :n, :document)",
                                             error);
  gsize length;
  const void *bytes = g_bytes_get_data (args->document, &length);

  if (stmt == NULL)
    return NULL;
  bind_document (stmt, args);
  et_db_stmt_bind_bytes (stmt, "document", bytes, length);
  return et_db_stmt_run (stmt, NULL, error) ? ET_DONE : NULL;
}

#define REFUNDED "(SELECT count(*) FROM tickets t WHERE t.order_id = o.id AND t.refunded = 1)"

static gpointer
list_due (EtDb *db, gpointer data, GError **error)
{
  return et_copy_list_ids (
      db,
      "SELECT o.id FROM orders o LEFT JOIN credited_orders c ON c.order_id = o.id "
      "WHERE o.id IN (SELECT order_id FROM tickets WHERE refunded = 1) "
      "AND coalesce(c.refunded_tickets, 0) <> " REFUNDED " ORDER BY o.id DESC",
      error);
}

static gpointer
note_complete (EtDb *db, gpointer data, GError **error)
{
  return et_copy_run (db,
                      "INSERT OR REPLACE INTO credited_orders (order_id, refunded_tickets) "
                      "SELECT o.id, " REFUNDED " FROM orders o WHERE o.id = :order_id",
                      "order_id", ((const Args *) data)->order_id, error)
             ? ET_DONE
             : NULL;
}

/* Returns: (transfer full): of EtCreditNote, perhaps none. */
GListModel *
et_credit_note_rows_list (EtStore *store, int64_t order_id, GError **error)
{
  Args args = { .order_id = order_id };

  return et_store_run (store, list, &args, g_object_unref, error);
}

/* Keeps what the server says of the credit notes of an order. */
gboolean
et_credit_note_rows_put (EtStore *store, int64_t order_id, GListModel *notes, GError **error)
{
  Args args = { .order_id = order_id, .notes = notes };

  return et_store_run (store, put, &args, NULL, error) != NULL;
}

/* Returns: (transfer full): the PDF; NULL with ET_ERROR_NOT_FOUND. */
GBytes *
et_credit_note_rows_find_document (EtStore *store, int64_t order_id, int64_t nth, GError **error)
{
  Args args = { .order_id = order_id, .nth = nth };

  return et_store_run (store, find_document, &args, (GDestroyNotify) g_bytes_unref, error);
}

gboolean
et_credit_note_rows_put_document (
    EtStore *store, int64_t order_id, int64_t nth, GBytes *document, GError **error)
{
  Args args = { .order_id = order_id, .nth = nth, .document = document };

  return et_store_run (store, put_document, &args, NULL, error) != NULL;
}

/* Returns: (transfer full): the numbers (int64_t) of orders of which more tickets are refunded than
 * when their credit notes were brought, the newest first. */
GArray *
et_credit_note_rows_list_due (EtStore *store, GError **error)
{
  return et_store_run (store, list_due, NULL, (GDestroyNotify) g_array_unref, error);
}

/* Notes that the copy has all credit notes of an order that it can have, until another ticket is
 * refunded. */
gboolean
et_credit_note_rows_note_complete (EtStore *store, int64_t order_id, GError **error)
{
  Args args = { .order_id = order_id };

  return et_store_run (store, note_complete, &args, NULL, error) != NULL;
}
