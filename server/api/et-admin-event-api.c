/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-event-api.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "server/api/et-catalogue-update.h"
#include "server/api/et-etag.h"
#include "server/api/et-line.h"
#include "server/api/et-listing.h"
#include "server/repo/et-event-repo.h"
#include "server/service/et-answer.h"
#include "server/service/et-edit-conflict.h"
#include "server/service/et-event-edit.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_events (EtRequest *req, EtDb *db, GError **error);
static gboolean read_event (EtRequest *req, GError **error);
static gboolean create_event (EtRequest *req, EtDb *db, GError **error);
static gboolean show_event (EtRequest *req, EtDb *db, GError **error);
static gboolean read_replacement (EtRequest *req, GError **error);
static gboolean replace_event (EtRequest *req, EtDb *db, GError **error);
static gboolean remove_event (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "q", "sport", ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_admin_event_api_routes[] = {
  { "GET", "/api/{admin}/events", ET_ROLE_ADMIN, ET_READ, read_list, list_events,
    "All events by their start, narrowed by ?q= and ?sport=", .filters = filters },
  { "POST", "/api/{admin}/events", ET_ROLE_ADMIN, ET_WRITE, read_event, create_event,
    "Make an event" },
  { "GET", "/api/{admin}/events/{id}", ET_ROLE_ADMIN, ET_READ, NULL, show_event, "One event" },
  { "PUT", "/api/{admin}/events/{id}", ET_ROLE_ADMIN, ET_WRITE, read_replacement, replace_event,
    "Replace an event" },
  { "DELETE", "/api/{admin}/events/{id}", ET_ROLE_ADMIN, ET_WRITE, NULL, remove_event,
    "Remove an event with its offers, or take those off sale when one was sold" },
  { NULL },
};
/* clang-format on */

#define MAX_NAME 200
#define MAX_SPORT 40
#define MAX_CAPACITY 10000000

/* A ticket key holds 32 bits of seconds, which end in 2106. */
#define EARLIEST INT64_C (946684800000) /* 2000-01-01 */
#define LATEST INT64_C (4102444800000) /* 2100-01-01 */
#define LONGEST (60 * ET_DAY)

typedef struct
{
  EtPage page;
  EtEventQuery query;
} ListRequest;

static gboolean
read_list (EtRequest *req, GError **error)
{
  ListRequest *parsed = et_request_new_parsed (req, ListRequest, NULL);

  parsed->query.text = et_request_get_query (req, "q");
  parsed->query.sport = et_request_get_query (req, "sport");
  return et_listing_read_page (req, &parsed->page, error);
}

static gboolean
list_events (EtRequest *req, EtDb *db, GError **error)
{
  const ListRequest *parsed = et_request_get_parsed (req);
  g_autoptr (GPtrArray) events = et_event_repo_list (db, &parsed->query, &parsed->page, error);
  int64_t count;

  if (events == NULL || !et_event_repo_count (db, &parsed->query, &count, error))
    return FALSE;
  et_listing_answer (req, &parsed->page, count, events);
  return TRUE;
}

static void
clear_parsed (gpointer parsed)
{
  g_clear_object ((EtEvent **) parsed);
}

static EtEvent *
get_event (EtRequest *req)
{
  return *(EtEvent **) et_request_get_parsed (req);
}

static gboolean
refuse (const char *field, const char *msgid, GError **error)
{
  et_error_set_field (error, field, msgid);
  return FALSE;
}

/* A sport is a word of the API; one that programs do not know is shown as it is. */
static gboolean
check_sport (const char *sport, GError **error)
{
  for (const char *p = sport; *p != '\0'; p++)
    if (!g_ascii_islower (*p) && *p != '_')
      return refuse ("sport", N_ ("“{field}” must be a word in small letters"), error);
  return TRUE;
}

static gboolean
read_words (EtRequest *req, EtEvent *event, GError **error)
{
  const char *time_zone;

  if (!et_line_read (req, "name", MAX_NAME, &event->name, error) ||
      !et_line_read (req, "venue", MAX_NAME, &event->venue, error) ||
      !et_line_read (req, "sport", MAX_SPORT, &event->sport, error) ||
      !check_sport (event->sport, error) ||
      !et_request_read_text_or (req, "time_zone", 1, 64, "Europe/Paris", &time_zone, error))
    return FALSE;
  if (!et_time_zone_is_known (time_zone))
    return refuse ("time_zone", N_ ("“{field}” must be a time zone such as Europe/Paris"), error);
  et_record_set_text (&event->time_zone, time_zone);
  return TRUE;
}

static gboolean
read_doors (EtRequest *req, EtEvent *event, GError **error)
{
  if (!et_request_read_nullable_time (req, "doors_at", &event->doors_at, error))
    return FALSE;
  return event->doors_at == ET_NULL_INT64 ||
         (event->doors_at >= EARLIEST && event->doors_at <= event->starts_at) ||
         refuse ("doors_at", N_ ("The doors must open before the start"), error);
}

static gboolean
read_times (EtRequest *req, EtEvent *event, GError **error)
{
  if (!et_request_read_time (req, "starts_at", &event->starts_at, error) ||
      !et_request_read_time (req, "ends_at", &event->ends_at, error))
    return FALSE;
  if (event->starts_at < EARLIEST || event->starts_at > LATEST)
    return refuse ("starts_at", N_ ("“{field}” must lie between 2000 and 2100"), error);
  if (event->ends_at <= event->starts_at || event->ends_at - event->starts_at > LONGEST)
    return refuse ("ends_at", N_ ("The end must come after the start, within 60 days"), error);
  return read_doors (req, event, error);
}

static gboolean
read_event (EtRequest *req, GError **error)
{
  static const char *const members[] = { "name",      "sport",    "venue",
                                         "starts_at", "ends_at",  "doors_at",
                                         "time_zone", "capacity", NULL };
  EtEvent **parsed = et_request_new_body_sized (req, sizeof *parsed, clear_parsed);
  EtEvent *event = *parsed = et_event_new ();

  return et_request_refuse_unknown (req, members, error) && read_words (req, event, error) &&
         read_times (req, event, error) &&
         (!et_request_has (req, "capacity") ||
          et_request_read_nullable_int64 (req, "capacity", 0, MAX_CAPACITY, &event->capacity,
                                          error));
}

static void
answer_event (EtRequest *req, EtEvent *event)
{
  et_etag_set_version (req, event->version);
  et_record_write_json_members (event, et_request_begin_json (req));
  et_request_finish_json (req);
}

static gboolean
create_event (EtRequest *req, EtDb *db, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;
  g_autoptr (EtEvent) event = et_event_edit_create (db, actor_id, get_event (req), error);

  if (event == NULL)
    return FALSE;
  et_request_set_status (req, 201);
  answer_event (req, event);
  return TRUE;
}

static gboolean
show_event (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtEvent) event = et_event_repo_find (db, et_request_get_id (req), error);

  if (event == NULL)
    return FALSE;
  answer_event (req, event);
  return TRUE;
}

