/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-tree.h"

#include <string.h>

#include <glib/gstdio.h>

#include "core/et-translation.h"
#include "ui/shared/et-sync-line.h"

/* A list shows as many rows as there is room for, and a few more; so many are told. */
#define ROWS_TOLD 4

static void add_widget (GString *tree, GtkWidget *widget, int depth);

/* Returns: (transfer full) (nullable): GTK 4.8 tells a property only when a check of it fails. */
static char *
get_property (GtkWidget *widget, GtkAccessibleProperty property)
{
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), property))
    return NULL;
  return gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), property, "\001");
}

/* Returns: (transfer none) (nullable): of the first label below a button or a row. */
static const char *
find_label (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *text = GTK_IS_LABEL (child) ? gtk_label_get_text (GTK_LABEL (child))
                                              : find_label (child);

      if (text != NULL && *text != '\0')
        return text;
    }
  return NULL;
}

static gboolean
is_told_as_one (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_DROP_DOWN (widget) ||
         GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_SPIN_BUTTON (widget) ||
         GTK_IS_SWITCH (widget) || GTK_IS_LABEL (widget) || GTK_IS_WINDOW_CONTROLS (widget);
}

/* Returns: (transfer full) (nullable) */
static char *
get_name (GtkWidget *widget)
{
  char *name = NULL;

  if (gtk_widget_get_ancestor (widget, ET_TYPE_SYNC_LINE) != NULL)
    return g_strdup ("[sync]"); /* it may be at work at any time */
  name = get_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL);
  if (name != NULL)
    return name;
  if (GTK_IS_LABEL (widget))
    return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
  if (ADW_IS_PREFERENCES_ROW (widget))
    return g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)));
  if (GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget))
    return g_strdup (find_label (widget));
  return NULL;
}

/* Returns: (transfer full) (nullable) */
static char *
get_value (GtkWidget *widget)
{
  if (ADW_IS_COMBO_ROW (widget) || GTK_IS_DROP_DOWN (widget))
    return NULL; /* its label says so */
  if (GTK_IS_EDITABLE (widget) && !GTK_IS_TEXT (widget))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (widget)));
  return get_property (widget, GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT);
}

static void
add_states (GString *tree, GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (!gtk_widget_get_sensitive (widget))
    g_string_append (tree, ", insensitive");
  if (gtk_test_accessible_has_state (accessible, GTK_ACCESSIBLE_STATE_CHECKED) &&
      gtk_test_accessible_check_state (accessible, GTK_ACCESSIBLE_STATE_CHECKED, TRUE) == NULL)
    g_string_append (tree, ", checked");
  if (gtk_widget_has_css_class (widget, "selected") ||
      (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_SELECTED) != 0)
    g_string_append (tree, ", selected");
}

static void
add_line (GString *tree, GtkWidget *widget, const char *role, int depth)
{
  g_autofree char *name = get_name (widget);
  g_autofree char *value = get_value (widget);

  g_string_append_printf (tree, "%*s%s", depth * 2, "", role);
  if (name != NULL && *name != '\0')
    g_string_append_printf (tree, " “%s”", name);
  if (value != NULL && *value != '\0')
    g_string_append_printf (tree, " = “%s”", value);
  add_states (tree, widget);
  g_string_append_c (tree, '\n');
}

/* Boxes, and pictures that say nothing, are for the eye only. */
static gboolean
is_told (GtkWidget *widget)
{
  g_autofree char *name = NULL;

  switch (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_NONE:
    case GTK_ACCESSIBLE_ROLE_PRESENTATION:
    case GTK_ACCESSIBLE_ROLE_WIDGET:
    case GTK_ACCESSIBLE_ROLE_GENERIC:
    case GTK_ACCESSIBLE_ROLE_ROW_GROUP:
      return FALSE;
    case GTK_ACCESSIBLE_ROLE_GROUP:
    case GTK_ACCESSIBLE_ROLE_IMG:
      name = get_name (widget);
      return name != NULL;
    case GTK_ACCESSIBLE_ROLE_LABEL:
      return !GTK_IS_LABEL (widget) || *gtk_label_get_text (GTK_LABEL (widget)) != '\0';
    default:
      return !ADW_IS_CLAMP (widget) && !GTK_IS_SCROLLBAR (widget) && !GTK_IS_SEPARATOR (widget);
    }
}

static gboolean
is_list_view (GtkWidget *widget)
{
  return GTK_IS_LIST_VIEW (widget) || GTK_IS_GRID_VIEW (widget) ||
         g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkColumnListView");
}

static void
add_children (GString *tree, GtkWidget *widget, int depth)
{
  int n_left = is_list_view (widget) ? ROWS_TOLD : G_MAXINT;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && n_left > 0;
       child = gtk_widget_get_next_sibling (child), n_left--)
    add_widget (tree, child, depth);
}

/* A toast goes by itself. */
static gboolean
is_passing (GtkWidget *widget)
{
  return g_str_equal (G_OBJECT_TYPE_NAME (widget), "AdwToastWidget");
}

