/* SPDX-License-Identifier: MIT */
#include "ui/et-window.h"

#include <glib/gi18n-lib.h>

#include "ui/et-counters.h"
#include "ui/et-page-registry.h"
#include "ui/et-sidebar.h"
#include "ui/et-window-account.h"
#include "ui/et-window-links.h"
#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-sync-line.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

#define SYNC_SECONDS 30

struct _EtWindow
{
  AdwApplicationWindow parent_instance;

  /* Template children */
  EtStatusStack *states;
  AdwLeaflet *leaflet;
  EtSidebar *sidebar;
  GtkWidget *content;
  EtNavigation *navigation;
  EtSyncLine *sync_line;
  AdwViewStack *tabs;
  AdwViewSwitcherBar *tab_bar;
  AdwViewStackPage *cart_tab;
  AdwViewStackPage *tickets_tab;

  EtContext *context; /* owned */
  EtCounters *counters; /* owned */
  const char *page_id; /* nullable: the root page that shows */
  int64_t account_id; /* 0 for a guest */
  EtRole role;
};

G_DEFINE_FINAL_TYPE (EtWindow, et_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static EtRole
get_role (EtWindow *self)
{
  return et_session_get_role (et_context_get_session (self->context));
}

static gboolean
is_tab (EtWindow *self, const char *id)
{
  return id != NULL && adw_view_stack_get_child_by_name (self->tabs, id) != NULL;
}

/* Customers on a narrow window move between the three main pages at the bottom. */
static void
update_tab_bar (EtWindow *self)
{
  EtPage *page = et_navigation_get_visible_page (self->navigation);
  gboolean can_go_back = FALSE;

  if (page != NULL)
    g_object_get (page, "can-go-back", &can_go_back, NULL);

  adw_view_switcher_bar_set_reveal (self->tab_bar, adw_leaflet_get_folded (self->leaflet) &&
                                                       get_role (self) <= ET_ROLE_CUSTOMER &&
                                                       !can_go_back &&
                                                       is_tab (self, self->page_id));
}

static void
show_root (EtWindow *self, const EtPageEntry *entry)
{
  if (!et_navigation_has_root (self->navigation, entry->id))
    et_navigation_add_root (self->navigation, entry->id, et_page_entry_make (entry, self->context));

  self->page_id = entry->id;
  et_navigation_show_root (self->navigation, entry->id);
  et_sidebar_select (self->sidebar, entry->id);
  if (is_tab (self, entry->id))
    adw_view_stack_set_visible_child_name (self->tabs, entry->id);
  adw_leaflet_set_visible_child (self->leaflet, self->content);
  update_tab_bar (self);
}

static void
show_page_cb (GtkWidget *widget, const char *action_name, GVariant *id)
{
  EtWindow *self = ET_WINDOW (widget);
  const EtPageEntry *entry = et_page_entry_find (g_variant_get_string (id, NULL));

  if (entry != NULL && get_role (self) >= entry->least_role)
    show_root (self, entry);
}

static void
tab_changed_cb (EtWindow *self)
{
  const char *id = adw_view_stack_get_visible_child_name (self->tabs);

  if (self->page_id != NULL && g_strcmp0 (id, self->page_id) != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", id);
}

static void
go_back_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtWindow *self = ET_WINDOW (widget);

  if (!et_navigation_pop (self->navigation))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  et_sync_run_finish (ET_SYNC (source), result, NULL); /* the sync line tells how it went */
}

static void
sync_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtWindow *self = ET_WINDOW (widget);

  et_network_leave_ask_again (et_remote_get_leave (et_context_get_remote (self->context)));
  et_sync_run_async (et_context_get_sync (self->context), NULL, synced_cb, NULL);
}

static void
search_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtPage *page = et_navigation_get_visible_page (ET_WINDOW (widget)->navigation);

  if (page != NULL)
    et_page_search (page);
}

/* Somebody else's pages are not for the one who is here now. */
static void
account_changed_cb (EtWindow *self)
{
  EtSession *session = et_context_get_session (self->context);
  EtAccount *account = et_session_get_account (session);
  int64_t account_id = account != NULL ? account->id : 0;
  const EtPageEntry *entry = et_page_entry_find (self->page_id);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-out", account != NULL);
  if (account_id == self->account_id && get_role (self) == self->role)
    return;

  self->account_id = account_id;
  self->role = get_role (self);
  et_navigation_clear (self->navigation);
  show_root (self, self->role >= entry->least_role ? entry : &et_page_entries[0]);
}

