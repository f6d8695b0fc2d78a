/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-offer-api.h"

#include <glib/gi18n-lib.h>

#include "server/api/et-catalogue-update.h"
#include "server/api/et-etag.h"
#include "server/api/et-line.h"
#include "server/api/et-listing.h"
#include "server/api/et-query.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-answer.h"
#include "server/service/et-edit-conflict.h"
#include "server/service/et-offer-edit.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_offers (EtRequest *req, EtDb *db, GError **error);
static gboolean read_offer (EtRequest *req, GError **error);
static gboolean create_offer (EtRequest *req, EtDb *db, GError **error);
static gboolean show_offer (EtRequest *req, EtDb *db, GError **error);
static gboolean read_replacement (EtRequest *req, GError **error);
static gboolean replace_offer (EtRequest *req, EtDb *db, GError **error);
static gboolean remove_offer (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "q", "type", "sport", "active", ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_admin_offer_api_routes[] = {
  { "GET", "/api/{admin}/offers", ET_ROLE_ADMIN, ET_READ, read_list, list_offers,
    "All offers with quota and sales, narrowed by ?q=, ?type=, ?sport= and ?active=", .filters = filters },
  { "POST", "/api/{admin}/offers", ET_ROLE_ADMIN, ET_WRITE, read_offer, create_offer,
    "Make an offer" },
  { "GET", "/api/{admin}/offers/{id}", ET_ROLE_ADMIN, ET_READ, NULL, show_offer, "One offer" },
  { "PUT", "/api/{admin}/offers/{id}", ET_ROLE_ADMIN, ET_WRITE, read_replacement, replace_offer,
    "Replace an offer" },
  { "DELETE", "/api/{admin}/offers/{id}", ET_ROLE_ADMIN, ET_WRITE, NULL, remove_offer,
    "Remove an offer, or take it off sale when it was sold" },
  { NULL },
};
/* clang-format on */

#define MAX_NAME 200
#define MAX_DESCRIPTION 4000
#define MAX_ADMITS 100
#define MAX_PRICE_CENTS 100000000
#define MAX_QUOTA 10000000

typedef struct
{
  EtPage page;
  EtOfferQuery query;
} ListRequest;

static gboolean
read_list (EtRequest *req, GError **error)
{
  ListRequest *parsed = et_request_new_parsed (req, ListRequest, NULL);
  EtOfferQuery *query = &parsed->query;

  query->text = et_request_get_query (req, "q");
  query->sport = et_request_get_query (req, "sport");
  return et_query_read_word (req, "type", et_offer_type_words, &query->offer_type, error) &&
         et_query_read_flag (req, "active", &query->is_active, error) &&
         et_listing_read_page (req, &parsed->page, error);
}

static gboolean
list_offers (EtRequest *req, EtDb *db, GError **error)
{
  const ListRequest *parsed = et_request_get_parsed (req);
  g_autoptr (GPtrArray) offers = et_offer_repo_list (db, &parsed->query, &parsed->page, error);
  EtJsonWriter *writer;
  int64_t count;

  if (offers == NULL || !et_offer_repo_count (db, &parsed->query, &count, error))
    return FALSE;

  writer = et_listing_begin (req, &parsed->page, count);
  for (guint i = 0; i < offers->len; i++)
    et_answer_offer (offers->pdata[i], NULL, writer);
  et_listing_finish (req, writer);
  return TRUE;
}

static void
clear_parsed (gpointer parsed)
{
  g_clear_object ((EtOffer **) parsed);
}

static EtOffer *
get_offer (EtRequest *req)
{
  return *(EtOffer **) et_request_get_parsed (req);
}

static gboolean
read_type (EtRequest *req, EtOffer *offer, GError **error)
{
  const char *word;

  if (!et_request_read_text (req, "offer_type", 1, 32, &word, error))
    return FALSE;
  if (!g_strv_contains (et_offer_type_words, word))
    {
      et_error_set_field (error, "offer_type", N_ ("“{field}” must be solo, duo or familiale"));
      return FALSE;
    }
  et_record_set_text (&offer->offer_type, word);
  return et_request_read_int64_or (req, "admits", 1, MAX_ADMITS, et_offer_type_get_admits (word),
                                   &offer->admits, error);
}

static gboolean
read_words (EtRequest *req, EtOffer *offer, GError **error)
{
  const char *description;

  if (!et_line_read (req, "name", MAX_NAME, &offer->name, error) ||
      !et_request_read_text_or (req, "description", 0, MAX_DESCRIPTION, "", &description, error))
    return FALSE;
  et_record_set_text (&offer->description, description);
  return TRUE;
}

static gboolean
read_window (EtRequest *req, EtOffer *offer, GError **error)
{
  if (!et_request_read_nullable_time (req, "sale_starts", &offer->sale_starts, error) ||
      !et_request_read_nullable_time (req, "sale_ends", &offer->sale_ends, error))
    return FALSE;
  if (offer->sale_starts == ET_NULL_INT64 || offer->sale_ends == ET_NULL_INT64 ||
      offer->sale_starts < offer->sale_ends)
    return TRUE;
  et_error_set_field (error, "sale_ends", N_ ("The sale must end after it begins"));
  return FALSE;
}

static gboolean
read_maximum (EtRequest *req, const char *member, int64_t *ret_maximum, GError **error)
{
  return !et_request_has (req, member) ||
         et_request_read_nullable_int64 (req, member, 1, MAX_QUOTA, ret_maximum, error);
}

static gboolean
read_offer (EtRequest *req, GError **error)
{
  static const char *const members[] = { "event_id",  "name",          "offer_type",
                                         "admits",    "description",   "price_cents",
                                         "quota",     "is_active",     "sale_starts",
                                         "sale_ends", "max_per_order", "max_per_account",
                                         NULL };
  EtOffer **parsed = et_request_new_body_sized (req, sizeof *parsed, clear_parsed);
  EtOffer *offer = *parsed = et_offer_new ();

  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_int64 (req, "event_id", 1, G_MAXINT64, &offer->event_id, error) &&
         read_words (req, offer, error) && read_type (req, offer, error) &&
         et_request_read_int64 (req, "price_cents", 0, MAX_PRICE_CENTS, &offer->price_cents,
                                error) &&
         et_request_read_nullable_int64 (req, "quota", 0, MAX_QUOTA, &offer->quota, error) &&
         et_request_read_bool_or (req, "is_active", TRUE, &offer->is_active, error) &&
         read_window (req, offer, error) &&
         read_maximum (req, "max_per_order", &offer->max_per_order, error) &&
         read_maximum (req, "max_per_account", &offer->max_per_account, error);
}

static void
answer_offer (EtRequest *req, EtOffer *offer)
{
  et_etag_set_version (req, offer->version);
  et_answer_offer_members (offer, et_request_begin_json (req));
  et_request_finish_json (req);
}

/* @what: "created", "changed", "removed" or "deactivated". */
static void
note_event (EtRequest *req, const char *what, int64_t offer_id)
{
  et_request_note_event (req, "event=offer_%s offer=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
                         what, offer_id, et_request_get_caller (req)->account_id);
}

static gboolean
create_offer (EtRequest *req, EtDb *db, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;
  g_autoptr (EtOffer) offer = et_offer_edit_create (db, actor_id, get_offer (req), error);

  if (offer == NULL)
    return FALSE;
  et_catalogue_update_after_edit (req, db);
  et_request_set_status (req, 201);
  note_event (req, "created", offer->id);
  answer_offer (req, offer);
  return TRUE;
}

static gboolean
show_offer (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtOffer) offer = et_offer_repo_find (db, et_request_get_id (req), error);

  if (offer == NULL)
    return FALSE;
  answer_offer (req, offer);
  return TRUE;
}

