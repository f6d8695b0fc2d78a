/* SPDX-License-Identifier: MIT */
#include "ui/et-application.h"

#include <glib/gi18n-lib.h>

#include "core/et-blocking.h"
#include "et-ui-resources.h"
#include "ui/et-application-actions.h"
#include "ui/et-desktop-actions.h"
#include "ui/et-install.h"
#include "ui/et-network-question.h"
#include "ui/et-preferences-window.h"
#include "ui/et-search-provider.h"
#include "ui/et-standby.h"
#include "ui/et-welcome-window.h"
#include "ui/et-window.h"
#include "ui/shared/et-reflow-box.h"
#include "ui/shared/et-text-button.h"
#include "ui/shared/et-text.h"

struct _EtApplication
{
  AdwApplication parent_instance;

  GSettings *settings; /* owned, nullable */
  char *server_url; /* owned, nullable: asked for on the command line or by the environment */
  char *other_url; /* owned, nullable: asked for by another start that is being answered */
  char *data_folder; /* owned, nullable */
  EtStandby *standby; /* owned */
  EtSearchProvider *search_provider; /* owned */
};

G_DEFINE_FINAL_TYPE (EtApplication, et_application, ADW_TYPE_APPLICATION)

/* The address of a server, in what one start of the program tells another. */
#define SERVER_DATA "etickets-server"

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtWindow) window = data;
  g_autoptr (GError) error = NULL;
  const char *first_action = g_object_get_data (G_OBJECT (window), "et-first-action");
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));

  if (application == NULL)
    return; /* it was closed meanwhile */
  if (!et_context_open_finish (ET_CONTEXT (source), result, &error))
    {
      et_window_show_error (window, error);
      return;
    }
  et_window_start (window);
  et_standby_watch (ET_APPLICATION (application)->standby,
                    et_context_get_store (ET_CONTEXT (source)));
  if (first_action != NULL)
    et_desktop_actions_run (window, first_action);
}

static void
server_chosen_cb (EtApplication *self, const char *url, const char *action, GtkWindow *welcome)
{
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "server-url", url);
  et_application_open (self, url, self->data_folder, action);
  gtk_window_destroy (welcome);
}

static void
show_welcome (EtApplication *self)
{
  GtkWidget *welcome = et_welcome_window_new (GTK_APPLICATION (self), ET_DEFAULT_SERVER);

  g_signal_connect_object (welcome, "chosen", G_CALLBACK (server_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (welcome));
}

/* What was asked for now, or used the last time.
 * Returns: (nullable) (transfer full): NULL before anything was chosen. */
static EtPlace *
find_first_place (EtApplication *self)
{
  g_autoptr (EtPlace) last = self->settings != NULL ? et_place_find_last (self->settings) : NULL;
  const char *url = self->other_url != NULL ? self->other_url : self->server_url;

  if (url != NULL)
    return et_place_new ("", url, self->data_folder);
  if (last == NULL || self->data_folder == NULL)
    return g_steal_pointer (&last);
  return et_place_new ("", et_place_get_url (last), self->data_folder);
}

/* @wanted: (nullable): any. */
static EtWindow *
find_window_of (EtApplication *self, EtPlace *wanted)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL;
       item = item->next)
    if (ET_IS_WINDOW (item->data) &&
        (wanted == NULL || et_place_equal (et_application_find_place (item->data), wanted)))
      return item->data;
  return NULL;
}

/* Of several windows each says what it shows. */
static void
open_beside (EtApplication *self, EtPlace *place)
{
  gboolean is_alone = find_window_of (self, NULL) == NULL;
  EtWindow *window = et_application_open (self, et_place_get_url (place),
                                          et_place_get_folder (place), NULL);
  g_autofree char *name = et_place_dup_title (et_application_find_place (GTK_WINDOW (window)));
  g_autofree char *title = g_strdup_printf ("%s – eTickets", name);

  if (!is_alone)
    gtk_window_set_title (GTK_WINDOW (window), title);
}

static void
et_application_activate (GApplication *application)
{
  EtApplication *self = ET_APPLICATION (application);
  GtkWindow *window = self->other_url != NULL
                          ? GTK_WINDOW (et_application_find_window (self))
                          : gtk_application_get_active_window (GTK_APPLICATION (self));
  g_autoptr (EtPlace) place = find_first_place (self);

  if (window != NULL)
    gtk_window_present (window);
  else if (place != NULL)
    open_beside (self, place);
  else
    show_welcome (self);
}

