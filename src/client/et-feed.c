/* SPDX-License-Identifier: MIT */
#include "client/et-feed.h"

#include "client/et-account-rows.h"
#include "client/et-call.h"
#include "client/et-cart-rows.h"
#include "client/et-catalogue-rows.h"
#include "client/et-copy.h"
#include "client/et-json.h"
#include "client/et-server-clock.h"
#include "client/et-store.h"
#include "client/et-wallet-rows.h"
#include "core/et-account.h"
#include "core/et-ticket.h"
#include "core/et-time.h"

#define CURSOR "cursor"

static gboolean
put_offer (EtDb *db, gpointer record, GError **error)
{
  return et_cart_rows_take_offer (db, record, error) && et_catalogue_rows_put (db, record, error);
}

static gboolean
delete_offer (EtDb *db, int64_t id, GError **error)
{
  return et_cart_rows_withdraw (db, id, error) && et_copy_delete (db, "offers", id, error);
}

static gboolean
put_cart (EtDb *db, gpointer record, GError **error)
{
  return et_cart_rows_take_server_cart (db, record, FALSE, error);
}

static gboolean
delete_cart (EtDb *db, int64_t id, GError **error)
{
  g_autoptr (EtCart) empty = et_cart_new ();

  return et_cart_rows_take_server_cart (db, empty, FALSE, error);
}

static gboolean
put_order (EtDb *db, gpointer record, GError **error)
{
  return et_wallet_rows_put_order (db, record, error);
}

static gboolean
put_ticket (EtDb *db, gpointer record, GError **error)
{
  return et_copy_put (db, "tickets", record, error);
}

static gboolean
delete_ticket (EtDb *db, int64_t id, GError **error)
{
  return et_copy_delete (db, "tickets", id, error);
}

/* What to do with a change of each kind. An account ends by its token being refused. */
static const struct
{
  const char *kind;
  GType (*get_type) (void);
  gboolean (*put) (EtDb *db, gpointer record, GError **error);
  gboolean (*remove) (EtDb *db, int64_t id, GError **error); /* nullable */
} kinds[] = {
  { "offer", et_offer_get_type, put_offer, delete_offer },
  { "cart", et_cart_get_type, put_cart, delete_cart },
  { "order", et_order_get_type, put_order, et_wallet_rows_delete_order },
  { "ticket", et_ticket_get_type, put_ticket, delete_ticket },
  { "account", et_account_get_type, et_account_rows_put, NULL },
};

static gboolean
apply_put (EtDb *db, guint kind, JsonObject *change, GError **error)
{
  JsonNode *data = json_object_get_member (change, "data");
  g_autoptr (GObject) record = NULL;

  if (data == NULL || !JSON_NODE_HOLDS_OBJECT (data))
    {
      et_error_set (error, ET_ERROR_BAD_ANSWER);
      return FALSE;
    }
  record = et_json_read_record (kinds[kind].get_type (), json_node_get_object (data), error);
  return record != NULL && kinds[kind].put (db, record, error);
}

/* A kind that this version does not know is passed over. */
static gboolean
apply_change (EtDb *db, JsonObject *change, GError **error)
{
  const char *kind;
  gboolean is_deleted;
  int64_t id;

  if (!et_json_read_text (change, "kind", &kind, error) ||
      !et_json_read_bool (change, "deleted", &is_deleted, error) ||
      !et_json_read_int64 (change, "id", &id, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kind, kinds[i].kind))
      {
        et_store_announce (kind);
        if (!is_deleted)
          return apply_put (db, i, change, error);
        return kinds[i].remove == NULL || kinds[i].remove (db, id, error);
      }
  return TRUE;
}

static gboolean
apply_changes (EtDb *db, JsonObject *answer, GError **error)
{
  JsonArray *changes;

  if (!et_json_read_array (answer, "changes", &changes, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = et_json_read_element (changes, i, error);

      if (change == NULL || !apply_change (db, change, error))
        return FALSE;
    }
  return TRUE;
}

/* The feed begins anew: at the first sync, and when the server's database did. */
static gboolean
begin_anew (EtDb *db, GError **error)
{
  static const char *const synced[] = { "offer", "order", "ticket" };

  for (gsize i = 0; i < G_N_ELEMENTS (synced); i++)
    et_store_announce (synced[i]);
  return et_copy_clear_synced (db, error);
}

/* A server that does not tell its limit has the usual one. */
static gboolean
take_limit (EtDb *db, JsonObject *answer, GError **error)
{
  int64_t limit;

  if (!json_object_has_member (answer, "max_quantity"))
    return TRUE;
  if (!et_json_read_int64 (answer, "max_quantity", &limit, error))
    return FALSE;
  return et_cart_rows_set_max_quantity (db, CLAMP (limit, 1, G_MAXINT), error);
}

/* A page without the server's time changes nothing. */
static void
note_clock (JsonObject *answer)
{
  int64_t time;

  if (et_time_from_iso (json_object_get_string_member_with_default (answer, "server_time", ""),
                        &time))
    et_server_clock_note (time);
}

/* Reads from one part of a whole copy where the next begins. @place: (inout): of the part before.
 * Sets ET_ERROR_BAD_ANSWER for a part that leads nowhere. */
gboolean
et_feed_read_place (JsonObject *answer, EtFeedPlace *place, GError **error)
{
  EtFeedPlace before = *place;

  *place = (EtFeedPlace){ 0 };
  if (json_object_has_member (answer, "reset") &&
      !et_json_read_bool (answer, "reset", &place->is_reset, error))
    return FALSE;
  if (!json_object_has_member (answer, "after"))
    return TRUE;
  if (!et_json_read_int64 (answer, "at", &place->at, error) ||
      !et_json_read_int64 (answer, "after", &place->after, error))
    return FALSE;
  if (place->at > 0 && place->after > (place->is_reset ? 0 : before.after))
    return TRUE;
  et_error_set (error, ET_ERROR_BAD_ANSWER);
  return FALSE;
}

static gboolean
apply_parts (EtDb *db, EtFeedPage *page, GError **error)
{
  for (guint i = 0; page->parts != NULL && i < page->parts->len; i++)
    if (!apply_changes (db, g_ptr_array_index (page->parts, i), error))
      return FALSE;
  return apply_changes (db, page->answer, error);
}

/* A function of the store: applies an EtFeedPage, the whole page and the cursor or nothing. Sets
 * ET_ERROR_BAD_ANSWER for a page that is none, or that leads nowhere. */
gpointer
et_feed_apply (EtDb *db, gpointer data, GError **error)
{
  EtFeedPage *page = data;

  if (!et_json_read_int64 (page->answer, "next", &page->next, error) ||
      !et_json_read_bool (page->answer, "more", &page->has_more, error))
    return NULL;
  if (!page->is_reset && json_object_has_member (page->answer, "reset") &&
      !et_json_read_bool (page->answer, "reset", &page->is_reset, error))
    return NULL;
  if (page->has_more && page->next <= page->since && !page->is_reset)
    {
      et_error_set (error, ET_ERROR_BAD_ANSWER);
      return NULL;
    }
  note_clock (page->answer);
  if ((page->is_reset || page->since == 0) && !begin_anew (db, error))
    return NULL;
  return apply_parts (db, page, error) && take_limit (db, page->answer, error) &&
                 et_copy_set_setting (db, CURSOR, page->next, error)
             ? ET_DONE
             : NULL;
}

/* Returns: up to where the copy knows the changes; 0 before the first sync. */
int64_t
et_feed_get_cursor (EtDb *db)
{
  return et_copy_get_setting (db, CURSOR, 0);
}
