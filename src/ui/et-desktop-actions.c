/* SPDX-License-Identifier: MIT */
#include "ui/et-desktop-actions.h"

#include "core/et-link.h"

/* Shows a window, and runs an action in it as soon as it has its pages; what is asked for before
 * a first server was chosen is forgotten. */
static void
show (EtApplication *application, const char *action)
{
  EtWindow *window = et_application_find_window (application);

  if (window == NULL)
    {
      g_application_activate (G_APPLICATION (application));
      window = et_application_find_window (application);
    }
  if (window == NULL)
    return;
  gtk_window_present (GTK_WINDOW (window));
  if (et_window_is_started (window))
    et_desktop_actions_run (window, action);
  else
    g_object_set_data_full (G_OBJECT (window), "et-first-action", g_strdup (action), g_free);
}

/* Shows a window with an action that has a text. */
static void
show_with (EtApplication *application, const char *name, const char *text)
{
  g_autofree char *action = g_action_print_detailed_name (name, g_variant_new_string (text));

  show (application, action);
}

/* The actions are called like the pages. */
static void
show_page_cb (GSimpleAction *action, GVariant *parameter, gpointer application)
{
  show_with (application, "win.page", g_action_get_name (G_ACTION (action)));
}

static void
open_link_cb (GSimpleAction *action, GVariant *uri, gpointer application)
{
  show_with (application, "win.open-link", g_variant_get_string (uri, NULL));
}

static void
search_cb (GSimpleAction *action, GVariant *words, gpointer application)
{
  show_with (application, "win.search-for", g_variant_get_string (words, NULL));
}

void
et_desktop_actions_install (EtApplication *application)
{
  static const GActionEntry actions[] = {
    { "offers", show_page_cb },         { "cart", show_page_cb },     { "tickets", show_page_cb },
    { "open-link", open_link_cb, "s" }, { "search", search_cb, "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
}

/* Opens addresses of ours; of several the last one shows. */
void
et_desktop_actions_open (EtApplication *application, GFile **files, int n_files)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      show_with (application, "win.open-link", uri);
    }
}

/* Runs an action in a window that has its pages. @action: with its target, as
 * g_action_print_detailed_name() writes it. */
void
et_desktop_actions_run (EtWindow *window, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_action_parse_detailed_name (action, &name, &target, NULL))
    gtk_widget_activate_action_variant (GTK_WIDGET (window), name, target);
}