static void
et_application_open_files (GApplication *application, GFile **files, int n_files, const char *hint)
{
  et_desktop_actions_open (ET_APPLICATION (application), files, n_files);
}

/* The instance that runs already opens the server that this start was asked for. */
static void
et_application_add_platform_data (GApplication *application, GVariantBuilder *builder)
{
  EtApplication *self = ET_APPLICATION (application);

  G_APPLICATION_CLASS (et_application_parent_class)->add_platform_data (application, builder);
  if (self->server_url != NULL)
    g_variant_builder_add (builder, "{sv}", SERVER_DATA, g_variant_new_string (self->server_url));
}

static void
et_application_before_emit (GApplication *application, GVariant *platform_data)
{
  const char *text;

  G_APPLICATION_CLASS (et_application_parent_class)->before_emit (application, platform_data);
  if (g_variant_lookup (platform_data, SERVER_DATA, "&s", &text))
    ET_APPLICATION (application)->other_url = et_server_url_read (text);
}

static void
et_application_after_emit (GApplication *application, GVariant *platform_data)
{
  g_clear_pointer (&ET_APPLICATION (application)->other_url, g_free);
  G_APPLICATION_CLASS (et_application_parent_class)->after_emit (application, platform_data);
}

/* Returns: (nullable) (transfer full): a context of the server in use. */
static EtContext *
make_context (gpointer application)
{
  g_autoptr (EtPlace) place = find_first_place (application);

  return place != NULL ? et_context_new (et_place_get_url (place), et_place_get_folder (place))
                       : NULL;
}

static gboolean
et_application_dbus_register (GApplication *application,
                              GDBusConnection *connection,
                              const char *path,
                              GError **error)
{
  EtApplication *self = ET_APPLICATION (application);

  return G_APPLICATION_CLASS (et_application_parent_class)
             ->dbus_register (application, connection, path, error) &&
         et_search_provider_export (self->search_provider, connection, path, error);
}

static void
et_application_dbus_unregister (GApplication *application,
                                GDBusConnection *connection,
                                const char *path)
{
  et_search_provider_unexport (ET_APPLICATION (application)->search_provider, connection);
  G_APPLICATION_CLASS (et_application_parent_class)
      ->dbus_unregister (application, connection, path);
}

static void
et_application_startup (GApplication *application)
{
  g_resources_register (et_ui_get_resource ());
  G_APPLICATION_CLASS (et_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (ET_APPLICATION_ID);
  et_application_actions_install (ET_APPLICATION (application));
  et_desktop_actions_install (ET_APPLICATION (application));
  if (ET_APPLICATION (application)->settings != NULL)
    et_preferences_apply (ET_APPLICATION (application)->settings);
  et_install_look ();
  et_blocking_forbid ();
  /* With a window, its copy is what is reminded of. */
  if (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE)
    et_standby_start (ET_APPLICATION (application)->standby);
}

/* Takes the address of the option, or else of the environment. */
static gboolean
read_server (EtApplication *self, GVariantDict *options)
{
  const char *text = g_getenv ("ETICKETS_SERVER");

  g_variant_dict_lookup (options, "server", "&s", &text);
  if (text == NULL)
    return TRUE;

  self->server_url = et_server_url_read (text);
  if (self->server_url == NULL)
    g_printerr (_ ("“%s” is not the address of a server\n"), text);
  return self->server_url != NULL;
}

static int
et_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  EtApplication *self = ET_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("etickets %s\n", ET_VERSION);
      return 0;
    }

  if (!read_server (self, options))
    return EXIT_FAILURE;
  /* Another data folder is another copy: it never joins the instance that already runs. */
  if (g_variant_dict_lookup (options, "data-dir", "^ay", &self->data_folder))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
et_application_finalize (GObject *object)
{
  EtApplication *self = ET_APPLICATION (object);

  g_clear_object (&self->search_provider);
  g_clear_object (&self->standby);
  g_clear_object (&self->settings);
  g_free (self->server_url);
  g_free (self->data_folder);

  G_OBJECT_CLASS (et_application_parent_class)->finalize (object);
}

