/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-record-table.h"

#include <glib/gi18n-lib.h>

#include "ui/admin/et-folded-row.h"
#include "ui/shared/et-breakpoint-bin.h"
#include "ui/shared/et-wrap-box.h"

struct _EtRecordTable
{
  AdwBin parent_instance;

  /* Template children */
  EtBreakpointBin *breakpoint;
  GtkBox *tools;
  GtkWidget *choosers;
  GtkEditable *search;
  GtkMenuButton *sort;
  GtkStack *views;
  GtkColumnView *columns_view;
  GtkListView *list_view;
  GtkLabel *count;

  const EtTableColumn *columns; /* borrowed, static; ended by a NULL id */
  GPtrArray *drop_downs; /* owned, of borrowed GtkDropDown */
  GListModel *records; /* owned */
  EtTableFilter *filter; /* owned */
  GtkSingleSelection *selection; /* owned; of what shows */
  const EtTableColumn *sorted; /* borrowed, nullable */
  gboolean is_descending;
  gboolean follows_selection;
  gboolean is_selecting; /* the program does, not a person */
};

G_DEFINE_FINAL_TYPE (EtRecordTable, et_record_table, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_FOLLOWS_SELECTION,
  N_PROPS
};

enum
{
  PICKED,
  ENTERED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
update_view (EtRecordTable *self)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint n_records = g_list_model_get_n_items (self->records);
  gboolean is_narrow = et_breakpoint_bin_get_is_narrow (self->breakpoint);
  const char *view = is_narrow ? "list" : "columns";
  g_autofree char *count = g_strdup_printf (_ ("%u of %u"), n_shown, n_records);

  gtk_stack_set_visible_child_name (self->views, n_shown == 0 && n_records > 0 ? "none" : view);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), n_shown < n_records);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->tools), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
}

static void
choice_changed_cb (EtRecordTable *self, GParamSpec *pspec, GtkDropDown *drop_down)
{
  guint choice;

  if (gtk_drop_down_get_selected (drop_down) > 0)
    gtk_widget_add_css_class (GTK_WIDGET (drop_down), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (drop_down), "active");
  if (g_ptr_array_find (self->drop_downs, drop_down, &choice))
    et_table_filter_choose (self->filter, choice, gtk_drop_down_get_selected (drop_down));
}

static void
search_cb (EtRecordTable *self)
{
  et_table_filter_search (self->filter, gtk_editable_get_text (self->search));
}