static void
et_window_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtWindow *self = ET_WINDOW (object);

  switch (property_id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, self->context);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_window_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  EtWindow *self = ET_WINDOW (object);

  switch (property_id)
    {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_window_dispose (GObject *object)
{
  EtWindow *self = ET_WINDOW (object);

  if (self->counters != NULL)
    et_sync_stop (et_context_get_sync (self->context));
  g_clear_object (&self->counters);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (et_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.page", "s", show_page_cb);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, go_back_cb);
  gtk_widget_class_install_action (widget_class, "win.sync", NULL, sync_cb);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_cb);
  et_window_install_account (widget_class);
  et_window_install_links (widget_class);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtWindow, states);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, content);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, sync_line);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, tabs);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, tab_bar);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, cart_tab);
  gtk_widget_class_bind_template_child (widget_class, EtWindow, tickets_tab);
  gtk_widget_class_bind_template_callback (widget_class, tab_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_tab_bar);
}

static void
et_window_class_init (EtWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = et_window_get_property;
  object_class->set_property = et_window_set_property;
  object_class->dispose = et_window_dispose;

  properties[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, ET_TYPE_CONTEXT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY |
                                                      G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ET_TYPE_SIDEBAR);
  g_type_ensure (ET_TYPE_NAVIGATION);
  g_type_ensure (ET_TYPE_STATUS_STACK);
  g_type_ensure (ET_TYPE_SYNC_LINE);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
et_window_init (EtWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
#ifdef ET_DEVEL
  gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
#endif
  et_status_stack_show_loading (self->states);
}

/* Returns: (transfer floating): a window that waits for its context to be opened. */
EtWindow *
et_window_new (GtkApplication *application, EtContext *context)
{
  return g_object_new (ET_TYPE_WINDOW, "application", application, "context", context, NULL);
}

static void
bind_counters (EtWindow *self)
{
  g_object_bind_property (self->counters, "cart", self->cart_tab, "badge-number",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->counters, "tickets", self->tickets_tab, "badge-number",
                          G_BINDING_SYNC_CREATE);
}

static void
tell_damage (EtWindow *self)
{
  EtCopyDamage damage;
  gboolean is_told = et_store_get_damage (et_context_get_store (self->context), &damage);
  g_autofree char *sentence = et_copy_damage_describe (&damage, et_text_get_language ());

  if (is_told)
    et_toast_show (GTK_WIDGET (self->navigation), sentence);
}

/* Fills the window; its context must be open. */
void
et_window_start (EtWindow *self)
{
  g_return_if_fail (ET_IS_WINDOW (self));

  self->counters = et_counters_new (self->context);
  bind_counters (self);
  g_object_set (self->sync_line, "context", self->context, NULL);
  et_sidebar_start (self->sidebar, self->context, self->counters);
  et_counters_start (self->counters);
  self->page_id = et_page_entries[0].id;
  g_signal_connect_object (et_context_get_session (self->context), "notify::account",
                           G_CALLBACK (account_changed_cb), self, G_CONNECT_SWAPPED);
  account_changed_cb (self);
  show_root (self, et_page_entry_find (self->page_id));
  et_status_stack_show_content (self->states);

  g_signal_connect_object (et_context_get_store (self->context), "notify::was-rebuilt",
                           G_CALLBACK (tell_damage), self, G_CONNECT_SWAPPED);
  tell_damage (self);
  et_sync_start (et_context_get_sync (self->context), SYNC_SECONDS);
}

/* Shows why the context could not be opened. */
void
et_window_show_error (EtWindow *self, const GError *error)
{
  g_return_if_fail (ET_IS_WINDOW (self));

  et_status_stack_show_error (self->states, error);
}

/* Returns: (transfer none): the context of the window. */
EtContext *
et_window_get_context (EtWindow *self)
{
  g_return_val_if_fail (ET_IS_WINDOW (self), NULL);

  return self->context;
}

/* Returns: (transfer none): where its pages are. */
EtNavigation *
et_window_get_navigation (EtWindow *self)
{
  g_return_val_if_fail (ET_IS_WINDOW (self), NULL);

  return self->navigation;
}

/* Whether its context is open and the pages are there. */
gboolean
et_window_is_started (EtWindow *self)
{
  g_return_val_if_fail (ET_IS_WINDOW (self), FALSE);

  return self->counters != NULL;
}
