/* SPDX-License-Identifier: MIT */
#include "client/et-cart-rows.h"

#include "client/et-cart-store.h"
#include "client/et-copy.h"
#include "client/et-outbox-rows.h"
#include "client/et-server-clock.h"
#include "client/et-store.h"
#include "core/et-money.h"
#include "core/et-time.h"
#include "db/et-db-record.h"

#define MAX_QUANTITY "max-quantity"
#define HELD_UNTIL "held-until"

/* Returns: how many tickets a line may hold, as the server said last. */
int64_t
et_cart_rows_get_max_quantity (EtDb *db)
{
  return et_copy_get_setting (db, MAX_QUANTITY, ET_CART_MAX_QUANTITY);
}

gboolean
et_cart_rows_set_max_quantity (EtDb *db, int64_t max_quantity, GError **error)
{
  if (max_quantity == et_cart_rows_get_max_quantity (db))
    return TRUE;
  et_store_announce ("cart");
  return et_copy_set_setting (db, MAX_QUANTITY, max_quantity, error);
}

/* Reads a line with the price of now; an offer that the copy lacks keeps what was told last. */
static EtCartLine *
read_line (EtDbStmt *stmt, GError **error)
{
  EtCartLine *line = et_db_stmt_get_record (stmt, et_cart_line_get_type (), error);

  if (line == NULL ||
      et_money_multiply (line->price_cents, line->quantity, &line->line_total_cents))
    return line;
  et_error_set (error, ET_ERROR_CORRUPT);
  g_object_unref (line);
  return NULL;
}

/* Returns: (transfer full): the cart, lines in the order in which they were added. */
EtCart *
et_cart_rows_read (EtDb *db, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "SELECT c.offer_id, coalesce(o.name, c.name) AS name, c.quantity AS qty, "
      "coalesce(o.price_cents, c.price_cents) AS price_cents "
      "FROM cart_lines c LEFT JOIN offers o ON o.id = c.offer_id ORDER BY c.id",
      error);
  g_autoptr (EtCart) cart = et_cart_new ();
  gboolean has_row = stmt != NULL;

  cart->max_quantity = et_cart_rows_get_max_quantity (db);
  cart->held_until = et_copy_get_setting (db, HELD_UNTIL, ET_NULL_INT64);
  while (has_row && et_db_stmt_step (stmt, &has_row, error))
    {
      EtCartLine *line;

      if (!has_row)
        return g_steal_pointer (&cart);
      line = read_line (stmt, error);
      if (line == NULL)
        return NULL;
      g_ptr_array_add (cart->items, line);
      cart->total_cents += line->line_total_cents;
    }
  return NULL;
}

/* One difference a line and kind: a price that changes twice is told once, from the price that
 * the person knows to the last; one that came back is not told. */
static gboolean
note_difference (EtDb *db, EtCartDifference *difference, GError **error)
{
  g_autoptr (EtDbStmt) update = et_db_prepare (
      db,
      "UPDATE cart_differences SET new_value = :new_value, name = :name, at = :at "
      "WHERE offer_id = :offer_id AND kind = :kind",
      error);
  g_autoptr (EtDbStmt) insert = et_db_prepare (
      db,
      "INSERT INTO cart_differences (kind, offer_id, name, old_value, new_value, at) "
      "VALUES (:kind, :offer_id, :name, :old_value, :new_value, :at)",
      error);
  int64_t n_known = 0;

  if (update == NULL || insert == NULL)
    return FALSE;
  difference->at = et_time_now ();
  et_db_stmt_bind_record (update, difference);
  if (!et_db_stmt_run (update, &n_known, error))
    return FALSE;
  if (n_known > 0)
    return et_copy_exec (db, "DELETE FROM cart_differences WHERE old_value = new_value", error);
  et_db_stmt_bind_record (insert, difference);
  return et_db_stmt_run (insert, NULL, error);
}

static gboolean
tell (EtDb *db,
      const char *kind,
      int64_t offer_id,
      const char *name,
      int64_t old_value,
      int64_t new_value,
      GError **error)
{
  g_autoptr (EtCartDifference) difference = et_cart_difference_new ();

  difference->kind = g_strdup (kind);
  difference->offer_id = offer_id;
  difference->name = g_strdup (name);
  difference->old_value = old_value;
  difference->new_value = new_value;
  return note_difference (db, difference, error);
}

/* Removes a line, without queueing anything. */
gboolean
et_cart_rows_remove (EtDb *db, int64_t offer_id, GError **error)
{
  return et_copy_run (db, "DELETE FROM cart_lines WHERE offer_id = :offer_id", "offer_id", offer_id,
                      error);
}

/* Finds what the person was last told about a line. @ret_told: (out) (transfer none) (nullable):
 * the statement on its row; NULL when the cart has no such line. */
static gboolean
find_told (EtDb *db, int64_t offer_id, EtDbStmt **ret_told, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT name, price_cents, availability FROM cart_lines WHERE offer_id = :offer_id",
      error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "offer_id", offer_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  *ret_told = has_row ? g_steal_pointer (&stmt) : NULL;
  return TRUE;
}

/* Notes what the person has now been told about a line's offer. */
static gboolean
update_told (EtDb *db, EtOffer *offer, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db,
                            "UPDATE cart_lines SET name = :name, price_cents = :price_cents, "
                            "availability = :availability WHERE offer_id = :id",
                            error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_record (stmt, offer);
  return et_db_stmt_run (stmt, NULL, error);
}

static EtCartLine *
find_in_cart (EtCart *cart, int64_t offer_id)
{
  for (guint i = 0; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);

      if (line->offer_id == offer_id)
        return line;
    }
  return NULL;
}