static void
clear_cb (EtRecordTable *self)
{
  for (guint i = 0; i < self->drop_downs->len; i++)
    gtk_drop_down_set_selected (g_ptr_array_index (self->drop_downs, i), 0);
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
pick (EtRecordTable *self, gpointer record)
{
  if (record != NULL)
    g_signal_emit (self, signals[PICKED], 0, record);
}

static void
selected_cb (EtRecordTable *self)
{
  if (!self->is_selecting && self->follows_selection)
    pick (self, gtk_single_selection_get_selected_item (self->selection));
}

static void
activated_cb (EtRecordTable *self, guint position)
{
  g_autoptr (GObject) record = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (record == NULL)
    return;

  pick (self, record);
  g_signal_emit (self, signals[ENTERED], 0);
}

/* Enter in the search takes the first that was found. */
static void
search_entered_cb (EtRecordTable *self)
{
  search_cb (self);
  activated_cb (self, 0);
}

static void
row_picked_cb (GtkListItem *item, EtFoldedRow *row)
{
  GtkWidget *table = gtk_widget_get_ancestor (GTK_WIDGET (row), ET_TYPE_RECORD_TABLE);

  pick (ET_RECORD_TABLE (table), gtk_list_item_get_item (item));
}

static void
setup_row_cb (EtRecordTable *self, GtkListItem *item)
{
  GtkWidget *row = et_folded_row_new (self->columns);

  g_signal_connect_object (row, "picked", G_CALLBACK (row_picked_cb), item, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
bind_row_cb (EtRecordTable *self, GtkListItem *item)
{
  et_folded_row_show (ET_FOLDED_ROW (gtk_list_item_get_child (item)),
                      gtk_list_item_get_item (item));
}

/* Sorts by a column, and the other way round when it is asked for again. */
static void
sort_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtRecordTable *self = ET_RECORD_TABLE (widget);
  const EtTableColumn *column = self->columns;
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  while (column->id != NULL && !g_str_equal (column->id, g_variant_get_string (parameter, NULL)))
    column++;
  g_return_if_fail (column->id != NULL);

  self->is_descending = column == self->sorted && !self->is_descending;
  self->sorted = column;
  view_column = g_list_model_get_item (gtk_column_view_get_columns (self->columns_view),
                                       (guint) (column - self->columns));
  gtk_column_view_sort_by_column (self->columns_view, view_column,
                                  self->is_descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

static void
add_columns (EtRecordTable *self, const EtTableColumn *columns)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  for (const EtTableColumn *column = columns; column->id != NULL; column++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (column->title), NULL);

      et_table_column_append (column, self->columns_view);
      g_menu_item_set_action_and_target (item, "table.sort", "s", column->id);
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, _ ("Sort by"), G_MENU_MODEL (section));
  gtk_menu_button_set_menu_model (self->sort, G_MENU_MODEL (menu));
  self->columns = columns;
}

static void
add_choices (EtRecordTable *self, const EtTableChoice *choices)
{
  for (const EtTableChoice *choice = choices; choice != NULL && choice->title != NULL; choice++)
    {
      GtkWidget *drop_down = et_table_choice_new_drop_down (choice);

      g_ptr_array_add (self->drop_downs, drop_down);
      g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (choice_changed_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_widget_set_parent (drop_down, self->choosers);
    }
}

static void
add_models (EtRecordTable *self, GListModel *records)
{
  GtkFilterListModel *filtered = gtk_filter_list_model_new (
      g_object_ref (records), GTK_FILTER (g_object_ref (self->filter)));
  GtkSorter *sorter = gtk_column_view_get_sorter (self->columns_view);
  GtkSortListModel *sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                                      g_object_ref (sorter));

  self->records = g_object_ref (records);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (sorted));
  g_object_unref (sorted);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (update_view), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->columns_view, GTK_SELECTION_MODEL (self->selection));
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

static void
et_record_table_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FOLLOWS_SELECTION:
      g_value_set_boolean (value, ET_RECORD_TABLE (object)->follows_selection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_record_table_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FOLLOWS_SELECTION:
      ET_RECORD_TABLE (object)->follows_selection = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* The models still change while the views let go of them. */
static void
et_record_table_dispose (GObject *object)
{
  EtRecordTable *self = ET_RECORD_TABLE (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);

  G_OBJECT_CLASS (et_record_table_parent_class)->dispose (object);
}

static void
et_record_table_finalize (GObject *object)
{
  EtRecordTable *self = ET_RECORD_TABLE (object);

  g_ptr_array_unref (self->drop_downs);
  g_clear_object (&self->records);
  g_clear_object (&self->filter);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (et_record_table_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-record-table.ui");
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, breakpoint);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, tools);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, choosers);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, search);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, sort);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, views);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, columns_view);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, list_view);
  gtk_widget_class_bind_template_child (widget_class, EtRecordTable, count);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_view);
}

static void
et_record_table_class_init (EtRecordTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_BREAKPOINT_BIN);
  g_type_ensure (ET_TYPE_WRAP_BOX);

  object_class->get_property = et_record_table_get_property;
  object_class->set_property = et_record_table_set_property;
  object_class->dispose = et_record_table_dispose;
  object_class->finalize = et_record_table_finalize;

  properties[PROP_FOLLOWS_SELECTION] = g_param_spec_boolean (
      "follows-selection", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[PICKED] = g_signal_new ("picked", ET_TYPE_RECORD_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[ENTERED] = g_signal_new ("entered", ET_TYPE_RECORD_TABLE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "table.sort", "s", sort_cb);
}

static void
et_record_table_init (EtRecordTable *self)
{
  self->drop_downs = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows @records, now and as they change. Called once; both tables are static, @choices may be
 * NULL. @name: translated, for those who cannot see the table. */
void
et_record_table_set_up (EtRecordTable *self,
                        const char *name,
                        const EtTableColumn *columns,
                        const EtTableChoice *choices,
                        GListModel *records)
{
  g_return_if_fail (ET_IS_RECORD_TABLE (self));
  g_return_if_fail (self->columns == NULL);

  self->filter = et_table_filter_new (columns, choices);
  add_columns (self, columns);
  add_choices (self, choices);
  add_models (self, records);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->columns_view),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  update_view (self);
}

/* Selects @record without picking it; NULL selects none. */
void
et_record_table_select (EtRecordTable *self, gpointer record)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (ET_IS_RECORD_TABLE (self));

  for (guint i = 0; record != NULL && i < n_shown; i++)
    {
      g_autoptr (GObject) shown = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (shown == record)
        position = i;
    }
  self->is_selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->is_selecting = FALSE;
}

/* Returns: (transfer none): the entry above the table. */
GtkSearchEntry *
et_record_table_get_search (EtRecordTable *self)
{
  g_return_val_if_fail (ET_IS_RECORD_TABLE (self), NULL);

  return GTK_SEARCH_ENTRY (self->search);
}