static void
et_application_class_init (EtApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  g_type_ensure (ET_TYPE_REFLOW_BOX); /* templates everywhere have them */
  g_type_ensure (ET_TYPE_TEXT_BUTTON);
  object_class->finalize = et_application_finalize;
  application_class->activate = et_application_activate;
  application_class->open = et_application_open_files;
  application_class->add_platform_data = et_application_add_platform_data;
  application_class->before_emit = et_application_before_emit;
  application_class->after_emit = et_application_after_emit;
  application_class->dbus_register = et_application_dbus_register;
  application_class->dbus_unregister = et_application_dbus_unregister;
  application_class->startup = et_application_startup;
  application_class->handle_local_options = et_application_handle_local_options;
}

static void
et_application_init (EtApplication *self)
{
  static const GOptionEntry options[] = {
    { "server", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("The address of the server"), N_ ("URL") },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The folder of the offline copy"),
      N_ ("FOLDER") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
    { NULL },
  };

  self->settings = et_install_open_settings ();
  self->standby = et_standby_new (GTK_APPLICATION (self), make_context, self->settings);
  self->search_provider = et_search_provider_new (G_APPLICATION (self), self->standby);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("— sells and keeps tickets"));
}

/* Returns: (transfer full): the program. */
EtApplication *
et_application_new (void)
{
  return g_object_new (ET_TYPE_APPLICATION, "application-id", ET_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, NULL);
}

/* Returns: (nullable) (transfer none): the preferences, NULL when their schema is missing. */
GSettings *
et_application_get_settings (EtApplication *self)
{
  g_return_val_if_fail (ET_IS_APPLICATION (self), NULL);

  return self->settings;
}

/* Returns: (transfer none): what a window of pages shows. */
EtPlace *
et_application_find_place (GtkWindow *window)
{
  return g_object_get_data (G_OBJECT (window), "et-place");
}

/* Returns: (nullable) (transfer none): the window of pages that was used last, or that of the
 * server that another start asks for. */
EtWindow *
et_application_find_window (EtApplication *self)
{
  g_autoptr (EtPlace) wanted = self->other_url != NULL ? find_first_place (self) : NULL;

  return find_window_of (self, wanted);
}

/* Returns: (transfer full): with its name, where it is one of those that the person made. */
static EtPlace *
make_place (EtApplication *self, const char *url, const char *data_folder)
{
  g_autoptr (EtPlace) last = self->settings != NULL ? et_place_find_last (self->settings) : NULL;
  g_autoptr (EtPlace) place = et_place_new ("", url, data_folder);

  return last != NULL && et_place_equal (last, place) ? g_steal_pointer (&last)
                                                      : g_steal_pointer (&place);
}

/* A window begins with the size of the last one, and leaves the sizes of others alone. */
static void
keep_size (GSettings *settings, EtWindow *window)
{
  const GSettingsBindFlags flags = G_SETTINGS_BIND_GET | G_SETTINGS_BIND_GET_NO_CHANGES |
                                   G_SETTINGS_BIND_SET;

  g_settings_bind (settings, "window-width", window, "default-width", flags);
  g_settings_bind (settings, "window-height", window, "default-height", flags);
  g_settings_bind (settings, "is-maximized", window, "maximized", flags);
}

/* Opens the window of a server, which fills once the offline copy is open. @url must be one of
 * et_server_url_read(); @data_folder: (nullable): NULL for the person's own; @first_action:
 * (nullable): an action of the window to begin with.
 * Returns: (transfer none): the window. */
EtWindow *
et_application_open (EtApplication *self,
                     const char *url,
                     const char *data_folder,
                     const char *first_action)
{
  g_autoptr (EtContext) context = et_context_new (url, data_folder);
  EtWindow *window = et_window_new (GTK_APPLICATION (self), context);

  et_remote_set_language (et_context_get_remote (context), et_text_get_language ());
  g_object_set_data_full (G_OBJECT (window), "et-first-action", g_strdup (first_action), g_free);
  g_object_set_data_full (G_OBJECT (window), "et-place", make_place (self, url, data_folder),
                          g_object_unref);
  if (self->settings != NULL)
    {
      if (g_settings_get_boolean (self->settings, "asks-before-network"))
        et_network_question_watch (window);
      keep_size (self->settings, window);
    }
  gtk_window_present (GTK_WINDOW (window));
  et_context_open_async (context, NULL, opened_cb, g_object_ref (window));
  return window;
}