static void
add_widget (GString *tree, GtkWidget *widget, int depth)
{
  GEnumClass *roles = g_type_class_peek (GTK_TYPE_ACCESSIBLE_ROLE);
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  if (!gtk_widget_get_mapped (widget) || is_passing (widget))
    return;
  if (is_told (widget))
    add_line (tree, widget, g_enum_get_value (roles, (int) role)->value_nick, depth++);
  if (!is_told_as_one (widget))
    add_children (tree, widget, depth);
}

/* Returns: (transfer full): a pattern of the days that et-time.c writes in @language. */
static char *
get_day_pattern (const char *language)
{
  static const char *const words[] = { "Monday",   "Tuesday", "Wednesday", "Thursday", "Friday",
                                       "Saturday", "Sunday",  "Mon",       "Tue",      "Wed",
                                       "Thu",      "Fri",     "Sat",       "Sun" };
  GString *pattern = g_string_new ("\\b(");

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_string_append_printf (pattern, "%s%s", i > 0 ? "|" : "", et_translate (language, words[i]));
  g_string_append (pattern, ")[.,]* \\d{1,2}\\.?( de)? \\p{L}+\\.?( de)? \\d{4}");
  return g_string_free (pattern, FALSE);
}

static void
mask (char **text, const char *pattern, const char *replacement)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_OPTIMIZE, 0, NULL);
  g_autofree char *old = *text;

  g_assert_nonnull (regex);
  *text = g_regex_replace_literal (regex, old, -1, 0, replacement, 0, NULL);
}

/* Returns: (transfer full): a line a widget, and the same in every run: days, times, numbers of
 * orders and invoices, secrets and the server's port are masked. @language: that of the interface. */
char *
ui_tree (GtkWidget *window, const char *language)
{
  g_autofree char *days = get_day_pattern (language);
  GString *tree = g_string_new (NULL);
  char *text;

  g_type_ensure (GTK_TYPE_ACCESSIBLE_ROLE);
  g_type_class_unref (g_type_class_ref (GTK_TYPE_ACCESSIBLE_ROLE));
  add_widget (tree, window, 0);
  text = g_string_free (tree, FALSE);
  mask (&text, days, "[day]");
  mask (&text, "127\\.0\\.0\\.1:\\d+", "[server]");
  mask (&text, "\\b\\d{1,2}:\\d{2}\\b", "[time]");
  mask (&text, "\\b[A-Z2-7]{32}\\b", "[secret]");
  mask (&text, "\\b[A-Z0-9]{4}(-[A-Z0-9]{4}){3,5}\\b", "[one-time code]");
  mask (&text, "\\bA?20\\d{2}-\\d{6}\\b", "[number]");
  mask (&text, "\\bT\\d+\\b", "[number]");
  mask (&text, "\\b[0-9A-HJKMNP-TV-Z]{5}(?=\\b|-)", "[code]");
  return text;
}

static void
show_difference (const char *expected, const char *found)
{
  const char *argv[] = { "diff", "-U2", expected, found, NULL };
  g_autofree char *output = NULL;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, NULL,
                NULL);
  g_test_message ("%s", output != NULL ? output : "diff is missing");
}

/* Compares the tree of a window with that in ET_TREE_FOLDER, or with ET_TREE_RENEW set writes it
 * there. @page: the name of what the window shows. */
void
ui_assert_tree (GtkWidget *window, const char *page, const char *language)
{
  gboolean is_renewing = g_getenv ("ET_TREE_RENEW") != NULL;
  g_autofree char *folder = g_build_filename (g_getenv ("ET_TREE_FOLDER"), language, NULL);
  g_autofree char *name = g_strdup_printf ("%s-%d.txt", page, gtk_widget_get_width (window));
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *tree = ui_tree (window, language);

  if (is_renewing)
    {
      g_mkdir_with_parents (folder, 0755);
      g_assert_true (g_file_set_contents (path, tree, -1, NULL));
      return;
    }
  if (g_file_get_contents (path, &expected, NULL, NULL) && g_str_equal (expected, tree))
    return;
  found = g_build_filename (g_get_tmp_dir (), name, NULL);
  g_assert_true (g_file_set_contents (found, tree, -1, NULL));
  show_difference (path, found);
  g_remove (found);
  g_test_message ("%s tells something else now; if that is right: scripts/screens --renew", path);
  g_test_fail ();
}

static gboolean
is_cut (GtkWidget *label)
{
  return GTK_IS_LABEL (label) &&
         pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label)));
}

/* The words of every button that shows below @root stand there whole: one cannot guess what a
 * button does. A card, which is a button, too, may cut the name of a place. */
void
ui_assert_legible (GtkWidget *root)
{
  if (!gtk_widget_get_mapped (root) || GTK_IS_WINDOW_CONTROLS (root))
    return;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_BUTTON (root) && is_cut (child))
        {
          g_test_message ("the button “%s” is cut", gtk_label_get_text (GTK_LABEL (child)));
          g_test_fail ();
        }
      ui_assert_legible (child);
    }
}