static gboolean
read_replacement (EtRequest *req, GError **error)
{
  return et_etag_require_if_match (req, error) && read_offer (req, error);
}

/* The offer as it stands, unless the caller's If-Match is out of date. */
static EtOffer *
find_present (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtOffer) present = et_offer_repo_find (db, et_request_get_id (req), error);

  if (present == NULL)
    return NULL;
  if (!et_etag_if_match_holds (req, present->version))
    {
      et_edit_conflict_refuse (db, "offer", present->id, error);
      return NULL;
    }
  return g_steal_pointer (&present);
}

static gboolean
replace_offer (EtRequest *req, EtDb *db, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;
  EtOffer *wanted = get_offer (req);
  g_autoptr (EtOffer) present = find_present (req, db, error);
  g_autoptr (EtOffer) offer = NULL;

  if (present == NULL)
    return FALSE;
  wanted->id = present->id;
  wanted->version = present->version;
  offer = et_offer_edit_replace (db, actor_id, wanted, error);
  if (offer == NULL)
    return FALSE;
  et_catalogue_update_after_edit (req, db);
  note_event (req, "changed", offer->id);
  answer_offer (req, offer);
  return TRUE;
}

static gboolean
remove_offer (EtRequest *req, EtDb *db, GError **error)
{
  int64_t actor_id = et_request_get_caller (req)->account_id;
  g_autoptr (EtOffer) present = find_present (req, db, error);
  gboolean is_removed;

  if (present == NULL || !et_offer_edit_remove (db, actor_id, present->id, &is_removed, error))
    return FALSE;
  et_catalogue_update_after_edit (req, db);
  note_event (req, is_removed ? "removed" : "deactivated", present->id);
  et_answer_removed (is_removed, et_request_begin_json (req));
  et_request_finish_json (req);
  return TRUE;
}
