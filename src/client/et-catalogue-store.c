/* SPDX-License-Identifier: MIT */
#include "client/et-catalogue-store.h"

#include <string.h>

#include "client/et-catalogue-rows.h"
#include "client/et-copy.h"
#include "core/et-event.h"
#include "core/et-fold.h"
#include "core/et-translation.h"
#include "db/et-db-record.h"

/* An EtOfferFilter that owns its text. */
typedef struct
{
  char **words; /* owned; folded */
  char *offer_type; /* owned, nullable */
  char *sport; /* owned, nullable */
  int64_t from;
  int64_t until;
  int64_t event_id; /* ET_NULL_INT64 for any */
  gboolean is_in_cart;
  guint limit; /* 0 for none */
  int64_t max_price_cents; /* ET_NULL_INT64 for none */
  EtOfferOrder order;
} Filter;

static char **
split_words (const char *text)
{
  g_autofree char *folded = et_fold (text != NULL ? text : "");

  return g_strsplit (folded, " ", -1);
}

/* Each word of the search must stand somewhere; no words match everything. */
static gboolean
has_words (const char *folded, char **words)
{
  for (char **word = words; *word != NULL; word++)
    if (strstr (folded, *word) == NULL)
      return FALSE;
  return TRUE;
}

static Filter *
copy_filter (const EtOfferFilter *filter)
{
  Filter *copy = g_new0 (Filter, 1);

  copy->from = copy->until = copy->max_price_cents = copy->event_id = ET_NULL_INT64;
  copy->words = split_words (filter != NULL ? filter->text : NULL);
  if (filter == NULL)
    return copy;
  copy->offer_type = g_strdup (filter->offer_type);
  copy->sport = g_strdup (filter->sport);
  copy->from = filter->from;
  copy->until = filter->until;
  copy->is_in_cart = filter->is_in_cart;
  copy->limit = filter->limit;
  if (filter->event_id > 0)
    copy->event_id = filter->event_id;
  if (filter->max_price_cents > 0)
    copy->max_price_cents = filter->max_price_cents;
  copy->order = filter->order;
  return copy;
}

static void
free_filter (gpointer data)
{
  Filter *filter = data;

  g_strfreev (filter->words);
  g_free (filter->offer_type);
  g_free (filter->sport);
  g_free (filter);
}

static void
append_word (GString *text, const char *word)
{
  if (word != NULL)
    g_string_append_printf (text, " %s", word);
}

/* What a search looks through; the sport by its name in each language. It begins with the names,
 * so that it also sorts by them. */
static char *
fold_offer (EtOffer *offer)
{
  const char *sport = offer->sport != NULL ? et_sport_get_name (offer->sport) : NULL;
  g_autoptr (GString) text = g_string_new (offer->event_name);

  append_word (text, offer->name);
  append_word (text, offer->venue);
  append_word (text, offer->sport);
  for (guint i = 0; sport != NULL && et_languages[i] != NULL; i++)
    append_word (text, et_translate (et_languages[i], sport));
  return et_fold (text->str);
}

static const char *
get_order_sql (EtOfferOrder order)
{
  switch (order)
    {
    case ET_OFFER_ORDER_DATE:
      return "ORDER BY starts_at, id";
    case ET_OFFER_ORDER_NAME:
      return "ORDER BY folded, id";
    case ET_OFFER_ORDER_PRICE:
    default:
      return "ORDER BY price_cents, id";
    }
}

static EtDbStmt *
prepare_list (EtDb *db, Filter *filter, GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT folded, * FROM offers WHERE is_active = 1 "
                                      "AND (:offer_type IS NULL OR offer_type = :offer_type) "
                                      "AND (:sport IS NULL OR sport = :sport) "
                                      "AND (:earliest IS NULL OR starts_at >= :earliest) "
                                      "AND (:latest IS NULL OR starts_at < :latest) "
                                      "AND (:max_price IS NULL OR price_cents <= :max_price) "
                                      "AND (:event_id IS NULL OR event_id = :event_id) "
                                      "AND (:is_in_cart = 0 OR id IN "
                                      "(SELECT offer_id FROM cart_lines)) ",
                                      get_order_sql (filter->order), NULL);
  EtDbStmt *stmt = et_db_prepare (db, sql, error);

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_text (stmt, "offer_type", filter->offer_type);
  et_db_stmt_bind_text (stmt, "sport", filter->sport);
  et_db_stmt_bind_nullable (stmt, "earliest", filter->from);
  et_db_stmt_bind_nullable (stmt, "latest", filter->until);
  et_db_stmt_bind_nullable (stmt, "max_price", filter->max_price_cents);
  et_db_stmt_bind_nullable (stmt, "event_id", filter->event_id);
  et_db_stmt_bind_int64 (stmt, "is_in_cart", filter->is_in_cart);
  return stmt;
}

static gpointer
list_offers (EtDb *db, gpointer data, GError **error)
{
  Filter *filter = data;
  g_autoptr (EtDbStmt) stmt = prepare_list (db, filter, error);
  g_autoptr (GListStore) list = g_list_store_new (et_offer_get_type ());
  gboolean has_row = stmt != NULL;
  guint n = 0;

  while (has_row && et_db_stmt_step (stmt, &has_row, error))
    {
      g_autoptr (EtOffer) offer = NULL;

      if (!has_row || (filter->limit > 0 && n == filter->limit))
        return g_steal_pointer (&list);
      if (!has_words (et_db_stmt_get_text (stmt, 0), filter->words))
        continue;
      offer = et_db_stmt_get_record (stmt, et_offer_get_type (), error);
      if (offer == NULL)
        return NULL;
      g_list_store_append (list, offer);
      n++;
    }
  return NULL;
}

/* Keeps an offer in the copy, with the text that searches look through. */
gboolean
et_catalogue_rows_put (EtDb *db, EtOffer *offer, GError **error)
{
  g_autofree char *folded = fold_offer (offer);

  return et_copy_put_with (db, "offers", offer, "folded", folded, error);
}

/* Blocking: see the asynchronous form. */
GListModel *
et_catalogue_store_list (EtStore *store, const EtOfferFilter *filter, GError **error)
{
  Filter *copy = copy_filter (filter);
  GListModel *list = et_store_run (store, list_offers, copy, g_object_unref, error);

  free_filter (copy);
  return list;
}

/* @filter: (nullable): NULL lists all. */
void
et_catalogue_store_list_async (EtStore *store,
                               const EtOfferFilter *filter,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  et_store_run_async (store, list_offers, copy_filter (filter), free_filter, g_object_unref,
                      cancellable, callback, data);
}

/* Returns: (transfer full): a GListStore of EtOffer. */
GListModel *
et_catalogue_store_list_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}
