/* SPDX-License-Identifier: MIT */
#include "client/et-reminder-store.h"

#include "client/et-copy.h"
#include "core/et-ticket.h"
#include "core/et-time.h"
#include "db/et-db-record.h"

#define AWAITED "reminders-awaited"
#define SETTING "reminded-%" G_GINT64_FORMAT /* of a ticket: the start it was reminded of */

/* Whether the ticket was not reminded of before; then it is now. */
static gboolean
take (EtDb *db, EtTicket *ticket, gboolean *ret_is_taken, GError **error)
{
  g_autofree char *name = g_strdup_printf (SETTING, ticket->id);

  *ret_is_taken = et_copy_get_setting (db, name, 0) != ticket->starts_at;
  return !*ret_is_taken || et_copy_set_setting (db, name, ticket->starts_at, error);
}

static gboolean
take_due (EtDb *db, int64_t now, GListStore *due, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT * FROM tickets WHERE state IN ('valid', 'genuine') AND starts_at > :now "
      "AND starts_at <= :tomorrow ORDER BY starts_at, id",
      error);
  g_autoptr (GPtrArray) tickets = NULL;

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "now", now);
  et_db_stmt_bind_int64 (stmt, "tomorrow", now + ET_DAY);
  tickets = et_db_stmt_read_all (stmt, et_ticket_get_type (), error);
  for (guint i = 0; tickets != NULL && i < tickets->len; i++)
    {
      EtTicket *ticket = g_ptr_array_index (tickets, i);
      gboolean is_taken;

      if (!take (db, ticket, &is_taken, error))
        return FALSE;
      if (is_taken)
        g_list_store_append (due, ticket);
    }
  return tickets != NULL;
}

static gboolean
find_next (EtDb *db, int64_t now, int64_t *ret_next, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT min(starts_at) FROM tickets WHERE state IN "
                                             "('valid', 'genuine') AND starts_at > :tomorrow",
                                             error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "tomorrow", now + ET_DAY);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_next = has_row && !et_db_stmt_is_null (stmt, 0) ? et_db_stmt_get_int64 (stmt, 0) - ET_DAY
                                                       : ET_NULL_INT64;
  return TRUE;
}

static gboolean
forget_past (EtDb *db, int64_t now, GError **error)
{
  return et_copy_run (db,
                      "DELETE FROM settings WHERE name LIKE 'reminded-%' AND value < :yesterday",
                      "yesterday", now - ET_DAY, error);
}

static gboolean
note_awaited (EtDb *db, EtReminders *reminders, GError **error)
{
  gboolean were_awaited = et_copy_get_setting (db, AWAITED, FALSE) != 0;

  reminders->are_awaited = g_list_model_get_n_items (reminders->tickets) > 0 ||
                           reminders->next != ET_NULL_INT64;
  reminders->were_awaited = were_awaited && !reminders->are_awaited;
  return reminders->are_awaited == were_awaited ||
         et_copy_set_setting (db, AWAITED, reminders->are_awaited, error);
}

static gpointer
take_reminders (EtDb *db, gpointer data, GError **error)
{
  int64_t now = *(int64_t *) data;
  g_autoptr (GListStore) due = g_list_store_new (et_ticket_get_type ());
  int64_t next;
  g_autoptr (EtReminders) reminders = NULL;

  if (!take_due (db, now, due, error) || !find_next (db, now, &next, error) ||
      !forget_past (db, now, error))
    return NULL;
  reminders = g_new0 (EtReminders, 1);
  *reminders = (EtReminders){ .tickets = G_LIST_MODEL (g_steal_pointer (&due)), .next = next };
  return note_awaited (db, reminders, error) ? g_steal_pointer (&reminders) : NULL;
}

void
et_reminders_free (EtReminders *reminders)
{
  if (reminders == NULL)
    return;
  g_object_unref (reminders->tickets);
  g_free (reminders);
}

/* Blocking: see the asynchronous form. */
EtReminders *
et_reminder_store_take (EtStore *store, int64_t now, GError **error)
{
  return et_store_run (store, take_reminders, &now, (GDestroyNotify) et_reminders_free, error);
}

void
et_reminder_store_take_async (EtStore *store,
                              int64_t now,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  et_store_run_async (store, take_reminders, g_memdup2 (&now, sizeof now), g_free,
                      (GDestroyNotify) et_reminders_free, cancellable, callback, data);
}

/* Returns: (transfer full): see the asynchronous form; NULL with the store's error. */
EtReminders *
et_reminder_store_take_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}
