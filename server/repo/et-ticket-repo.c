/* SPDX-License-Identifier: MIT */
#include "server/repo/et-ticket-repo.h"

#include <string.h>

#include "core/et-fold.h"
#include "core/et-money.h"
#include "db/et-db-record.h"
#include "server/repo/et-like.h"

/* Tickets with their events: @page is a query of tickets, @order their order. The first columns
 * are what the record has no field for. */
#define TICKETS(page, order) \
  "SELECT t.account_id, t.key_id, t.nonce, t.valid_minutes, o.code, t.serial, t.id, t.order_id, " \
  "t.offer_id, t.state, CASE WHEN t.credit_note_id IS NULL THEN 0 ELSE 1 END AS refunded, " \
  "t.prints, " \
  "t.holder, l.name AS offer_name, f.offer_type, t.admits, t.price_cents, " \
  "'" ET_CURRENCY "' AS currency, t.valid_from, " \
  "t.valid_from + t.valid_minutes * 60000 AS valid_until, t.created_at, t.used_at, " \
  "t.used_gate, e.name AS event_name, e.sport, e.venue, e.starts_at, e.ends_at, e.doors_at, " \
  "e.time_zone FROM (" page ") t JOIN orders o ON o.id = t.order_id " \
  "JOIN order_lines l ON l.order_id = t.order_id AND l.offer_id = t.offer_id " \
  "JOIN offers f ON f.id = t.offer_id JOIN events e ON e.id = f.event_id ORDER BY " order

#define NEWEST_FIRST "t.id DESC"
#define BY_NAME "t.holder_key, t.id"
#define PAGE "LIMIT :limit OFFSET :offset"

#define IN_STATE "(:state = '' OR q.state = :state) "
#define OF_ACCOUNT "FROM tickets q WHERE q.account_id = :account AND " IN_STATE
#define OF_ORDER_CODE \
  "FROM tickets q JOIN orders p ON p.id = q.order_id WHERE p.code = :code " \
  "AND (:serial = 0 OR q.serial = :serial) AND " IN_STATE
#define OF_ALL \
  "FROM tickets q JOIN offers p ON p.id = q.offer_id WHERE q.holder_key LIKE :holder ESCAPE '!' " \
  "AND (:event = 0 OR p.event_id = :event) AND " IN_STATE

static const char list_of_account[] = TICKETS ("SELECT q.* " OF_ACCOUNT "ORDER BY q.id DESC " PAGE,
                                               NEWEST_FIRST);
static const char list_of_order_code[] = TICKETS ("SELECT q.* " OF_ORDER_CODE "ORDER BY q.id " PAGE,
                                                  "t.id");
static const char list_of_all[] = TICKETS ("SELECT q.* " OF_ALL "ORDER BY q.holder_key, q.id " PAGE,
                                           BY_NAME);

void
et_ticket_row_free (EtTicketRow *row)
{
  g_clear_object (&row->ticket);
  g_free (row);
}

/* Reads the nonce of a ticket's row. */
void
et_ticket_repo_read_nonce (EtDbStmt *stmt, int column, guint8 ret_nonce[ET_TICKET_NONCE_SIZE])
{
  gsize length;
  const void *nonce = et_db_stmt_get_bytes (stmt, column, &length);

  g_return_if_fail (length == ET_TICKET_NONCE_SIZE);

  memcpy (ret_nonce, nonce, ET_TICKET_NONCE_SIZE);
}

/* Returns: (transfer full): the number by which people call a ticket, such as K7PQ2-3. */
char *
et_ticket_format_short_number (const char *order_code, int64_t serial)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, order_code, serial);
}

