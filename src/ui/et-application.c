/* SPDX-License-Identifier: MIT */
#include "ui/et-application.h"

#include <glib/gi18n-lib.h>

#include "ui/et-install.h"
#include "et-ui-resources.h"
#include "ui/et-window.h"
#include "ui/shared/et-about.h"

struct _EtApplication
{
  AdwApplication parent_instance;

  GSettings *settings; /* owned, nullable */
  char *server_url; /* owned, nullable: asked for on the command line or by the environment */
  char *data_folder; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtApplication, et_application, ADW_TYPE_APPLICATION)

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (et_context_open_finish (ET_CONTEXT (source), result, &error))
    et_window_start (window);
  else
    et_window_show_error (window, error);
}

static void
open_server (EtApplication *self, const char *url)
{
  g_autoptr (EtContext) context = et_context_new (url, self->data_folder);
  EtWindow *window = et_window_new (GTK_APPLICATION (self), context);

  if (self->settings != NULL)
    {
      g_settings_bind (self->settings, "window-width", window, "default-width", 0);
      g_settings_bind (self->settings, "window-height", window, "default-height", 0);
      g_settings_bind (self->settings, "is-maximized", window, "maximized", 0);
    }
  gtk_window_present (GTK_WINDOW (window));
  et_context_open_async (context, NULL, opened_cb, g_object_ref (window));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  et_about_show (gtk_application_get_active_window (data));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (data)) != NULL)
    gtk_window_destroy (windows->data);
}

static void
et_application_activate (GApplication *application)
{
  EtApplication *self = ET_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    gtk_window_present (window);
  else
    open_server (self, self->server_url != NULL ? self->server_url : ET_DEFAULT_SERVER);
}

static void
set_accelerators (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accelerators[3];
  } rows[] = {
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.show-help-overlay", { "<Control>question" } },
    { "win.back", { "<Alt>Left" } },
    { "win.sync", { "F5", "<Control>r" } },
    { "win.search", { "<Control>f" } },
    { "win.page::offers", { "<Alt>1" } },
    { "win.page::cart", { "<Alt>2" } },
    { "win.page::tickets", { "<Alt>3" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    gtk_application_set_accels_for_action (application, rows[i].action, rows[i].accelerators);
}

static void
et_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { "about", about_cb },
    { "quit", quit_cb },
  };

  g_resources_register (et_ui_get_resource ());
  G_APPLICATION_CLASS (et_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (ET_APPLICATION_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  set_accelerators (GTK_APPLICATION (application));
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

  if (!g_variant_dict_lookup (options, "server", "s", &self->server_url))
    self->server_url = g_strdup (g_getenv ("ETICKETS_SERVER"));
  /* Another data folder is another copy: it never joins the instance that already runs. */
  if (g_variant_dict_lookup (options, "data-dir", "^ay", &self->data_folder))
    g_application_set_flags (application, G_APPLICATION_NON_UNIQUE);
  return -1;
}

static void
et_application_finalize (GObject *object)
{
  EtApplication *self = ET_APPLICATION (object);

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

  object_class->finalize = et_application_finalize;
  application_class->activate = et_application_activate;
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
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("— sells and keeps tickets"));
}

/* Returns: (transfer full): the program. */
EtApplication *
et_application_new (void)
{
  return g_object_new (ET_TYPE_APPLICATION, "application-id", ET_APPLICATION_ID, NULL);
}

/* Returns: (nullable) (transfer none): the preferences, NULL when their schema is missing. */
GSettings *
et_application_get_settings (EtApplication *self)
{
  g_return_val_if_fail (ET_IS_APPLICATION (self), NULL);

  return self->settings;
}
