/* SPDX-License-Identifier: MIT */
#include "client/et-office.h"

#include "client/et-call.h"
#include "client/et-json.h"
#include "client/et-session-state.h"

#define PAGE_SIZE 200

/* A change of one record of a list. */
typedef struct
{
  EtOfficeList list;
  int64_t id; /* 0 creates */
  int64_t version; /* ET_NULL_INT64: sent without If-Match */
  const char *method;
  GBytes *body; /* owned, nullable */
} Change;

static const struct
{
  const char *word; /* of the API's path */
  GType (*get_type) (void);
} lists[] = {
  [ET_OFFICE_OFFERS] = { "offers", et_offer_get_type },
  [ET_OFFICE_EVENTS] = { "events", et_event_get_type },
  [ET_OFFICE_ORDERS] = { "orders", et_order_get_type },
  [ET_OFFICE_ACCOUNTS] = { "accounts", et_account_get_type },
};

static Change *
new_change (EtOfficeList list, int64_t id, int64_t version, const char *method, GBytes *body)
{
  Change *change = g_new (Change, 1);

  *change = (Change){ list, id, version, method, body };
  return change;
}

static void
free_change (gpointer data)
{
  Change *change = data;

  g_clear_pointer (&change->body, g_bytes_unref);
  g_free (change);
}

/* Appends a page's records. @ret_next: (out): the path of the page behind it, or NULL. */
static gboolean
fetch_page (EtRemote *remote,
            const char *path,
            GListStore *list,
            char **ret_next,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (JsonObject)
      answer = et_remote_call (remote, "GET", path, NULL, NULL, cancellable, error);
  g_autoptr (GListStore) records = NULL;
  JsonArray *results;
  const char *next;

  if (answer == NULL || !et_json_read_array (answer, "results", &results, error))
    return FALSE;
  records = et_json_read_list (g_list_model_get_item_type (G_LIST_MODEL (list)), results, error);
  if (records == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (records)); i++)
    {
      g_autoptr (GObject) record = g_list_model_get_item (G_LIST_MODEL (records), i);

      g_list_store_append (list, record);
    }
  next = json_object_get_string_member_with_default (answer, "next", NULL);
  *ret_next = next != NULL && *next == '/' ? g_strdup (next) : NULL;
  return TRUE;
}

static gpointer
fetch_list (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtOfficeList which = GPOINTER_TO_INT (args);
  g_autoptr (GListStore) list = g_list_store_new (lists[which].get_type ());
  g_autofree char *folder = et_office_make_path (source, lists[which].word, 0);
  g_autofree char *path = g_strdup_printf ("%s?page_size=%d", folder, PAGE_SIZE);

  while (path != NULL)
    {
      g_autofree char *next = NULL;

      if (!fetch_page (et_context_get_remote (source), path, list, &next, cancellable, error))
        return NULL;
      g_free (path);
      path = g_steal_pointer (&next);
    }
  return g_steal_pointer (&list);
}

static JsonObject *
send_change (EtContext *context, Change *change, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = et_office_make_path (context, lists[change->list].word, change->id);
  g_autofree char *key = et_remote_new_key ();
  g_autofree char *etag = change->version != ET_NULL_INT64
                              ? g_strdup_printf ("\"%" G_GINT64_FORMAT "\"", change->version)
                              : NULL;
  g_autoptr (JsonNode)
      answer = et_remote_send (et_context_get_remote (context), change->method, path, change->body,
                               key, etag, NULL, cancellable, error);

  if (answer == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (answer))
    return json_node_dup_object (answer);
  et_error_set (error, ET_ERROR_BAD_ANSWER);
  return NULL;
}

static gpointer
save (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  Change *change = args;
  g_autoptr (JsonObject) answer = send_change (source, change, cancellable, error);

  return answer != NULL ? et_json_read_record (lists[change->list].get_type (), answer, error)
                        : NULL;
}

/* The answer as it is: what became of the record stands in it. */
static gpointer delete (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  return send_change (source, args, cancellable, error);
}

static void
write_nullable (EtJsonWriter *writer, const char *name, int64_t value)
{
  if (value == ET_NULL_INT64)
    et_json_writer_null (writer, name);
  else
    et_json_writer_int64 (writer, name, value);
}

static GBytes *
write_offer (EtOffer *offer)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_int64 (writer, "event_id", offer->event_id);
  et_json_writer_text (writer, "name", offer->name);
  et_json_writer_text (writer, "offer_type", offer->offer_type);
  et_json_writer_int64 (writer, "admits", offer->admits);
  et_json_writer_text (writer, "description", offer->description != NULL ? offer->description : "");
  et_json_writer_int64 (writer, "price_cents", offer->price_cents);
  write_nullable (writer, "quota", offer->quota);
  et_json_writer_bool (writer, "is_active", offer->is_active);
  et_json_writer_time (writer, "sale_starts", offer->sale_starts);
  et_json_writer_time (writer, "sale_ends", offer->sale_ends);
  write_nullable (writer, "max_per_order", offer->max_per_order);
  write_nullable (writer, "max_per_account", offer->max_per_account);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

