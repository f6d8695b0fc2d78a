/* SPDX-License-Identifier: MIT */
#include "ui/et-window-links.h"

#include <glib/gi18n-lib.h>

#include "client/et-finder.h"
#include "ui/customer/et-event-page.h"
#include "ui/customer/et-ticket-page.h"
#include "ui/et-window.h"
#include "ui/shared/et-navigation.h"
#include "ui/shared/et-toast.h"

/* Opens @page above a root page of the window. */
static void
open_above (EtWindow *window, const char *root, EtPage *page)
{
  GtkWidget *navigation = GTK_WIDGET (et_window_get_navigation (window));

  gtk_widget_activate_action (GTK_WIDGET (window), "win.page", "s", root);
  et_navigation_push (GTK_WIDGET (et_navigation_get_visible_page (ET_NAVIGATION (navigation))),
                      page);
}

static void
followed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtWindow) window = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EtRecord) record = et_finder_follow_finish (ET_STORE (source), result, &error);
  GtkWidget *navigation = GTK_WIDGET (et_window_get_navigation (window));
  EtContext *context = et_window_get_context (window);

  if (!gtk_widget_get_mapped (navigation))
    return;
  if (g_error_matches (error, ET_ERROR, ET_ERROR_NOT_FOUND))
    et_toast_show (navigation, _ ("That is not in the copy of whoever is signed in here"));
  else if (record == NULL)
    et_toast_show_error (navigation, error);
  else if (ET_IS_TICKET (record))
    open_above (window, "tickets", et_ticket_page_new (context, ET_TICKET (record)));
  else
    open_above (window, "offers", et_event_page_new (context, ET_OFFER (record)));
}

static void
open_link_cb (GtkWidget *widget, const char *action_name, GVariant *uri)
{
  EtWindow *window = ET_WINDOW (widget);
  g_auto (EtLink) link = { 0 };
  g_autoptr (GError) error = NULL;

  if (et_link_parse (g_variant_get_string (uri, NULL), &link, &error))
    et_finder_follow_async (et_context_get_store (et_window_get_context (window)), &link, NULL,
                            followed_cb, g_object_ref (window));
  else
    et_toast_show_error (GTK_WIDGET (et_window_get_navigation (window)), error);
}

static void
search_for_cb (GtkWidget *widget, const char *action_name, GVariant *words)
{
  EtPage *page;

  gtk_widget_activate_action (widget, "win.page", "s", "offers");
  page = et_navigation_get_visible_page (et_window_get_navigation (ET_WINDOW (widget)));
  et_page_search_for (page, g_variant_get_string (words, NULL));
}

void
et_window_install_links (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open-link", "s", open_link_cb);
  gtk_widget_class_install_action (widget_class, "win.search-for", "s", search_for_cb);
}
