/* SPDX-License-Identifier: MIT */
#include "client/et-finder.h"

#include <string.h>

#include "client/et-copy.h"
#include "client/et-server-clock.h"
#include "core/et-event.h"
#include "core/et-fold.h"
#include "core/et-offer.h"
#include "core/et-ticket.h"
#include "core/et-translation.h"
#include "db/et-db-record.h"

typedef struct
{
  char **words; /* owned; folded */
  guint max;
} Search;

static Search *
new_search (const char *const *words, guint max)
{
  g_autofree char *text = g_strjoinv (" ", (char **) words);
  g_autofree char *folded = et_fold (text);
  Search *search = g_new0 (Search, 1);

  search->words = g_strsplit (folded, " ", -1);
  search->max = max;
  return search;
}

static void
free_search (gpointer data)
{
  Search *search = data;

  g_strfreev (search->words);
  g_free (search);
}

static gboolean
has_words (const char *folded, char **words)
{
  for (char **word = words; *word != NULL; word++)
    if (strstr (folded, *word) == NULL)
      return FALSE;
  return TRUE;
}

/* Whether the row of a statement is what is looked for. */
typedef gboolean (*MatchFunc) (EtDbStmt *stmt, char **words);

/* A ticket is found by all that stands on it, and by its sport in each language. */
static gboolean
ticket_matches (EtDbStmt *stmt, char **words)
{
  const char *sport = et_sport_get_name (et_db_stmt_get_text (stmt, 1));
  g_autoptr (GString) text = g_string_new (et_db_stmt_get_text (stmt, 0));
  g_autofree char *folded = NULL;

  for (guint i = 0; sport != NULL && et_languages[i] != NULL; i++)
    g_string_append_printf (text, " %s", et_translate (et_languages[i], sport));
  folded = et_fold (text->str);
  return has_words (folded, words);
}

static gboolean
offer_matches (EtDbStmt *stmt, char **words)
{
  return has_words (et_db_stmt_get_text (stmt, 0), words);
}

/* Adds the records of @type of those rows of @sql that match, until there are as many as wanted;
 * only those are read. */
static gboolean
find_records (EtDb *db,
              const char *sql,
              GType type,
              MatchFunc matches,
              Search *search,
              GListStore *found,
              GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, error);
  gboolean has_row = FALSE;

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "now", et_server_clock_now ());
  while (g_list_model_get_n_items (G_LIST_MODEL (found)) < search->max)
    {
      g_autoptr (EtRecord) record = NULL;

      if (!et_db_stmt_step (stmt, &has_row, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!matches (stmt, search->words))
        continue;
      record = et_db_stmt_get_record (stmt, type, error);
      if (record == NULL)
        return FALSE;
      g_list_store_append (found, record);
    }
  return TRUE;
}

/* Tickets that can still be used come before those of the past, and all before offers. */
static gpointer
search_copy (EtDb *db, gpointer data, GError **error)
{
  g_autoptr (GListStore) found = g_list_store_new (ET_TYPE_RECORD);

  return find_records (db,
                       "SELECT event_name || ' ' || venue || ' ' || offer_name || ' ' || "
                       "short_number || ' ' || holder AS told, sport, * FROM tickets "
                       "ORDER BY valid_until < :now, CASE WHEN valid_until < :now "
                       "THEN -starts_at ELSE starts_at END",
                       et_ticket_get_type (), ticket_matches, data, found, error) &&
                 find_records (db,
                               "SELECT folded, * FROM offers "
                               "WHERE is_active = 1 AND ends_at > :now "
                               "ORDER BY starts_at, price_cents, id",
                               et_offer_get_type (), offer_matches, data, found, error)
             ? g_steal_pointer (&found)
             : NULL;
}

static gpointer
find_ticket (EtDb *db, const char *short_number, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT * FROM tickets WHERE short_number = :short_number", error);

  if (stmt == NULL)
    return NULL;
  et_db_stmt_bind_text (stmt, "short_number", short_number);
  return et_db_stmt_read_one (stmt, et_ticket_get_type (), error);
}

static gpointer
follow (EtDb *db, gpointer data, GError **error)
{
  const EtLink *link = data;

  if (link->short_number != NULL)
    return find_ticket (db, link->short_number, error);
  return et_copy_find (db, et_offer_get_type (), "SELECT * FROM offers WHERE id = :id",
                       link->offer_id, error);
}

static void
free_link (gpointer data)
{
  et_link_clear (data);
  g_free (data);
}

static EtLink *
copy_link (const EtLink *link)
{
  EtLink *copy = g_new0 (EtLink, 1);

  *copy = (EtLink){ g_strdup (link->short_number), link->offer_id };
  return copy;
}

/* Blocking: see the asynchronous form. */
gpointer
et_finder_follow (EtStore *store, const EtLink *link, GError **error)
{
  return et_store_run (store, follow, (gpointer) link, g_object_unref, error);
}

void
et_finder_follow_async (EtStore *store,
                        const EtLink *link,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  et_store_run_async (store, follow, copy_link (link), free_link, g_object_unref, cancellable,
                      callback, data);
}

/* Returns: (transfer full): the EtTicket or EtOffer; NULL with ET_ERROR_NOT_FOUND when the copy
 * does not hold it. */
gpointer
et_finder_follow_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}

/* Blocking: see the asynchronous form. */
GListModel *
et_finder_search (EtStore *store, const char *const *words, guint max, GError **error)
{
  Search *search = new_search (words, max);
  GListModel *found = et_store_run (store, search_copy, search, g_object_unref, error);

  free_search (search);
  return found;
}

/* Looks for records that hold each of the words, or their beginnings; accents and case are
 * ignored. */
void
et_finder_search_async (EtStore *store,
                        const char *const *words,
                        guint max,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  et_store_run_async (store, search_copy, new_search (words, max), free_search, g_object_unref,
                      cancellable, callback, data);
}

/* Returns: (transfer full): tickets, then offers, at most as many as were asked for. */
GListModel *
et_finder_search_finish (EtStore *store, GAsyncResult *result, GError **error)
{
  return et_store_run_finish (store, result, error);
}