static EtTicketRow *
read_row (EtDbStmt *stmt, GError **error)
{
  EtTicket *ticket = et_db_stmt_get_record (stmt, et_ticket_get_type (), error);
  EtTicketRow *row;

  if (ticket == NULL)
    return NULL;

  ticket->short_number = et_ticket_format_short_number (et_db_stmt_get_text (stmt, 4),
                                                        et_db_stmt_get_int64 (stmt, 5));
  row = g_new0 (EtTicketRow, 1);
  row->ticket = ticket;
  row->account_id = et_db_stmt_get_int64 (stmt, 0);
  row->claims = (EtTicketClaims){
    .key_id = (guint8) et_db_stmt_get_int64 (stmt, 1),
    .offer_id = ticket->offer_id,
    .ticket_id = ticket->id,
    .admits = (guint8) ticket->admits,
    .valid_from_ms = ticket->valid_from,
    .valid_minutes = et_db_stmt_get_int64 (stmt, 3),
  };
  et_ticket_repo_read_nonce (stmt, 2, row->claims.nonce);
  return row;
}

static GPtrArray *
read_rows (EtDbStmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) et_ticket_row_free);
  gboolean has_row;

  for (;;)
    {
      EtTicketRow *row;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&rows);
      row = read_row (stmt, error);
      if (row == NULL)
        return NULL;
      g_ptr_array_add (rows, row);
    }
}

static void
bind_query (EtDbStmt *stmt, const EtTicketQuery *query)
{
  et_db_stmt_bind_text (stmt, "state", query->state != NULL ? query->state : "");
  if (query->account_id != 0)
    et_db_stmt_bind_int64 (stmt, "account", query->account_id);
  else if (query->order_code != NULL)
    {
      et_db_stmt_bind_text (stmt, "code", query->order_code);
      et_db_stmt_bind_int64 (stmt, "serial", query->serial);
    }
  else
    {
      g_autofree char *pattern = et_like_containing (query->holder);

      et_db_stmt_bind_text (stmt, "holder", pattern);
      et_db_stmt_bind_int64 (stmt, "event", query->event_id);
    }
}

/* Tickets: an account's newest first, all by holder.
 * Returns: (transfer full) (element-type EtTicketRow). */
GPtrArray *
et_ticket_repo_list (EtDb *db, const EtTicketQuery *query, const EtPage *page, GError **error)
{
  const char *sql = query->account_id != 0      ? list_of_account
                    : query->order_code != NULL ? list_of_order_code
                                                : list_of_all;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return NULL;

  bind_query (stmt, query);
  et_page_bind (page, stmt);
  return read_rows (stmt, error);
}

gboolean
et_ticket_repo_count (EtDb *db, const EtTicketQuery *query, int64_t *ret_count, GError **error)
{
  const char *sql = query->account_id != 0      ? "SELECT COUNT(*) " OF_ACCOUNT
                    : query->order_code != NULL ? "SELECT COUNT(*) " OF_ORDER_CODE
                                                : "SELECT COUNT(*) " OF_ALL;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;

  bind_query (stmt, query);
  return et_rows_read_int64 (stmt, ret_count, error);
}

/* Returns: (transfer full): the ticket; NULL with ET_ERROR_NOT_FOUND. */
EtTicketRow *
et_ticket_repo_find (EtDb *db, int64_t ticket_id, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, TICKETS ("SELECT * FROM tickets WHERE id = :id", "t.id"), error);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "id", ticket_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  return read_row (stmt, error);
}

/* All tickets of an account. Returns: (transfer full) (element-type EtTicketRow). */
GPtrArray *
et_ticket_repo_list_of_account (EtDb *db, int64_t account_id, GError **error)
{
  static const EtPage all = { 1, G_MAXINT32 };
  EtTicketQuery query = { .account_id = account_id };

  return et_ticket_repo_list (db, &query, &all, error);
}

/* The account's own among the tickets that the change feed names.
 * Returns: (transfer full) (element-type EtTicketRow). */
GPtrArray *
et_ticket_repo_list_changed (EtDb *db, const EtChangeRange *range, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            TICKETS ("SELECT * FROM tickets WHERE account_id = :account "
                                     "AND id" ET_ROWS_CHANGED ("ticket"),
                                     "t.id"),
                            error);

  if (stmt == NULL)
    return NULL;

  et_rows_bind_range (stmt, range);
  return read_rows (stmt, error);
}

