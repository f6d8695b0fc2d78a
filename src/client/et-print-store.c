/* SPDX-License-Identifier: MIT */
#include "client/et-print-store.h"

#include "client/et-call.h"
#include "client/et-print-rows.h"
#include "core/et-time.h"
#include "db/et-db.h"

typedef struct
{
  char *kind; /* owned */
  GArray *ids; /* owned, of int64_t */
  GArray *known; /* owned, of int64_t */
  GArray *copies; /* owned, of guint, nullable */
  char *printer; /* owned, nullable */
} Prints;

static Prints *
new_prints (const EtPrintSubject *subject)
{
  Prints *prints = g_new0 (Prints, 1);

  prints->kind = g_strdup (subject->kind);
  prints->ids = g_array_ref (subject->ids);
  prints->known = g_array_ref (subject->known);
  return prints;
}

static void
free_prints (gpointer data)
{
  Prints *prints = data;

  g_free (prints->kind);
  g_array_unref (prints->ids);
  g_array_unref (prints->known);
  g_clear_pointer (&prints->copies, g_array_unref);
  g_free (prints->printer);
  g_free (prints);
}

static void
bind_subject (EtDbStmt *stmt, Prints *prints, guint i)
{
  et_db_stmt_bind_text (stmt, "kind", prints->kind);
  et_db_stmt_bind_int64 (stmt, "subject_id", g_array_index (prints->ids, int64_t, i));
}

static gpointer
look (EtDb *db, gpointer data, GError **error)
{
  Prints *prints = data;
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT max(coalesce(max(copy), 0), :known) + 1 "
                                             "FROM prints WHERE kind = :kind "
                                             "AND subject_id = :subject_id",
                                             error);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < prints->ids->len; i++)
    {
      gboolean has_row = FALSE;
      guint copy;

      bind_subject (stmt, prints, i);
      et_db_stmt_bind_int64 (stmt, "known", g_array_index (prints->known, int64_t, i));
      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      copy = (guint) et_db_stmt_get_int64 (stmt, 0);
      g_array_append_val (copies, copy);
      et_db_stmt_reset (stmt);
    }
  return g_steal_pointer (&copies);
}

static gpointer
record (EtDb *db, gpointer data, GError **error)
{
  Prints *prints = data;
  g_autoptr (GArray) copies = look (db, prints, error);
  g_autoptr (EtDbStmt) stmt = NULL;

  if (copies == NULL)
    return NULL;
  stmt = et_db_prepare (db,
                        "INSERT INTO prints (kind, subject_id, copy, printer, printed_at) "
                        "VALUES (:kind, :subject_id, :copy, :printer, :printed_at)",
                        error);
  for (guint i = 0; stmt != NULL && i < prints->ids->len; i++)
    {
      bind_subject (stmt, prints, i);
      et_db_stmt_bind_int64 (stmt, "copy", g_array_index (copies, guint, i));
      et_db_stmt_bind_text (stmt, "printer", prints->printer);
      et_db_stmt_bind_int64 (stmt, "printed_at", et_time_now ());
      if (!et_db_stmt_run (stmt, NULL, error))
        return NULL;
    }
  return stmt != NULL ? g_steal_pointer (&copies) : NULL;
}

/* Takes back what never left for the printer. */
static gpointer
withdraw (EtDb *db, gpointer data, GError **error)
{
  Prints *prints = data;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "DELETE FROM prints WHERE kind = :kind AND subject_id "
                                             "= :subject_id AND copy = :copy AND is_told = 0",
                                             error);

  if (stmt == NULL)
    return NULL;
  for (guint i = 0; i < prints->ids->len; i++)
    {
      bind_subject (stmt, prints, i);
      et_db_stmt_bind_int64 (stmt, "copy", g_array_index (prints->copies, guint, i));
      if (!et_db_stmt_run (stmt, NULL, error))
        return NULL;
    }
  return ET_DONE;
}

/* Queues what is on paper for the server to count. */
static gpointer
confirm (EtDb *db, gpointer data, GError **error)
{
  Prints *prints = data;

  return et_print_rows_tell (db, prints->kind, prints->ids, prints->copies, error) ? ET_DONE : NULL;
}

void
et_print_store_look_async (EtStore *store,
                           const EtPrintSubject *subject,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  et_store_run_async (store, look, new_prints (subject), free_prints,
                      (GDestroyNotify) g_array_unref, cancellable, callback, data);
}

GArray *
et_print_store_look_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}

void
et_print_store_record_async (EtStore *store,
                             const EtPrintSubject *subject,
                             const char *printer,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  Prints *prints = new_prints (subject);

  prints->printer = g_strdup (printer);
  et_store_run_async (store, record, prints, free_prints, (GDestroyNotify) g_array_unref,
                      cancellable, callback, data);
}

GArray *
et_print_store_record_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}

void
et_print_store_end_async (EtStore *store,
                          const EtPrintSubject *subject,
                          GArray *copies,
                          gboolean came_out,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  Prints *prints = new_prints (subject);

  prints->copies = g_array_ref (copies);
  et_store_run_async (store, came_out ? confirm : withdraw, prints, free_prints, NULL, NULL,
                      callback, data);
}

gboolean
et_print_store_end_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error) != NULL;
}
