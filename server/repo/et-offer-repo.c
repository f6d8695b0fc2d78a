/* SPDX-License-Identifier: MIT */
#include "server/repo/et-offer-repo.h"

#include "core/et-fold.h"
#include "core/et-money.h"
#include "db/et-db-record.h"
#include "server/repo/et-like.h"

/* An offer with its event; the first columns are those of its stock. */
#define COLUMNS \
  ET_STOCK_COLUMNS ", o.id, o.name, o.offer_type, o.description, o.price_cents, '" ET_CURRENCY \
                   "' AS currency, o.version, e.name AS event_name, e.sport, e.venue, " \
                   "e.starts_at, e.doors_at, " \
                   "e.time_zone"
#define TABLES " FROM offers o JOIN events e ON e.id = o.event_id "
#define PUBLIC_OFFERS "SELECT " COLUMNS TABLES "WHERE o.is_active = 1 AND e.ends_at > :now "
#define WHOLE_OFFERS "SELECT " COLUMNS ", o.quota, o.sold" TABLES

#define MATCHING \
  "WHERE (:offer_type = '' OR o.offer_type = :offer_type) " \
  "AND (:sport = '' OR e.sport = :sport) " \
  "AND (:is_active < 0 OR o.is_active = :is_active) " \
  "AND (o.search_key LIKE :pattern ESCAPE '!' OR e.search_key LIKE :pattern ESCAPE '!') "

static EtOffer *
read_offer (EtDbStmt *stmt, GError **error)
{
  EtOffer *offer = et_db_stmt_get_record (stmt, et_offer_get_type (), error);
  EtStock stock;

  if (offer == NULL)
    return NULL;
  et_stock_read (&stock, stmt, 0);
  et_record_set_text (&offer->availability, et_stock_get_availability (&stock));
  return offer;
}

static GPtrArray *
read_offers (EtDbStmt *stmt, GError **error)
{
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean has_row;

  for (;;)
    {
      EtOffer *offer;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&offers);
      offer = read_offer (stmt, error);
      if (offer == NULL)
        return NULL;
      g_ptr_array_add (offers, offer);
    }
}

static void
bind_query (EtDbStmt *stmt, const EtOfferQuery *query)
{
  g_autofree char *pattern = et_like_containing (query->text);

  et_db_stmt_bind_text (stmt, "offer_type", query->offer_type != NULL ? query->offer_type : "");
  et_db_stmt_bind_text (stmt, "sport", query->sport != NULL ? query->sport : "");
  et_db_stmt_bind_int64 (stmt, "is_active", query->is_active);
  et_db_stmt_bind_text (stmt, "pattern", pattern);
}

/* The catalogue that everybody sees: active offers of events that are not over, by price, without
 * quota and sales. Returns: (transfer full) (element-type EtOffer). */
GPtrArray *
et_offer_repo_list_on_sale (EtDb *db, int64_t now, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, PUBLIC_OFFERS "ORDER BY o.price_cents, o.id", error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "now", now);
  return read_offers (stmt, error);
}

/* Those on sale among the offers that the change feed names, as the public sees them.
 * Returns: (transfer full) (element-type EtOffer). */
GPtrArray *
et_offer_repo_list_changed (EtDb *db, const EtChangeRange *range, int64_t now, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, PUBLIC_OFFERS "AND o.id" ET_ROWS_CHANGED ("offer"), error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "now", now);
  et_rows_bind_range (stmt, range);
  return read_offers (stmt, error);
}

/* Offers as administrators see them, by event and price.
 * Returns: (transfer full) (element-type EtOffer). */
GPtrArray *
et_offer_repo_list (EtDb *db, const EtOfferQuery *query, const EtPage *page, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      WHOLE_OFFERS MATCHING
      "ORDER BY e.starts_at, e.id, o.price_cents, o.id LIMIT :limit OFFSET :offset",
      error);

  if (stmt == NULL)
    return NULL;

  bind_query (stmt, query);
  et_page_bind (page, stmt);
  return read_offers (stmt, error);
}

gboolean
et_offer_repo_count (EtDb *db, const EtOfferQuery *query, int64_t *ret_count, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT COUNT(*)" TABLES MATCHING, error);

  if (stmt == NULL)
    return FALSE;

  bind_query (stmt, query);
  return et_rows_read_int64 (stmt, ret_count, error);
}

/* Returns: (transfer full): the offer as administrators see it; NULL with ET_ERROR_NOT_FOUND. */
EtOffer *
et_offer_repo_find (EtDb *db, int64_t offer_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, WHOLE_OFFERS "WHERE o.id = :id", error);
  gboolean has_row;

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "id", offer_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return NULL;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  return read_offer (stmt, error);
}

