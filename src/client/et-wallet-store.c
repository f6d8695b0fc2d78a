/* SPDX-License-Identifier: MIT */
#include "client/et-wallet-store.h"

#include "client/et-copy.h"
#include "client/et-wallet-rows.h"
#include "db/et-db-record.h"

static gboolean
delete_lines (EtDb *db, int64_t order_id, GError **error)
{
  return et_copy_run (db, "DELETE FROM order_lines WHERE order_id = :order_id", "order_id",
                      order_id, error);
}

static gboolean
put_line (EtDb *db, int64_t order_id, EtOrderLine *line, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO order_lines (order_id, offer_id, name, price_cents, qty, admits, tax_permille, "
      "line_total_cents) VALUES (:order_id, :offer_id, :name, :price_cents, :qty, :admits, "
      ":tax_permille, :line_total_cents)",
      error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "order_id", order_id);
  et_db_stmt_bind_record (stmt, line);
  return et_db_stmt_run (stmt, NULL, error);
}

static gpointer
list_tickets (EtDb *db, gpointer data, GError **error)
{
  return et_copy_list (db, et_ticket_get_type (), "SELECT * FROM tickets ORDER BY starts_at, id",
                       error);
}

static gpointer
list_order (EtDb *db, gpointer order_id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM tickets WHERE order_id = %" G_GINT64_FORMAT
                                          " ORDER BY starts_at, id",
                                          *(int64_t *) order_id);

  return et_copy_list (db, et_ticket_get_type (), sql, error);
}

typedef struct
{
  int64_t now;
  guint limit;
} UpcomingQuery;

static gpointer
list_upcoming (EtDb *db, gpointer data, GError **error)
{
  UpcomingQuery *query = data;
  g_autofree char *sql = g_strdup_printf (
      "SELECT * FROM tickets WHERE valid_until >= %" G_GINT64_FORMAT
      " ORDER BY starts_at, id LIMIT %u",
      query->now, query->limit);

  return et_copy_list (db, et_ticket_get_type (), sql, error);
}

static gpointer
count_usable (EtDb *db, gpointer data, GError **error)
{
  int64_t *number = data;
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM tickets WHERE state = 'valid' AND valid_until >= %" G_GINT64_FORMAT,
      *number);

  return et_copy_get_number (db, sql, 0, number, error) ? g_memdup2 (number, sizeof *number) : NULL;
}

static gpointer
find_ticket (EtDb *db, gpointer data, GError **error)
{
  return et_copy_find (db, et_ticket_get_type (), "SELECT * FROM tickets WHERE id = :id",
                       *(int64_t *) data, error);
}

/* The newest first. */
#define ORDERS "FROM orders ORDER BY coalesce(paid_at, created_at) DESC, id DESC LIMIT :limit"

static GHashTable *
index_orders (GPtrArray *orders)
{
  GHashTable *by_id = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < orders->len; i++)
    {
      EtOrder *order = g_ptr_array_index (orders, i);

      if (order->items == NULL)
        order->items = g_ptr_array_new_with_free_func (g_object_unref);
      g_hash_table_insert (by_id, &order->id, order);
    }
  return by_id;
}

/* One statement for the lines of all. */
static gboolean
read_lines (EtDb *db, GPtrArray *orders, int64_t limit, GError **error)
{
  g_autoptr (GHashTable) by_id = index_orders (orders);
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT order_id, * FROM order_lines WHERE order_id IN (SELECT id " ORDERS
      ") ORDER BY order_id, offer_id",
      error);
  gboolean has_row = stmt != NULL;

  if (stmt != NULL)
    et_db_stmt_bind_int64 (stmt, "limit", limit);
  while (has_row && et_db_stmt_step (stmt, &has_row, error))
    {
      int64_t order_id;
      EtOrderLine *line;

      if (!has_row)
        return TRUE;
      order_id = et_db_stmt_get_int64 (stmt, 0);
      line = et_db_stmt_get_record (stmt, et_order_line_get_type (), error);
      if (line == NULL)
        return FALSE;
      g_ptr_array_add (((EtOrder *) g_hash_table_lookup (by_id, &order_id))->items, line);
    }
  return FALSE;
}

