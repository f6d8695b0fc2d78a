/* SPDX-License-Identifier: MIT */
#include "ui/et-sidebar.h"

#include <glib/gi18n-lib.h>

#include "ui/et-page-registry.h"
#include "ui/et-sidebar-row.h"
#include "ui/shared/et-sync-line.h"
#include "ui/shared/et-text.h"

struct _EtSidebar
{
  AdwBin parent_instance;

  /* Template children */
  AdwHeaderBar *header;
  AdwAvatar *avatar;
  GtkButton *chip;
  GtkLabel *name;
  GtkLabel *role;
  GtkListBox *rows;
  EtSyncLine *sync_line;

  EtContext *context; /* owned, nullable */
  EtCounters *counters; /* owned, nullable */
  char *selected_id; /* owned, nullable: an EtPageEntry's */
  gboolean is_folded;
};

G_DEFINE_FINAL_TYPE (EtSidebar, et_sidebar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_IS_FOLDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
add_row (EtSidebar *self, const EtPageEntry *entry)
{
  EtSidebarRow *row = et_sidebar_row_new (entry);

  if (g_object_class_find_property (G_OBJECT_GET_CLASS (self->counters), entry->id) != NULL)
    g_object_bind_property (self->counters, entry->id, row, "count", G_BINDING_SYNC_CREATE);
  if (g_str_equal (entry->id, "attention"))
    g_object_bind_property (row, "count", row, "visible", G_BINDING_SYNC_CREATE);
  gtk_list_box_append (self->rows, GTK_WIDGET (row));
}

static void
mark_selected (EtSidebar *self)
{
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->rows)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (ET_IS_SIDEBAR_ROW (row) &&
        g_strcmp0 (et_sidebar_row_get_entry (ET_SIDEBAR_ROW (row))->id, self->selected_id) == 0)
      gtk_list_box_select_row (self->rows, GTK_LIST_BOX_ROW (row));
}

/* The rows of one's role; "attention" shows only while something needs it. */
static void
fill_rows (EtSidebar *self)
{
  EtRole role = et_session_get_role (et_context_get_session (self->context));
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, row);

  for (const EtPageEntry *entry = et_page_entries; entry->id != NULL; entry++)
    if (role >= entry->least_role)
      add_row (self, entry);
}

static void
update_account (EtSidebar *self)
{
  EtSession *session = et_context_get_session (self->context);
  EtAccount *account = et_session_get_account (session);
  const char *name = account != NULL ? et_account_get_shown_name (account) : _ ("Sign In");
  const char *role = account != NULL && !et_session_is_signed_in (session)
                         ? _ ("Sign in again")
                         : et_text_role (et_session_get_role (session));
  g_autofree char *label = g_strdup_printf ("%s, %s", name, role);

  adw_avatar_set_text (self->avatar, account != NULL ? name : NULL);
  adw_avatar_set_show_initials (self->avatar, account != NULL);
  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->role, role);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chip), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
account_changed_cb (EtSidebar *self)
{
  update_account (self);
  fill_rows (self);
  mark_selected (self);
}

static void
row_activated_cb (EtSidebar *self, EtSidebarRow *row)
{
  const EtPageEntry *entry = et_sidebar_row_get_entry (row);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.page", "s", entry->id);
}

static void
update_heading_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  EtPageGroup group = et_sidebar_row_get_entry (ET_SIDEBAR_ROW (row))->group;
  const char *title = et_page_group_get_title (group);
  GtkWidget *heading;

  if (title == NULL ||
      (before != NULL && et_sidebar_row_get_entry (ET_SIDEBAR_ROW (before))->group == group))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  heading = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "sidebar-heading");
  gtk_list_box_row_set_header (row, heading);
}

static void
et_sidebar_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtSidebar *self = ET_SIDEBAR (object);

  switch (property_id)
    {
    case PROP_IS_FOLDED:
      g_value_set_boolean (value, self->is_folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_sidebar_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  EtSidebar *self = ET_SIDEBAR (object);

  switch (property_id)
    {
    case PROP_IS_FOLDED:
      self->is_folded = g_value_get_boolean (value);
      adw_header_bar_set_show_end_title_buttons (self->header, self->is_folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_sidebar_dispose (GObject *object)
{
  EtSidebar *self = ET_SIDEBAR (object);

  g_clear_object (&self->context);
  g_clear_object (&self->counters);

  G_OBJECT_CLASS (et_sidebar_parent_class)->dispose (object);
}

static void
et_sidebar_finalize (GObject *object)
{
  g_free (ET_SIDEBAR (object)->selected_id);

  G_OBJECT_CLASS (et_sidebar_parent_class)->finalize (object);
}

static void
et_sidebar_class_init (EtSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = et_sidebar_get_property;
  object_class->set_property = et_sidebar_set_property;
  object_class->dispose = et_sidebar_dispose;
  object_class->finalize = et_sidebar_finalize;

  properties[PROP_IS_FOLDED] = g_param_spec_boolean ("is-folded", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ET_TYPE_SYNC_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, EtSidebar, header);
  gtk_widget_class_bind_template_child (widget_class, EtSidebar, chip);
  gtk_widget_class_bind_template_child (widget_class, EtSidebar, avatar);
  gtk_widget_class_bind_template_child (widget_class, EtSidebar, name);
  gtk_widget_class_bind_template_child (widget_class, EtSidebar, role);
  gtk_widget_class_bind_template_child (widget_class, EtSidebar, rows);
  gtk_widget_class_bind_template_child (widget_class, EtSidebar, sync_line);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
et_sidebar_init (EtSidebar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->rows, update_heading_cb, NULL, NULL);
}

/* Fills the sidebar and keeps it true to the session; the context must be open. */
void
et_sidebar_start (EtSidebar *self, EtContext *context, EtCounters *counters)
{
  g_return_if_fail (ET_IS_SIDEBAR (self));

  g_set_object (&self->context, context);
  g_set_object (&self->counters, counters);
  g_object_set (self->sync_line, "context", context, NULL);
  g_signal_connect_object (et_context_get_session (context), "notify::account",
                           G_CALLBACK (account_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (et_context_get_session (context), "notify::is-signed-in",
                           G_CALLBACK (update_account), self, G_CONNECT_SWAPPED);
  account_changed_cb (self);
}

/* Marks the row of the page that shows. @id: an EtPageEntry's. */
void
et_sidebar_select (EtSidebar *self, const char *id)
{
  g_return_if_fail (ET_IS_SIDEBAR (self));

  g_free (self->selected_id);
  self->selected_id = g_strdup (id);
  mark_selected (self);
}
