/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-table-page.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-split-view.h"
#include "ui/shared/et-list-update.h"
#include "ui/shared/et-status-stack.h"

typedef struct
{
  /* Template children */
  EtSplitView *split;
  EtStatusStack *status;
  EtRecordTable *table;
  GtkWidget *new_button;

  GListStore *records; /* owned */
  int64_t shown_id; /* of the record in the pane, 0 for a new one */
} EtTablePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EtTablePage, et_table_page, ET_TYPE_PAGE)

static gboolean
find_position (EtTablePage *self, int64_t id, guint *ret_position)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  guint n_records = g_list_model_get_n_items (G_LIST_MODEL (priv->records));

  for (guint i = 0; i < n_records; i++)
    {
      g_autoptr (EtRecord) record = g_list_model_get_item (G_LIST_MODEL (priv->records), i);

      if (et_record_get_id (record) == id)
        {
          *ret_position = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
show_state (EtTablePage *self, const GError *error)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  if (g_list_model_get_n_items (G_LIST_MODEL (priv->records)) > 0)
    et_status_stack_show_content (priv->status);
  else if (error != NULL)
    et_status_stack_show_error (priv->status, error);
  else
    et_status_stack_show_empty (priv->status);
}

/* The record in the pane may have become another one by the server's doing. */
static void
refresh_pane (EtTablePage *self)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  g_autoptr (EtRecord) record = et_table_page_find (self, priv->shown_id);

  if (record == NULL || !et_split_view_is_open (priv->split))
    return;

  et_record_table_select (priv->table, record);
  ET_TABLE_PAGE_GET_CLASS (self)->refresh_record (self, record);
}

static void
show_record (EtTablePage *self, gpointer record)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  g_autofree char *title = ET_TABLE_PAGE_GET_CLASS (self)->show_record (self, record);

  priv->shown_id = record != NULL ? et_record_get_id (record) : 0;
  et_record_table_select (priv->table, record);
  et_split_view_open (priv->split, title);
}

/* The button that saved has become insensitive; the keyboard goes on in the form. */
static void
keep_focus (EtTablePage *self)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_sensitive (focus))
    et_split_view_focus (priv->split);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtTablePage) self = data;
  g_autoptr (GListModel) records = NULL;
  g_autoptr (GError) error = NULL;

  records = et_office_list_finish (et_page_get_context (ET_PAGE (self)), result, &error);
  if (g_cancellable_is_cancelled (et_page_get_cancellable (ET_PAGE (self))))
    return;

  if (records != NULL)
    et_table_page_show_records (self, records);
  else
    show_state (self, error);
}

static void
synced_cb (EtTablePage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    et_table_page_reload (self);
}

static void
picked_cb (EtTablePage *self, gpointer record)
{
  et_table_page_open (self, record);
}

static void
entered_cb (EtTablePage *self)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  et_split_view_focus (priv->split);
}

static void
pane_left_cb (EtTablePage *self)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  et_record_table_select (priv->table, NULL);
  ET_TABLE_PAGE_GET_CLASS (self)->leave_record (self);
}

static void
new_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_table_page_open (ET_TABLE_PAGE (widget), NULL);
  entered_cb (ET_TABLE_PAGE (widget));
}

static void
close_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_table_page_close (ET_TABLE_PAGE (widget));
}

