/* SPDX-License-Identifier: MIT */
#include "client/et-print-rows.h"

#include "client/et-copy.h"
#include "client/et-outbox-rows.h"

#define MOST_AT_ONCE 500 /* subjects of one request: the server takes 1000 */

static gboolean
mark (EtDb *db, const char *kind, int64_t id, guint copy, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE prints SET is_told = 1 WHERE kind = :kind "
                                             "AND subject_id = :subject_id AND copy = :copy",
                                             error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_text (stmt, "kind", kind);
  et_db_stmt_bind_int64 (stmt, "subject_id", id);
  et_db_stmt_bind_int64 (stmt, "copy", copy);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Says what was printed, from the index @start up to @end. */
static char *
write_body (const char *kind, GArray *ids, GArray *copies, guint start, guint end)
{
  g_autoptr (GString) body = g_string_new (NULL);

  g_string_append_printf (body, "{\"kind\":\"%s\",\"ids\":[", kind);
  for (guint i = start; i < end; i++)
    g_string_append_printf (body, "%s%" G_GINT64_FORMAT, i > start ? "," : "",
                            g_array_index (ids, int64_t, i));
  g_string_append (body, "],\"copies\":[");
  for (guint i = start; i < end; i++)
    g_string_append_printf (body, "%s%u", i > start ? "," : "", g_array_index (copies, guint, i));
  g_string_append (body, "]}");
  return g_string_free (g_steal_pointer (&body), FALSE);
}

/* Queues that these were printed, so that the next print on any computer says which copy it is. A
 * guest's copy has nobody to tell. */
gboolean
et_print_rows_tell (EtDb *db, const char *kind, GArray *ids, GArray *copies, GError **error)
{
  if (!et_copy_is_accounts (db))
    return TRUE;

  for (guint i = 0; i < ids->len; i++)
    if (!mark (db, kind, g_array_index (ids, int64_t, i), g_array_index (copies, guint, i), error))
      return FALSE;
  for (guint start = 0; start < ids->len; start += MOST_AT_ONCE)
    {
      guint end = MIN (start + MOST_AT_ONCE, ids->len);
      g_autofree char *body = write_body (kind, ids, copies, start, end);

      if (!et_outbox_rows_add_prints (db, body, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
tell_one (EtDb *db, EtDbStmt *stmt, GError **error)
{
  g_autofree char *kind = g_strdup (et_db_stmt_get_text (stmt, 0));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (guint));
  int64_t id = et_db_stmt_get_int64 (stmt, 1);
  guint copy = (guint) et_db_stmt_get_int64 (stmt, 2);

  g_array_append_val (ids, id);
  g_array_append_val (copies, copy);
  return et_print_rows_tell (db, kind, ids, copies, error);
}

/* Queues what was printed before a time, milliseconds since 1970 UTC, and never told: its program
 * ended meanwhile, and it counts as printed. */
gboolean
et_print_rows_tell_left (EtDb *db, int64_t before, GError **error)
{
  gboolean has_row = et_copy_is_accounts (db);

  while (has_row)
    {
      g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                                 "SELECT kind, subject_id, copy FROM prints WHERE "
                                                 "is_told = 0 AND printed_at < :before LIMIT 1",
                                                 error);

      if (stmt == NULL)
        return FALSE;
      et_db_stmt_bind_int64 (stmt, "before", before);
      if (!et_db_stmt_step (stmt, &has_row, error) || (has_row && !tell_one (db, stmt, error)))
        return FALSE;
    }
  return TRUE;
}
