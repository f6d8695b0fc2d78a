/* SPDX-License-Identifier: MIT */
#include "ui/et-search-provider.h"

#include <glib/gi18n-lib.h>

#include "client/et-finder.h"
#include "core/et-offer.h"
#include "core/et-ticket.h"
#include "ui/shared/et-text.h"

#define MAX_RESULTS 20 /* the shell shows five */

struct _EtSearchProvider
{
  GObject parent_instance;

  GApplication *application; /* borrowed: it owns this */
  EtStandby *standby; /* owned */
  GDBusNodeInfo *info; /* owned */
  guint registration; /* 0 while it is not exported */
};

G_DEFINE_FINAL_TYPE (EtSearchProvider, et_search_provider, G_TYPE_OBJECT)

/* developer.gnome.org, “Writing a Search Provider”. */
static const char interface_xml[] =
    "<node><interface name='org.gnome.Shell.SearchProvider2'>"
    "<method name='GetInitialResultSet'><arg type='as' name='terms' direction='in'/>"
    "<arg type='as' name='results' direction='out'/></method>"
    "<method name='GetSubsearchResultSet'><arg type='as' name='previous_results' direction='in'/>"
    "<arg type='as' name='terms' direction='in'/>"
    "<arg type='as' name='results' direction='out'/></method>"
    "<method name='GetResultMetas'><arg type='as' name='identifiers' direction='in'/>"
    "<arg type='aa{sv}' name='metas' direction='out'/></method>"
    "<method name='ActivateResult'><arg type='s' name='identifier' direction='in'/>"
    "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
    "</method>"
    "<method name='LaunchSearch'><arg type='as' name='terms' direction='in'/>"
    "<arg type='u' name='timestamp' direction='in'/></method>"
    "</interface></node>";

/* One call of the shell that waits for the copy. */
typedef struct
{
  GDBusMethodInvocation *invocation; /* owned */
  char **words; /* owned: what is searched for, or the ids whose records are wanted */
  guint next; /* of the ids */
  GVariantBuilder metas;
} Request;

static void
free_request (Request *request)
{
  g_object_unref (request->invocation);
  g_strfreev (request->words);
  g_variant_builder_clear (&request->metas);
  g_free (request);
}

static char *
get_link (EtRecord *record)
{
  return ET_IS_TICKET (record) ? et_link_to_ticket (ET_TICKET (record)->short_number)
                               : et_link_to_offer (ET_OFFER (record)->id);
}

static void
return_ids (Request *request, GListModel *found)
{
  GVariantBuilder ids;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("as"));
  for (guint i = 0; found != NULL && i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (EtRecord) record = g_list_model_get_item (found, i);
      g_autofree char *link = get_link (record);

      if (link != NULL)
        g_variant_builder_add (&ids, "s", link);
    }
  g_dbus_method_invocation_return_value (g_object_ref (request->invocation),
                                         g_variant_new ("(as)", &ids));
  free_request (request);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GListModel) found = et_finder_search_finish (ET_STORE (source), result, NULL);

  return_ids (data, found);
}

/* Before there is a copy nothing is found, which is no failure of the search. */
static void
store_for_search_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Request *request = data;
  g_autoptr (EtStore) store = et_standby_get_store_finish (ET_STANDBY (source), result, NULL);

  if (store != NULL)
    et_finder_search_async (store, (const char *const *) request->words, MAX_RESULTS, NULL,
                            searched_cb, request);
  else
    return_ids (request, NULL);
}

static char *
describe (EtRecord *record)
{
  g_autofree char *when = NULL;
  g_autofree char *kind = NULL;

  if (ET_IS_TICKET (record))
    {
      EtTicket *ticket = ET_TICKET (record);

      when = et_text_day_and_clock (ticket->starts_at, ticket->time_zone);
      kind = et_text_offer_kind (ticket->offer_type, ticket->admits);
      /* Translators: a day and a time, a place, a kind of ticket. */
      return g_strdup_printf (_ ("Your ticket: %s · %s · %s"), when, ticket->venue, kind);
    }
  when = et_text_day_and_clock (ET_OFFER (record)->starts_at, ET_OFFER (record)->time_zone);
  kind = et_text_money (ET_OFFER (record)->price_cents);
  return g_strdup_printf ("%s · %s · %s", when, ET_OFFER (record)->venue, kind);
}

static void
add_text (GVariantBuilder *meta, const char *name, const char *text)
{
  g_variant_builder_add (meta, "{sv}", name, g_variant_new_string (text));
}