static void
offer_new_records (EtTablePage *self, const char *label)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  gtk_widget_set_visible (priv->new_button, TRUE);
  gtk_widget_set_tooltip_text (priv->new_button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (priv->new_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  g_object_set (priv->status, "empty-action-label", label, "empty-action", "table.new", NULL);
}

static void
et_table_page_shown (EtPage *page)
{
  et_table_page_reload (ET_TABLE_PAGE (page));
}

static void
et_table_page_constructed (GObject *object)
{
  EtTablePage *self = ET_TABLE_PAGE (object);
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  const EtTableSpec *spec = ET_TABLE_PAGE_GET_CLASS (self)->spec;

  G_OBJECT_CLASS (et_table_page_parent_class)->constructed (object);

  et_record_table_set_up (priv->table, _ (spec->name), spec->columns, spec->choices,
                          G_LIST_MODEL (priv->records));
  et_page_set_search (ET_PAGE (self), et_record_table_get_search (priv->table));
  et_split_view_set_pane (priv->split, ET_TABLE_PAGE_GET_CLASS (self)->new_pane (self));
  g_object_set (priv->status, "empty-icon-name", spec->empty_icon_name, "empty-title",
                _ (spec->empty_title), "empty-description", _ (spec->empty_description), NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "table.new", spec->new_label != NULL);
  if (spec->new_label != NULL)
    offer_new_records (self, _ (spec->new_label));
  g_signal_connect_object (et_context_get_sync (et_page_get_context (ET_PAGE (self))),
                           "notify::last-success", G_CALLBACK (synced_cb), self, G_CONNECT_SWAPPED);
}

static void
et_table_page_finalize (GObject *object)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (ET_TABLE_PAGE (object));

  g_clear_object (&priv->records);

  G_OBJECT_CLASS (et_table_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-table-page.ui");
  gtk_widget_class_bind_template_child_private (widget_class, EtTablePage, split);
  gtk_widget_class_bind_template_child_private (widget_class, EtTablePage, status);
  gtk_widget_class_bind_template_child_private (widget_class, EtTablePage, table);
  gtk_widget_class_bind_template_child_private (widget_class, EtTablePage, new_button);
  gtk_widget_class_bind_template_callback (widget_class, entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, et_table_page_reload);
  gtk_widget_class_bind_template_callback (widget_class, pane_left_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
}

static void
et_table_page_class_init (EtTablePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_RECORD_TABLE);
  g_type_ensure (ET_TYPE_SPLIT_VIEW);
  g_type_ensure (ET_TYPE_STATUS_STACK);

  object_class->constructed = et_table_page_constructed;
  object_class->finalize = et_table_page_finalize;
  ET_PAGE_CLASS (klass)->shown = et_table_page_shown;

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "table.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "table.close", NULL, close_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "table.new",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "table.close", NULL);
}

static void
et_table_page_init (EtTablePage *self)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  priv->records = g_list_store_new (ET_TYPE_RECORD);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (nullable) (transfer full): the record of that id. */
gpointer
et_table_page_find (EtTablePage *self, int64_t id)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  guint position;

  g_return_val_if_fail (ET_IS_TABLE_PAGE (self), NULL);

  return find_position (self, id, &position)
             ? g_list_model_get_item (G_LIST_MODEL (priv->records), position)
             : NULL;
}

/* Shows @record in the pane, or an empty form when it is NULL. */
void
et_table_page_open (EtTablePage *self, gpointer record)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  g_return_if_fail (ET_IS_TABLE_PAGE (self));

  if (et_split_view_is_open (priv->split))
    ET_TABLE_PAGE_GET_CLASS (self)->leave_record (self);
  show_record (self, record);
}

/* Goes on with @record, which the one in the pane has become by saving it. */
void
et_table_page_continue (EtTablePage *self, gpointer record)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  g_return_if_fail (ET_IS_TABLE_PAGE (self));

  if (!et_split_view_is_open (priv->split))
    return;

  show_record (self, record);
  keep_focus (self);
}

/* Closes the pane. */
void
et_table_page_close (EtTablePage *self)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  g_return_if_fail (ET_IS_TABLE_PAGE (self));

  et_split_view_close (priv->split);
}

/* Shows what the server keeps now in the place of the record of the same id, or as a new one. */
void
et_table_page_put (EtTablePage *self, gpointer record)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  guint position;

  g_return_if_fail (ET_IS_TABLE_PAGE (self));

  if (find_position (self, et_record_get_id (record), &position))
    g_list_store_splice (priv->records, position, 1, &record, 1);
  else
    g_list_store_append (priv->records, record);
  show_state (self, NULL);
}

/* Shows @records, all that the server keeps now. */
void
et_table_page_show_records (EtTablePage *self, GListModel *records)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  g_return_if_fail (ET_IS_TABLE_PAGE (self));

  et_list_update (priv->records, records);
  refresh_pane (self);
  show_state (self, NULL);
}

/* Takes a record out that the server does not keep any more. */
void
et_table_page_drop (EtTablePage *self, int64_t id)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);
  guint position;

  g_return_if_fail (ET_IS_TABLE_PAGE (self));

  if (find_position (self, id, &position))
    g_list_store_remove (priv->records, position);
  show_state (self, NULL);
}

/* Asks the server for all records. What shows stays until the answer comes. */
void
et_table_page_reload (EtTablePage *self)
{
  EtTablePagePrivate *priv = et_table_page_get_instance_private (self);

  g_return_if_fail (ET_IS_TABLE_PAGE (self));

  et_status_stack_show_loading (priv->status);
  et_office_list_async (et_page_get_context (ET_PAGE (self)),
                        ET_TABLE_PAGE_GET_CLASS (self)->spec->list,
                        et_page_get_cancellable (ET_PAGE (self)), loaded_cb, g_object_ref (self));
}