static GBytes *
write_event (EtEvent *event)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_text (writer, "name", event->name);
  et_json_writer_text (writer, "sport", event->sport);
  et_json_writer_text (writer, "venue", event->venue);
  et_json_writer_time (writer, "starts_at", event->starts_at);
  et_json_writer_time (writer, "ends_at", event->ends_at);
  et_json_writer_time (writer, "doors_at", event->doors_at);
  et_json_writer_text (writer, "time_zone", event->time_zone);
  write_nullable (writer, "capacity", event->capacity);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

static GBytes *
write_rights (EtRole role, gboolean is_disabled)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_text (writer, "role", et_role_to_word (role));
  et_json_writer_bool (writer, "disabled", is_disabled);
  et_json_writer_end_object (writer);
  return et_json_writer_finish (writer);
}

static Change *
new_save (EtOfficeList list, int64_t id, int64_t version, GBytes *body)
{
  return new_change (list, id, id != 0 ? version : ET_NULL_INT64, id != 0 ? "PUT" : "POST", body);
}

/* Returns: (transfer full): such as /api/admin/orders/42/, or with 0 that of all of them. The path's
 * first word is the operator's, who tells it to administrators. */
char *
et_office_make_path (EtContext *context, const char *kind, int64_t id)
{
  g_autoptr (EtAccount) account = et_session_dup_account (et_context_get_session (context));
  const char *admin = account != NULL && account->admin_path != NULL ? account->admin_path
                                                                     : "admin";
  GString *path = g_string_new (NULL);

  g_string_printf (path, "/api/%s/%s/", admin, kind);
  if (id != 0)
    g_string_append_printf (path, "%" G_GINT64_FORMAT "/", id);
  return g_string_free (path, FALSE);
}

void
et_office_list_async (EtContext *context,
                      EtOfficeList list,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  et_call_async (context, fetch_list, GINT_TO_POINTER (list), NULL, g_object_unref, cancellable,
                 callback, data);
}

GListModel *
et_office_list_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

void
et_office_save_offer_async (EtContext *context,
                            EtOffer *offer,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  et_call_async (context, save,
                 new_save (ET_OFFICE_OFFERS, offer->id, offer->version, write_offer (offer)),
                 free_change, g_object_unref, cancellable, callback, data);
}

EtOffer *
et_office_save_offer_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

static gboolean
finish_removal (EtContext *context, GAsyncResult *result, gboolean *ret_removed, GError **error)
{
  g_autoptr (JsonObject) answer = et_call_finish (context, result, error);

  if (answer == NULL)
    return FALSE;
  if (ret_removed != NULL)
    *ret_removed = json_object_get_boolean_member_with_default (answer, "removed", TRUE);
  return TRUE;
}

void
et_office_remove_offer_async (EtContext *context,
                              EtOffer *offer,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  et_call_async (context, delete,
                 new_change (ET_OFFICE_OFFERS, offer->id, offer->version, "DELETE", NULL),
                 free_change, (GDestroyNotify) json_object_unref, cancellable, callback, data);
}

gboolean
et_office_remove_offer_finish (EtContext *context,
                               GAsyncResult *result,
                               gboolean *ret_removed,
                               GError **error)
{
  return finish_removal (context, result, ret_removed, error);
}

void
et_office_save_event_async (EtContext *context,
                            EtEvent *event,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  et_call_async (context, save,
                 new_save (ET_OFFICE_EVENTS, event->id, event->version, write_event (event)),
                 free_change, g_object_unref, cancellable, callback, data);
}

EtEvent *
et_office_save_event_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}

void
et_office_remove_event_async (EtContext *context,
                              EtEvent *event,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  et_call_async (context, delete,
                 new_change (ET_OFFICE_EVENTS, event->id, event->version, "DELETE", NULL),
                 free_change, (GDestroyNotify) json_object_unref, cancellable, callback, data);
}

gboolean
et_office_remove_event_finish (EtContext *context,
                               GAsyncResult *result,
                               gboolean *ret_removed,
                               GError **error)
{
  return finish_removal (context, result, ret_removed, error);
}

void
et_office_change_account_async (EtContext *context,
                                int64_t account_id,
                                EtRole role,
                                gboolean is_disabled,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  et_call_async (context, save,
                 new_change (ET_OFFICE_ACCOUNTS, account_id, ET_NULL_INT64, "PATCH",
                             write_rights (role, is_disabled)),
                 free_change, g_object_unref, cancellable, callback, data);
}

EtAccount *
et_office_change_account_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_call_finish (context, result, error);
}