static void
add_meta (Request *request, const char *id, EtRecord *record)
{
  g_autofree char *description = describe (record);
  g_autoptr (GIcon) icon = g_themed_icon_new (ET_APPLICATION_ID);
  g_autofree char *icon_text = g_icon_to_string (icon);
  GVariantBuilder meta;

  g_variant_builder_init (&meta, G_VARIANT_TYPE_VARDICT);
  add_text (&meta, "id", id);
  add_text (&meta, "name",
            ET_IS_TICKET (record) ? ET_TICKET (record)->event_name : ET_OFFER (record)->name);
  add_text (&meta, "description", description);
  add_text (&meta, "gicon", icon_text);
  if (ET_IS_TICKET (record))
    add_text (&meta, "clipboardText", ET_TICKET (record)->short_number);
  g_variant_builder_add_value (&request->metas, g_variant_builder_end (&meta));
}

static void
return_metas (Request *request)
{
  g_dbus_method_invocation_return_value (g_object_ref (request->invocation),
                                         g_variant_new ("(aa{sv})", &request->metas));
  free_request (request);
}

static void find_next (EtStore *store, Request *request);

static void
followed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Request *request = data;
  g_autoptr (EtRecord) record = et_finder_follow_finish (ET_STORE (source), result, NULL);

  if (record != NULL)
    add_meta (request, request->words[request->next], record);
  request->next++;
  find_next (ET_STORE (source), request);
}

/* What is gone meanwhile, or was never ours, has no description. */
static void
find_next (EtStore *store, Request *request)
{
  for (; request->words[request->next] != NULL; request->next++)
    {
      g_auto (EtLink) link = { 0 };

      if (!et_link_parse (request->words[request->next], &link, NULL))
        continue;
      et_finder_follow_async (store, &link, NULL, followed_cb, request);
      return;
    }
  return_metas (request);
}

static void
store_for_metas_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtStore) store = et_standby_get_store_finish (ET_STANDBY (source), result, NULL);

  if (store != NULL)
    find_next (store, data);
  else
    return_metas (data);
}

static void
answer (EtSearchProvider *self,
        GDBusMethodInvocation *invocation,
        GVariant *words,
        GAsyncReadyCallback callback)
{
  Request *request = g_new0 (Request, 1);

  request->invocation = invocation;
  request->words = g_variant_dup_strv (words, NULL);
  g_variant_builder_init (&request->metas, G_VARIANT_TYPE ("aa{sv}"));
  et_standby_linger (self->standby);
  et_standby_get_store_async (self->standby, callback, request);
}

static void
act (EtSearchProvider *self,
     GDBusMethodInvocation *invocation,
     const char *action,
     const char *text)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->application), action,
                                  g_variant_new_string (text));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
call_cb (GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data)
{
  EtSearchProvider *self = data;
  g_autoptr (GVariant) first = g_variant_get_child_value (parameters, 0);

  if (g_str_equal (method, "GetInitialResultSet"))
    answer (self, invocation, first, store_for_search_cb);
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      g_autoptr (GVariant) terms = g_variant_get_child_value (parameters, 1);

      answer (self, invocation, terms, store_for_search_cb);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    answer (self, invocation, first, store_for_metas_cb);
  else if (g_str_equal (method, "ActivateResult"))
    act (self, invocation, "open-link", g_variant_get_string (first, NULL));
  else
    {
      g_autofree const char **terms = g_variant_get_strv (first, NULL);
      g_autofree char *text = g_strjoinv (" ", (char **) terms);

      act (self, invocation, "search", text);
    }
}

static void
et_search_provider_finalize (GObject *object)
{
  EtSearchProvider *self = ET_SEARCH_PROVIDER (object);

  g_clear_object (&self->standby);
  g_clear_pointer (&self->info, g_dbus_node_info_unref);

  G_OBJECT_CLASS (et_search_provider_parent_class)->finalize (object);
}

static void
et_search_provider_class_init (EtSearchProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_search_provider_finalize;
}

static void
et_search_provider_init (EtSearchProvider *self)
{
  self->info = g_dbus_node_info_new_for_xml (interface_xml, NULL);
}

/* @application: owns the result. */
EtSearchProvider *
et_search_provider_new (GApplication *application, EtStandby *standby)
{
  EtSearchProvider *self = g_object_new (ET_TYPE_SEARCH_PROVIDER, NULL);

  self->application = application;
  self->standby = g_object_ref (standby);
  return self;
}

/* @path: of the application. */
gboolean
et_search_provider_export (EtSearchProvider *self,
                           GDBusConnection *connection,
                           const char *path,
                           GError **error)
{
  static const GDBusInterfaceVTable methods = { .method_call = call_cb };
  g_autofree char *own_path = g_strconcat (path, "/SearchProvider", NULL);

  self->registration = g_dbus_connection_register_object (
      connection, own_path, self->info->interfaces[0], &methods, self, NULL, error);
  return self->registration != 0;
}

void
et_search_provider_unexport (EtSearchProvider *self, GDBusConnection *connection)
{
  if (self->registration != 0)
    g_dbus_connection_unregister_object (connection, self->registration);
  self->registration = 0;
}
