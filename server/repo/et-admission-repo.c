/* SPDX-License-Identifier: MIT */
#include "server/repo/et-admission-repo.h"

#include "server/repo/et-ticket-repo.h"

void
et_admission_row_free (EtAdmissionRow *row)
{
  g_free (row->state);
  g_free (row->offer_name);
  g_free (row->event_name);
  g_free (row->holder);
  g_free (row->short_number);
  g_free (row->used_gate);
  g_free (row->scan_nonce);
  g_free (row);
}

static EtAdmissionRow *
read_admission (EtDbStmt *stmt)
{
  EtAdmissionRow *row = g_new0 (EtAdmissionRow, 1);

  row->ticket_id = et_db_stmt_get_int64 (stmt, 0);
  row->account_id = et_db_stmt_get_int64 (stmt, 1);
  et_ticket_repo_read_nonce (stmt, 2, row->nonce);
  row->state = g_strdup (et_db_stmt_get_text (stmt, 3));
  row->offer_name = g_strdup (et_db_stmt_get_text (stmt, 4));
  row->event_name = g_strdup (et_db_stmt_get_text (stmt, 5));
  row->holder = g_strdup (et_db_stmt_get_text (stmt, 6));
  row->admits = et_db_stmt_get_int64 (stmt, 7);
  row->starts_at = et_db_stmt_get_int64 (stmt, 8);
  row->ends_at = et_db_stmt_get_int64 (stmt, 9);
  row->used_at = et_db_stmt_get_nullable (stmt, 10);
  row->used_gate = g_strdup (et_db_stmt_get_text (stmt, 11));
  row->scan_nonce = g_strdup (et_db_stmt_get_text (stmt, 12));
  row->used_by = et_db_stmt_get_nullable (stmt, 13);
  row->short_number = et_ticket_format_short_number (et_db_stmt_get_text (stmt, 14),
                                                     et_db_stmt_get_int64 (stmt, 15));
  row->is_refunded = et_db_stmt_get_int64 (stmt, 16) != 0;
  return row;
}

/* Returns: (transfer full): what decides an admission; NULL with ET_ERROR_TICKET_UNKNOWN. A ticket
 * of an order that is no longer paid counts as revoked. */
EtAdmissionRow *
et_admission_repo_find (EtDb *db, int64_t ticket_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT t.id, t.account_id, t.nonce, "
      "CASE WHEN o.state = 'paid' THEN t.state ELSE 'revoked' END, l.name, e.name, t.holder, "
      "t.admits, e.starts_at, e.ends_at, t.used_at, t.used_gate, t.scan_nonce, t.used_by, o.code, "
      "t.serial, CASE WHEN t.credit_note_id IS NULL THEN 0 ELSE 1 END "
      "FROM tickets t JOIN orders o ON o.id = t.order_id "
      "JOIN order_lines l ON l.order_id = t.order_id AND l.offer_id = t.offer_id "
      "JOIN offers f ON f.id = t.offer_id JOIN events e ON e.id = f.event_id WHERE t.id = :id",
      error);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "id", ticket_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_TICKET_UNKNOWN);
      return NULL;
    }
  return read_admission (stmt);
}