/* Sets a line as somebody else says it is, without queueing anything. */
static gboolean
put_line (EtDb *db, EtCartLine *line, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "INSERT INTO cart_lines (offer_id, quantity, name, price_cents, availability) "
      "VALUES (:offer_id, :qty, :name, :price_cents, "
      "(SELECT availability FROM offers WHERE id = :offer_id)) "
      "ON CONFLICT (offer_id) DO UPDATE SET quantity = excluded.quantity, name = excluded.name",
      error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_record (stmt, line);
  return et_db_stmt_run (stmt, NULL, error);
}

static gboolean
drop_lines_not_in (EtDb *db, EtCart *local, EtCart *cart, gboolean is_told, GError **error)
{
  for (guint i = 0; i < local->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (local->items, i);

      if (find_in_cart (cart, line->offer_id) != NULL ||
          et_outbox_rows_wait_for (db, line->offer_id))
        continue;
      if (is_told && !tell (db, "quantity", line->offer_id, line->name, line->quantity, 0, error))
        return FALSE;
      if (!et_cart_rows_remove (db, line->offer_id, error))
        return FALSE;
    }
  return TRUE;
}

/* Says once when places were held and their time ran out, while there are still some to hold. */
gboolean
et_cart_rows_settle_hold (EtDb *db, GError **error)
{
  g_autoptr (EtCart) cart = et_cart_rows_read (db, error);

  if (cart == NULL)
    return FALSE;
  if (cart->held_until == ET_NULL_INT64 || cart->held_until > et_server_clock_now ())
    return TRUE;
  et_store_announce ("cart");
  return (cart->items->len == 0 ||
          tell (db, "hold_expired", 0, "", cart->held_until, ET_NULL_INT64, error)) &&
         et_copy_set_setting (db, HELD_UNTIL, ET_NULL_INT64, error);
}

/* Makes the cart as the server has it, but for lines about which a write still waits. @is_told:
 * whether the person edited the cart and must hear what came out differently. */
gboolean
et_cart_rows_take_server_cart (EtDb *db, EtCart *cart, gboolean is_told, GError **error)
{
  g_autoptr (EtCart) local = et_cart_rows_read (db, error);

  if (local == NULL ||
      (cart->held_until == ET_NULL_INT64 && cart->items->len > 0 &&
       !et_cart_rows_settle_hold (db, error)) ||
      !drop_lines_not_in (db, local, cart, is_told, error))
    return FALSE;
  for (guint i = 0; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);
      EtCartLine *known = find_in_cart (local, line->offer_id);
      int64_t quantity = known != NULL ? known->quantity : 0;

      if (quantity == line->quantity || et_outbox_rows_wait_for (db, line->offer_id))
        continue;
      if (is_told &&
          !tell (db, "quantity", line->offer_id, line->name, quantity, line->quantity, error))
        return FALSE;
      if (!put_line (db, line, error))
        return FALSE;
    }
  et_store_announce ("cart");
  return et_copy_set_setting (db, HELD_UNTIL, cart->held_until, error);
}

/* The line may have left the server's cart before it is known why; only the reason is told. */
static gboolean
give_reason (EtDb *db, int64_t offer_id, GError **error)
{
  et_store_announce ("cart");
  return et_copy_run (db,
                      "UPDATE cart_differences SET kind = 'withdrawn', old_value = NULL, "
                      "new_value = NULL WHERE offer_id = :offer_id AND kind = 'quantity' "
                      "AND new_value = 0",
                      "offer_id", offer_id, error);
}

/* Takes an offer that left the catalogue out of the cart, and says so. */
gboolean
et_cart_rows_withdraw (EtDb *db, int64_t offer_id, GError **error)
{
  g_autoptr (EtDbStmt) told = NULL;

  if (!find_told (db, offer_id, &told, error))
    return FALSE;
  if (told == NULL)
    return give_reason (db, offer_id, error);
  et_store_announce ("cart");
  return tell (db, "withdrawn", offer_id, et_db_stmt_get_text (told, 0), ET_NULL_INT64,
               ET_NULL_INT64, error) &&
         et_cart_rows_remove (db, offer_id, error);
}

/* Compares an offer as it is now with what the person was told, and says what became different. */
gboolean
et_cart_rows_take_offer (EtDb *db, EtOffer *offer, GError **error)
{
  g_autoptr (EtDbStmt) told = NULL;
  gboolean is_sold_out, was_sold_out;
  int64_t price;

  if (!offer->is_active)
    return et_cart_rows_withdraw (db, offer->id, error);
  if (!find_told (db, offer->id, &told, error))
    return FALSE;
  if (told == NULL)
    return TRUE;

  price = et_db_stmt_get_int64 (told, 1);
  was_sold_out = g_strcmp0 (et_db_stmt_get_text (told, 2), "sold_out") == 0;
  is_sold_out = g_strcmp0 (offer->availability, "sold_out") == 0;
  et_store_announce ("cart");
  return (price == offer->price_cents ||
          tell (db, "price", offer->id, offer->name, price, offer->price_cents, error)) &&
         (was_sold_out || !is_sold_out ||
          tell (db, "sold_out", offer->id, offer->name, ET_NULL_INT64, ET_NULL_INT64, error)) &&
         update_told (db, offer, error);
}

/* Empties the cart, without queueing anything: it was bought, or sent along with a sign-in. */
gboolean
et_cart_rows_empty (EtDb *db, GError **error)
{
  et_store_announce ("cart");
  return et_copy_exec (db, "DELETE FROM cart_lines", error) &&
         et_copy_exec (db, "DELETE FROM cart_differences", error);
}