/* Returns: (transfer full): an array of int64_t, by serial. */
GArray *
et_ticket_repo_list_ids_of_order (EtDb *db, int64_t order_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT id FROM tickets WHERE order_id = :order_id ORDER BY serial", error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  return et_rows_read_ids (stmt, error);
}

gboolean
et_ticket_repo_insert (EtDb *db, const EtNewTicket *ticket, int64_t *ret_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare_insert (
      db,
      "INSERT INTO tickets (order_id, account_id, offer_id, serial, admits, price_cents, key_id, "
      "nonce, valid_from, valid_minutes, holder, holder_key, created_at) "
      "VALUES (:order_id, :account_id, :offer_id, :serial, :admits, :price_cents, :key_id, "
      ":nonce, :valid_from, :valid_minutes, :holder, :holder_key, :created_at)",
      error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "order_id", ticket->order_id);
  et_db_stmt_bind_int64 (stmt, "account_id", ticket->account_id);
  et_db_stmt_bind_int64 (stmt, "offer_id", ticket->claims.offer_id);
  et_db_stmt_bind_int64 (stmt, "serial", ticket->serial);
  et_db_stmt_bind_int64 (stmt, "admits", ticket->claims.admits);
  et_db_stmt_bind_int64 (stmt, "price_cents", ticket->price_cents);
  et_db_stmt_bind_int64 (stmt, "key_id", ticket->claims.key_id);
  et_db_stmt_bind_bytes (stmt, "nonce", ticket->claims.nonce, ET_TICKET_NONCE_SIZE);
  et_db_stmt_bind_int64 (stmt, "valid_from", ticket->claims.valid_from_ms);
  et_db_stmt_bind_int64 (stmt, "valid_minutes", ticket->claims.valid_minutes);
  et_db_stmt_bind_text (stmt, "holder", ticket->holder);
  et_db_stmt_bind_text (stmt, "holder_key", ticket->holder_key);
  et_db_stmt_bind_int64 (stmt, "created_at", ticket->created_at);
  return et_db_stmt_run_insert (stmt, ret_id, error);
}

/* Takes a ticket out of use, unless it was admitted. @ret_revoked: FALSE when it is not valid. */
gboolean
et_ticket_repo_revoke (EtDb *db, int64_t ticket_id, gboolean *ret_revoked, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE tickets SET state = 'revoked' WHERE id = :id AND state = 'valid'", error);
  int64_t n;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", ticket_id);
  if (!et_db_stmt_run (stmt, &n, error))
    return FALSE;
  *ret_revoked = n == 1;
  return TRUE;
}

/* Writes another holder on all tickets of an account, such as when it is made anonymous. */
gboolean
et_ticket_repo_rename_holder (EtDb *db, int64_t account_id, const char *holder, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "UPDATE tickets SET holder = :holder, "
                                             "holder_key = :holder_key WHERE account_id = :account",
                                             error);
  g_autofree char *holder_key = et_fold (holder);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_text (stmt, "holder", holder);
  et_db_stmt_bind_text (stmt, "holder_key", holder_key);
  et_db_stmt_bind_int64 (stmt, "account", account_id);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Calls @func for each ticket of an event. */
gboolean
et_ticket_repo_foreach_of_event (
    EtDb *db, int64_t event_id, EtTicketOwnerFunc func, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db,
                                             "SELECT t.id, t.account_id FROM tickets t "
                                             "JOIN offers f ON f.id = t.offer_id "
                                             "WHERE f.event_id = :event_id",
                                             error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "event_id", event_id);
  for (;;)
    {
      if (!et_db_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      func (et_db_stmt_get_int64 (stmt, 0), et_db_stmt_get_int64 (stmt, 1), data);
    }
}
