/* SPDX-License-Identifier: MIT */
#include "ui/et-application-actions.h"

#include "ui/et-preferences-window.h"
#include "ui/shared/et-about.h"

/* The window of one place gives way to that of another. */
static void
place_opened_cb (EtApplication *application, EtPlace *place, GtkWindow *preferences)
{
  GtkWindow *old = gtk_window_get_transient_for (preferences);

  et_place_use (et_application_get_settings (application), place);
  et_application_open (application, et_place_get_url (place), et_place_get_folder (place), NULL);
  gtk_window_set_transient_for (preferences, NULL);
  gtk_window_destroy (old);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GSettings *settings = et_application_get_settings (data);
  GtkWindow *window = gtk_application_get_active_window (data);
  EtPreferencesWindow *preferences;

  if (!ET_IS_WINDOW (window) || settings == NULL)
    return;
  preferences = et_preferences_window_new (window, settings, et_application_find_place (window));
  g_signal_connect_object (preferences, "opened", G_CALLBACK (place_opened_cb), data,
                           G_CONNECT_SWAPPED);
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "places"))
    et_preferences_window_show_places (preferences);
  gtk_window_present (GTK_WINDOW (preferences));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *window = gtk_application_get_active_window (data);

  et_about_show (window, ET_IS_WINDOW (window) ? et_window_get_context (ET_WINDOW (window)) : NULL);
}

/* Returns: (transfer none) (nullable): a window that may not be closed just now, such as one that
 * waits for a bank's answer. */
static GtkWindow *
find_kept (void)
{
  GListModel *windows = gtk_window_get_toplevels (); /* dialogs as well */

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (!gtk_window_get_deletable (window))
        return window;
    }
  return NULL;
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWindow *kept = find_kept ();
  GList *windows;

  if (kept != NULL)
    {
      gtk_window_present (kept);
      gtk_widget_error_bell (GTK_WIDGET (kept));
      return;
    }
  while ((windows = gtk_application_get_windows (data)) != NULL)
    gtk_window_destroy (windows->data);
}

static void
set_accelerators (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accelerators[3];
  } rows[] = {
    { "app.preferences", { "<Control>comma" } },
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

void
et_application_actions_install (EtApplication *application)
{
  static const GActionEntry actions[] = {
    { "about", about_cb },
    { "places", preferences_cb },
    { "preferences", preferences_cb },
    { "quit", quit_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  set_accelerators (GTK_APPLICATION (application));
}