/* Reads what is left of an offer and its name; sets ET_ERROR_OFFER_UNKNOWN when there is none. */
gboolean
et_offer_repo_read_stock (
    EtDb *db, int64_t offer_id, EtStock *ret_stock, char **ret_name, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT " ET_STOCK_COLUMNS ", o.name" TABLES "WHERE o.id = :id", error);
  gboolean has_row;

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", offer_id);
  if (!et_db_stmt_step (stmt, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      et_error_set (error, ET_ERROR_OFFER_UNKNOWN);
      return FALSE;
    }
  et_stock_read (ret_stock, stmt, 0);
  *ret_name = g_strdup (et_db_stmt_get_text (stmt, ET_N_STOCK_COLUMNS));
  return TRUE;
}

/* Returns: (transfer full): an array of int64_t. */
GArray *
et_offer_repo_list_ids_of_event (EtDb *db, int64_t event_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT id FROM offers WHERE event_id = :event_id ORDER BY id", error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "event_id", event_id);
  return et_rows_read_ids (stmt, error);
}

/* The offers of events that ended after @after, @until at the latest.
 * Returns: (transfer full): an array of int64_t. */
GArray *
et_offer_repo_list_ids_ended (EtDb *db, int64_t after, int64_t until, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "SELECT o.id" TABLES "WHERE e.ends_at > :after AND e.ends_at <= :until ORDER BY o.id",
      error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "after", after);
  et_db_stmt_bind_int64 (stmt, "until", until);
  return et_rows_read_ids (stmt, error);
}

static void
bind_offer (EtDbStmt *stmt, EtOffer *offer)
{
  g_autofree char *search_key = et_fold (offer->name);

  et_db_stmt_bind_record (stmt, offer);
  et_db_stmt_bind_text (stmt, "search_key", search_key);
}

/* Adds an offer; its id, version and sales are not read. */
gboolean
et_offer_repo_insert (EtDb *db, EtOffer *offer, int64_t *ret_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare_insert (
      db,
      "INSERT INTO offers (event_id, name, offer_type, admits, description, "
      "price_cents, quota, is_active, sale_starts, sale_ends, max_per_order, max_per_account, "
      "search_key) VALUES (:event_id, :name, :offer_type, :admits, :description, "
      ":price_cents, :quota, :is_active, :sale_starts, :sale_ends, :max_per_order, "
      ":max_per_account, :search_key)",
      error);

  if (stmt == NULL)
    return FALSE;

  bind_offer (stmt, offer);
  return et_db_stmt_run_insert (stmt, ret_id, error);
}

/* Replaces the offer with the id and the version of @offer, and raises the version.
 * @ret_found: FALSE when there is none with both. */
gboolean
et_offer_repo_update (EtDb *db, EtOffer *offer, gboolean *ret_found, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE offers SET event_id = :event_id, name = :name, offer_type = :offer_type, "
      "admits = :admits, description = :description, price_cents = :price_cents, quota = :quota, "
      "is_active = :is_active, sale_starts = :sale_starts, sale_ends = :sale_ends, "
      "max_per_order = :max_per_order, max_per_account = :max_per_account, "
      "search_key = :search_key, version = version + 1 "
      "WHERE id = :id AND version = :version",
      error);
  int64_t n;

  if (stmt == NULL)
    return FALSE;

  bind_offer (stmt, offer);
  if (!et_db_stmt_run (stmt, &n, error))
    return FALSE;
  *ret_found = n == 1;
  return TRUE;
}

gboolean
et_offer_repo_deactivate (EtDb *db, int64_t offer_id, GError **error)
{
  return et_rows_run_by_id (
      db, "UPDATE offers SET is_active = 0, version = version + 1 WHERE id = :id", offer_id, error);
}

/* Removes an offer that was never sold and stands in no cart. */
gboolean
et_offer_repo_delete (EtDb *db, int64_t offer_id, GError **error)
{
  return et_rows_run_by_id (db, "DELETE FROM offers WHERE id = :id", offer_id, error);
}

static gboolean
run_for_held (EtDbStmt *stmt, int64_t offer_id, int64_t quantity, GError **error)
{
  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", offer_id);
  et_db_stmt_bind_int64 (stmt, "quantity", quantity);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Turns held places, in tickets, into sold ones. */
gboolean
et_offer_repo_sell_held (EtDb *db, int64_t offer_id, int64_t quantity, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, "UPDATE offers SET held = held - :quantity, sold = sold + :quantity WHERE id = :id",
      error);

  return run_for_held (stmt, offer_id, quantity, error);
}

/* Gives held places, in tickets, back to the sale. */
gboolean
et_offer_repo_give_back_held (EtDb *db, int64_t offer_id, int64_t quantity, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "UPDATE offers SET held = held - :quantity WHERE id = :id", error);

  return run_for_held (stmt, offer_id, quantity, error);
}

/* Lets sold places, in tickets, return to the sale. */
gboolean
et_offer_repo_give_back_sold (EtDb *db, int64_t offer_id, int64_t quantity, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "UPDATE offers SET sold = sold - :quantity WHERE id = :id", error);

  return run_for_held (stmt, offer_id, quantity, error);
}
