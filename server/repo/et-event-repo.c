/* SPDX-License-Identifier: MIT */
#include "server/repo/et-event-repo.h"

#include "core/et-fold.h"
#include "db/et-db-record.h"
#include "server/repo/et-like.h"
#include "server/repo/et-rows.h"

#define EVENTS \
  "SELECT id, name, sport, venue, starts_at, ends_at, doors_at, time_zone, capacity, version " \
  "FROM events "
#define MATCHING "WHERE (:sport = '' OR sport = :sport) AND search_key LIKE :pattern ESCAPE '!' "

static void
bind_query (EtDbStmt *stmt, const EtEventQuery *query)
{
  g_autofree char *pattern = et_like_containing (query->text);

  et_db_stmt_bind_text (stmt, "sport", query->sport != NULL ? query->sport : "");
  et_db_stmt_bind_text (stmt, "pattern", pattern);
}

/* Events by their start. Returns: (transfer full) (element-type EtEvent). */
GPtrArray *
et_event_repo_list (EtDb *db, const EtEventQuery *query, const EtPage *page, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db, EVENTS MATCHING "ORDER BY starts_at, id LIMIT :limit OFFSET :offset", error);

  if (stmt == NULL)
    return NULL;

  bind_query (stmt, query);
  et_page_bind (page, stmt);
  return et_db_stmt_read_all (stmt, et_event_get_type (), error);
}

gboolean
et_event_repo_count (EtDb *db, const EtEventQuery *query, int64_t *ret_count, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT COUNT(*) FROM events " MATCHING, error);

  if (stmt == NULL)
    return FALSE;

  bind_query (stmt, query);
  return et_rows_read_int64 (stmt, ret_count, error);
}

/* Returns: (transfer full): the event; NULL with ET_ERROR_NOT_FOUND. */
EtEvent *
et_event_repo_find (EtDb *db, int64_t event_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, EVENTS "WHERE id = :id", error);

  if (stmt == NULL)
    return NULL;

  et_db_stmt_bind_int64 (stmt, "id", event_id);
  return et_db_stmt_read_one (stmt, et_event_get_type (), error);
}

static void
bind_event (EtDbStmt *stmt, EtEvent *event)
{
  g_autofree char *text = g_strjoin (" ", event->name, event->venue, NULL);
  g_autofree char *search_key = et_fold (text);

  et_db_stmt_bind_record (stmt, event);
  et_db_stmt_bind_text (stmt, "search_key", search_key);
}

/* Adds an event; its id and version are not read. */
gboolean
et_event_repo_insert (EtDb *db, EtEvent *event, int64_t *ret_id, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare_insert (
      db,
      "INSERT INTO events (name, sport, venue, starts_at, ends_at, doors_at, time_zone, capacity, "
      "search_key) VALUES (:name, :sport, :venue, :starts_at, :ends_at, :doors_at, :time_zone, "
      ":capacity, :search_key)",
      error);

  if (stmt == NULL)
    return FALSE;

  bind_event (stmt, event);
  return et_db_stmt_run_insert (stmt, ret_id, error);
}

/* Replaces the event with the id and the version of @event, and raises the version.
 * @ret_found: FALSE when there is none with both. */
gboolean
et_event_repo_update (EtDb *db, EtEvent *event, gboolean *ret_found, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (
      db,
      "UPDATE events SET name = :name, sport = :sport, venue = :venue, starts_at = :starts_at, "
      "ends_at = :ends_at, doors_at = :doors_at, time_zone = :time_zone, capacity = :capacity, "
      "search_key = :search_key, version = version + 1 WHERE id = :id AND version = :version",
      error);
  int64_t n;

  if (stmt == NULL)
    return FALSE;

  bind_event (stmt, event);
  if (!et_db_stmt_run (stmt, &n, error))
    return FALSE;
  *ret_found = n == 1;
  return TRUE;
}

/* Reads how many people the tickets of an event admit, sold and held. */
gboolean
et_event_repo_read_taken (EtDb *db, int64_t event_id, int64_t *ret_taken, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "SELECT taken FROM events WHERE id = :id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", event_id);
  return et_rows_read_int64 (stmt, ret_taken, error);
}

/* Gives places at an event, in people, back to the sale. */
gboolean
et_event_repo_give_back (EtDb *db, int64_t event_id, int64_t people, GError **error)
{
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "UPDATE events SET taken = taken - :people WHERE id = :id", error);

  if (stmt == NULL)
    return FALSE;

  et_db_stmt_bind_int64 (stmt, "id", event_id);
  et_db_stmt_bind_int64 (stmt, "people", people);
  return et_db_stmt_run (stmt, NULL, error);
}

/* Removes an event that has no offers. */
gboolean
et_event_repo_delete (EtDb *db, int64_t event_id, GError **error)
{
  return et_rows_run_by_id (db, "DELETE FROM events WHERE id = :id", event_id, error);
}