static gpointer
list_orders (EtDb *db, gpointer data, GError **error)
{
  guint wanted = *(guint *) data;
  int64_t limit = wanted > 0 ? (int64_t) wanted : -1;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT * " ORDERS, error);
  g_autoptr (GPtrArray) orders = NULL;
  GListStore *list;

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_int64 (stmt, "limit", limit);
  orders = et_db_stmt_read_all (stmt, et_order_get_type (), error);
  if (orders == NULL || !read_lines (db, orders, limit, error))
    return NULL;
  list = g_list_store_new (et_order_get_type ());
  g_list_store_splice (list, 0, 0, orders->pdata, orders->len);
  return list;
}

/* Keeps an order with its lines in place of what was known of it. */
gboolean
et_wallet_rows_put_order (EtDb *db, EtOrder *order, GError **error)
{
  if (!et_copy_put (db, "orders", order, error) || !delete_lines (db, order->id, error))
    return FALSE;
  for (guint i = 0; i < order->items->len; i++)
    if (!put_line (db, order->id, g_ptr_array_index (order->items, i), error))
      return FALSE;
  return TRUE;
}

gboolean
et_wallet_rows_delete_order (EtDb *db, int64_t order_id, GError **error)
{
  return delete_lines (db, order_id, error) &&
         et_copy_run (db, "DELETE FROM invoices WHERE order_id = :order_id", "order_id", order_id,
                      error) &&
         et_copy_delete (db, "orders", order_id, error);
}

/* Blocking: see the asynchronous form. */
GListModel *
et_wallet_store_list_tickets (EtStore *store, GError **error)
{
  return et_store_run (store, list_tickets, NULL, g_object_unref, error);
}

void
et_wallet_store_list_tickets_async (EtStore *store,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  et_store_run_async (store, list_tickets, NULL, NULL, g_object_unref, cancellable, callback, data);
}

/* The first of those whose time is not over. @now: milliseconds since 1970, UTC. */
void
et_wallet_store_list_upcoming_async (EtStore *store,
                                     int64_t now,
                                     guint limit,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data)
{
  UpcomingQuery query = { now, limit };

  et_store_run_async (store, list_upcoming, g_memdup2 (&query, sizeof query), g_free,
                      g_object_unref, cancellable, callback, data);
}

/* Those of one order. */
void
et_wallet_store_list_order_async (EtStore *store,
                                  int64_t order_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  et_store_run_async (store, list_order, g_memdup2 (&order_id, sizeof order_id), g_free,
                      g_object_unref, cancellable, callback, data);
}

/* Of any of these. */
GListModel *
et_wallet_store_list_tickets_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}

void
et_wallet_store_count_usable_async (EtStore *store,
                                    int64_t now,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  et_store_run_async (store, count_usable, g_memdup2 (&now, sizeof now), g_free, g_free,
                      cancellable, callback, data);
}

gboolean
et_wallet_store_count_usable_finish (EtStore *store,
                                     GAsyncResult *result,
                                     int64_t *ret_count,
                                     GError **error)
{
  g_autofree int64_t *count = et_store_run_finish (store, result, error);

  if (count == NULL)
    return FALSE;
  *ret_count = *count;
  return TRUE;
}

/* Blocking: see the asynchronous form. */
EtTicket *
et_wallet_store_find_ticket (EtStore *store, int64_t ticket_id, GError **error)
{
  return et_store_run (store, find_ticket, &ticket_id, g_object_unref, error);
}

/* Sets ET_ERROR_NOT_FOUND when the copy has no such ticket. */
void
et_wallet_store_find_ticket_async (EtStore *store,
                                   int64_t ticket_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  et_store_run_async (store, find_ticket, g_memdup2 (&ticket_id, sizeof ticket_id), g_free,
                      g_object_unref, cancellable, callback, data);
}

EtTicket *
et_wallet_store_find_ticket_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}

/* Blocking: see the asynchronous form. */
GListModel *
et_wallet_store_list_orders (EtStore *store, GError **error)
{
  guint limit = 0;

  return et_store_run (store, list_orders, &limit, g_object_unref, error);
}

/* @limit: orders at most; 0 for all. */
void
et_wallet_store_list_orders_async (EtStore *store,
                                   guint limit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  et_store_run_async (store, list_orders, g_memdup2 (&limit, sizeof limit), g_free, g_object_unref,
                      cancellable, callback, data);
}

GListModel *
et_wallet_store_list_orders_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}
