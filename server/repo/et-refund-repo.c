/* SPDX-License-Identifier: MIT */
#include "server/repo/et-refund-repo.h"

#include "server/repo/et-rows.h"

/* The tickets of an order, by serial. Returns: (transfer full): an array of EtRefundableTicket. */
GArray *
et_refund_repo_list_tickets (EtDb *db, int64_t order_id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT id, offer_id, CASE WHEN state = 'used' THEN 1 ELSE 0 END, "
                            "CASE WHEN credit_note_id IS NULL THEN 0 ELSE 1 END "
                            "FROM tickets WHERE order_id = :order_id ORDER BY serial",
                            error);
  g_autoptr (GArray) tickets = g_array_new (FALSE, FALSE, sizeof (EtRefundableTicket));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  for (;;)
    {
      EtRefundableTicket ticket;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&tickets);
      ticket.ticket_id = et_db_stmt_get_int64 (stmt, 0);
      ticket.offer_id = et_db_stmt_get_int64 (stmt, 1);
      ticket.is_used = et_db_stmt_get_int64 (stmt, 2) != 0;
      ticket.is_refunded = et_db_stmt_get_int64 (stmt, 3) != 0;
      g_array_append_val (tickets, ticket);
    }
}

gboolean
et_refund_repo_insert_note (
    EtDb *db, const EtInvoiceRow *row, int64_t total_cents, int64_t *ret_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare_insert (
      db,
      "INSERT INTO credit_notes (year, serial, order_id, number, issued_at, total_cents, document) "
      "VALUES (:year, :serial, :order_id, :number, :issued_at, :total_cents, :document)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "year", row->year);
  et_db_stmt_bind_int64 (stmt, "serial", row->serial);
  et_db_stmt_bind_int64 (stmt, "order_id", row->order_id);
  et_db_stmt_bind_text (stmt, "number", row->number);
  et_db_stmt_bind_int64 (stmt, "issued_at", row->issued_at);
  et_db_stmt_bind_int64 (stmt, "total_cents", total_cents);
  et_db_stmt_bind_text (stmt, "document", row->document);
  return et_db_stmt_run_insert (stmt, ret_id, error);
}

/* Returns: (transfer full): an array of EtDueRefund, the oldest first. */
GArray *
et_refund_repo_list_due (EtDb *db, int64_t after, int64_t limit, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT c.id, c.order_id, o.payment_attempt, c.total_cents FROM credit_notes c "
      "JOIN orders o ON o.id = c.order_id WHERE c.returned_at IS NULL AND c.id > :after "
      "ORDER BY c.id LIMIT :limit",
      error);
  g_autoptr (GArray) refunds = g_array_new (FALSE, FALSE, sizeof (EtDueRefund));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "after", after);
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  for (;;)
    {
      EtDueRefund refund;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&refunds);
      refund.credit_note_id = et_db_stmt_get_int64 (stmt, 0);
      refund.order_id = et_db_stmt_get_int64 (stmt, 1);
      refund.attempt = et_db_stmt_get_int64 (stmt, 2);
      refund.cents = et_db_stmt_get_int64 (stmt, 3);
      g_array_append_val (refunds, refund);
    }
}

static void
clear_note (gpointer data)
{
  g_free (((EtCreditNoteRow *) data)->number);
}

/* Returns: (transfer full): an array of EtCreditNoteRow, in the order in which they were issued. */
GArray *
et_refund_repo_list_notes (EtDb *db, int64_t order_id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "SELECT number, issued_at, total_cents, returned_at FROM credit_notes "
                            "WHERE order_id = :order_id ORDER BY id",
                            error);
  g_autoptr (GArray) notes = g_array_new (FALSE, FALSE, sizeof (EtCreditNoteRow));
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  g_array_set_clear_func (notes, clear_note);
  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  for (;;)
    {
      EtCreditNoteRow note;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&notes);
      note.number = g_strdup (et_db_stmt_get_text (stmt, 0));
      note.issued_at = et_db_stmt_get_int64 (stmt, 1);
      note.total_cents = et_db_stmt_get_int64 (stmt, 2);
      note.returned_at = et_db_stmt_get_nullable (stmt, 3);
      g_array_append_val (notes, note);
    }
}

/* Notes that the money of a credit note was given back. */
gboolean
et_refund_repo_set_returned (EtDb *db, int64_t note_id, int64_t now, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE credit_notes SET returned_at = :now WHERE id = :id AND returned_at IS NULL",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", note_id);
  et_db_stmt_bind_int64 (stmt, "now", now);
  return et_db_stmt_run (stmt, NULL, error);
}

/* @nth: from 1, in the order in which they were issued.
 * Returns: (transfer full): the JSON of a credit note of an order; NULL with ET_ERROR_NOT_FOUND. */
char *
et_refund_repo_find_document (EtDb *db, int64_t order_id, int64_t nth, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT document FROM credit_notes "
                                             "WHERE order_id = :order_id ORDER BY id "
                                             "LIMIT 1 OFFSET :before",
                                             error);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  et_db_stmt_bind_int64 (stmt, "before", nth - 1);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  return g_strdup (et_db_stmt_get_text (stmt, 0));
}