static gboolean
read_replacement (EtRequest *req, GError **error)
{
  return et_etag_require_if_match (req, error) && read_event (req, error);
}

/* The event as it stands, unless the caller's If-Match is out of date. */
static EtEvent *
find_present (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtEvent) present = et_event_repo_find (db, et_request_get_id (req), error);

  if (present == NULL)
    return NULL;
  if (!et_etag_if_match_holds (req, present->version))
    {
      et_edit_conflict_refuse (db, "event", present->id, error);
      return NULL;
    }
  return g_steal_pointer (&present);
}

static gboolean
replace_event (EtRequest *req, EtDb *db, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;
  EtEvent *wanted = get_event (req);
  g_autoptr (EtEvent) present = find_present (req, db, error);
  g_autoptr (EtEvent) event = NULL;

  if (present == NULL)
    return FALSE;
  wanted->id = present->id;
  wanted->version = present->version;
  event = et_event_edit_replace (db, actor_id, wanted, error);
  if (event == NULL)
    return FALSE;
  et_catalogue_update_after_edit (req, db);
  answer_event (req, event);
  return TRUE;
}

static gboolean
remove_event (EtRequest *req, EtDb *db, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;
  g_autoptr (EtEvent) present = find_present (req, db, error);
  gboolean is_removed;

  if (present == NULL || !et_event_edit_remove (db, actor_id, present->id, &is_removed, error))
    return FALSE;
  et_catalogue_update_after_edit (req, db);
  et_answer_removed (is_removed, et_request_begin_json (req));
  et_request_finish_json (req);
  return TRUE;
}
