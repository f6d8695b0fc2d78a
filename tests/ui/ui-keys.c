/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-keys.h"

/* Without a window manager keys go to the window under the pointer; all of them have their corner
 * in that of the screen. */
#define IN_WINDOW "mousemove", "170", "300"

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* The windows live on meanwhile, as they do when a person types. */
static void
run_xdotool (const char *const *arguments)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, finished_cb, &result);
  UI_WAIT (result != NULL);
  g_subprocess_wait_check_finish (process, result, &error);
  g_assert_no_error (error);
  for (int i = 0; i < 20; i++)
    ui_iterate ();
}

/* Presses keys as xdotool names them: "Return", "ctrl+f". */
void
ui_key (const char *keys)
{
  run_xdotool ((const char *const[]){ "xdotool", IN_WINDOW, "key", "--delay", "5", keys, NULL });
}

/* Types a text, as a hand scanner does. */
void
ui_type (const char *text)
{
  run_xdotool ((const char *const[]){ "xdotool", IN_WINDOW, "type", "--delay", "2", text, NULL });
}

/* Clicks into the middle of a widget. */
void
ui_point (GtkWidget *widget)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (widget));
  g_autofree char *x_text = NULL;
  g_autofree char *y_text = NULL;
  double x, y;

  UI_WAIT (gtk_widget_get_width (widget) > 0);
  gtk_widget_translate_coordinates (widget, root, gtk_widget_get_width (widget) / 2.0,
                                    gtk_widget_get_height (widget) / 2.0, &x, &y);
  x_text = g_strdup_printf ("%d", (int) x);
  y_text = g_strdup_printf ("%d", (int) y);
  run_xdotool ((const char *const[]){ "xdotool", "mousemove", x_text, y_text, "sleep", "0.1",
                                      "click", "1", NULL });
}

/* Returns: (nullable) (transfer full): what an element of a drop-down list says. */
static char *
get_option_text (GtkWidget *list, GObject *element)
{
  GtkExpression *expression = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  if (GTK_IS_STRING_OBJECT (element))
    return g_strdup (gtk_string_object_get_string (GTK_STRING_OBJECT (element)));

  expression = ADW_IS_COMBO_ROW (list) ? adw_combo_row_get_expression (ADW_COMBO_ROW (list))
                                       : gtk_drop_down_get_expression (GTK_DROP_DOWN (list));
  if (expression == NULL || !gtk_expression_evaluate (expression, element, &value))
    return NULL;
  return g_value_dup_string (&value);
}

static gboolean
find_option (GtkWidget *list, const char *option, guint *ret_position)
{
  g_autoptr (GListModel) options = NULL;

  g_object_get (list, "model", &options, NULL);
  for (guint i = 0; options != NULL && i < g_list_model_get_n_items (options); i++)
    {
      g_autoptr (GObject) element = g_list_model_get_item (options, i);
      g_autofree char *text = get_option_text (list, element);

      if (g_strcmp0 (text, option) == 0)
        {
          *ret_position = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Chooses from a drop-down list, or from a row that opens one, once the option is there. */
void
ui_choose (gpointer root, const char *list, const char *option)
{
  GtkWidget *found = ui_look_for (root, ADW_TYPE_COMBO_ROW, list);
  guint position;

  if (found == NULL)
    found = ui_find (root, GTK_TYPE_DROP_DOWN, list);
  UI_WAIT (find_option (found, option, &position));
  g_object_set (found, "selected", position, NULL);
}

/* Presses Enter in an entry. */
void
ui_enter (gpointer root, const char *entry)
{
  GtkWidget *found = ui_find (root, GTK_TYPE_EDITABLE, entry);

  g_signal_emit_by_name (found, ADW_IS_ENTRY_ROW (found) ? "entry-activated" : "activate");
}

static gboolean
is_one_of (GtkWidget *widget, const GType *types, gsize n_types)
{
  for (gsize i = 0; i < n_types; i++)
    if (g_type_is_a (G_OBJECT_TYPE (widget), types[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_control (GtkWidget *widget)
{
  const GType types[] = { GTK_TYPE_BUTTON,       GTK_TYPE_MENU_BUTTON, GTK_TYPE_ENTRY,
                          GTK_TYPE_SEARCH_ENTRY, GTK_TYPE_SWITCH,      GTK_TYPE_SPIN_BUTTON,
                          GTK_TYPE_DROP_DOWN,    GTK_TYPE_TEXT_VIEW,   GTK_TYPE_CHECK_BUTTON,
                          ADW_TYPE_COMBO_ROW,    ADW_TYPE_ENTRY_ROW };

  return is_one_of (widget, types, G_N_ELEMENTS (types));
}

/* One goes through it with the arrow keys, and finds further controls in it. */
static gboolean
is_list (GtkWidget *widget)
{
  const GType types[] = { GTK_TYPE_LIST_VIEW, GTK_TYPE_GRID_VIEW, GTK_TYPE_COLUMN_VIEW,
                          GTK_TYPE_LIST_BOX,  GTK_TYPE_FLOW_BOX,  ADW_TYPE_EXPANDER_ROW };

  return is_one_of (widget, types, G_N_ELEMENTS (types));
}

/* The frame around the rows of a form, each of which has its name, or a part of a widget that goes
 * by its name. */
static gboolean
is_frame (GtkWidget *list)
{
  GtkWidget *row = gtk_widget_get_first_child (list);

  while (ADW_IS_PREFERENCES_ROW (row))
    row = gtk_widget_get_next_sibling (row);
  if (GTK_IS_COLUMN_VIEW (gtk_widget_get_parent (list)))
    return TRUE;
  return GTK_IS_LIST_BOX (list) &&
         (row == NULL || gtk_widget_get_ancestor (list, ADW_TYPE_EXPANDER_ROW) != NULL);
}

static gboolean
has_name (GtkWidget *widget)
{
  g_autofree char *label = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget))
    return *adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)) != '\0';
  if (gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
      gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                        GTK_ACCESSIBLE_RELATION_LABELLED_BY))
    return TRUE;
  if (GTK_IS_BUTTON (widget) || GTK_IS_CHECK_BUTTON (widget))
    g_object_get (widget, "label", &label, NULL);
  return label != NULL && *label != '\0';
}

static void
assert_named (GtkWidget *widget)
{
  if (has_name (widget))
    return;
  g_test_message ("a %s in a %s has no accessible name", G_OBJECT_TYPE_NAME (widget),
                  G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
  g_test_fail ();
}

/* Every control below @root that can take the focus, and every list, tells its name. What the
 * toolkit builds out of several widgets counts as one; the buttons of the window's frame are its
 * own. */
void
ui_assert_named (gpointer root)
{
  GtkWidget *widget = root;

  if (!gtk_widget_get_mapped (widget) || GTK_IS_WINDOW_CONTROLS (widget))
    return;
  if (is_control (widget))
    {
      if (gtk_widget_get_focusable (widget))
        assert_named (widget);
      return;
    }
  if (is_list (widget) && !is_frame (widget))
    assert_named (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_assert_named (child);
}

static gboolean
shows_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_words (child))
      return TRUE;
  return FALSE;
}

/* Buttons that the toolkit builds into others of its widgets are its own. */
static gboolean
is_of_toolkit (GtkWidget *widget)
{
  return GTK_IS_WINDOW_CONTROLS (widget) || GTK_IS_SPIN_BUTTON (widget) ||
         GTK_IS_DROP_DOWN (widget) || GTK_IS_CALENDAR (widget) || ADW_IS_ENTRY_ROW (widget) ||
         g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget");
}

/* Every button below @root that shows only a picture says in words what it does, to the eye and to
 * a screen reader. */
void
ui_assert_explained (gpointer root)
{
  GtkWidget *widget = root;

  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_can_target (widget) ||
      is_of_toolkit (widget))
    return;
  if ((GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)) && !shows_words (widget))
    {
      if (gtk_widget_get_tooltip_text (widget) != NULL && has_name (widget))
        return;
      g_test_message ("a %s of a %s shows a picture, says “%s” and has %s name",
                      G_OBJECT_TYPE_NAME (widget),
                      G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)),
                      gtk_widget_get_tooltip_text (widget), has_name (widget) ? "a" : "no");
      g_test_fail ();
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ui_assert_explained (child);
}
