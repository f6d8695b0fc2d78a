/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-test.h"

#include "ui/customer/et-event-page.h"
#include "ui/customer/et-ticket-page.h"
#include "ui/et-page-registry.h"

/* What a person is told about keys and menus, against what there is. */

static UiTest *
open_window (void)
{
  return ui_test_new_at ("http://127.0.0.1:9", NULL);
}

/* Adds the value of @property of each shortcut below @root that has one. Where an action stands the
 * toolkit writes its keys. */
static void
collect_shortcuts (GtkWidget *root, const char *property, GHashTable *values)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (root))
    {
      g_autofree char *action = NULL;
      char *value = NULL;

      g_object_get (root, "action-name", &action, property, &value, NULL);
      if (g_str_equal (property, "accelerator") && action != NULL && *action != '\0')
        g_clear_pointer (&value, g_free);
      if (value != NULL && *value != '\0')
        g_hash_table_add (values, value);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_shortcuts (child, property, values);
}

/* Returns: (transfer full): the set of what the shortcuts window says. */
static GHashTable *
list_told (UiTest *test, const char *property)
{
  GtkShortcutsWindow *help = gtk_application_window_get_help_overlay (
      GTK_APPLICATION_WINDOW (test->window));
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_nonnull (help);
  collect_shortcuts (GTK_WIDGET (help), property, values);
  return values;
}

/* Whether a class installs an action of that name. */
static gboolean
class_has_action (GtkWidgetClass *klass, const char *name)
{
  const GVariantType *type;
  const char *known, *property;
  GType owner;

  for (guint i = 0; gtk_widget_class_query_action (klass, i, &owner, &known, &type, &property); i++)
    if (g_str_equal (known, name))
      return TRUE;
  return FALSE;
}

/* Whether @name, such as "win.sync", is an action that a widget can reach. */
static gboolean
has_action (GtkWidget *widget, const char *name)
{
  GApplication *application = G_APPLICATION (ui_test_get_application ());
  const char *bare = strchr (name, '.') + 1;

  if (g_str_has_prefix (name, "app."))
    return g_action_group_has_action (G_ACTION_GROUP (application), bare);
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (class_has_action (GTK_WIDGET_GET_CLASS (widget), name) ||
        (GTK_IS_APPLICATION_WINDOW (widget) && g_str_has_prefix (name, "win.") &&
         g_action_group_has_action (G_ACTION_GROUP (widget), bare)))
      return TRUE;
  return FALSE;
}

static void
assert_action (GtkWidget *widget, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_true (g_action_parse_detailed_name (detailed, &name, &target, NULL));
  if (!has_action (widget, name))
    g_error ("%s is offered, and there is no such action", detailed);
}

static void
test_every_accelerator_is_told (void)
{
  g_autoptr (UiTest) test = open_window ();
  g_autoptr (GHashTable) told = list_told (test, "action-name");
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (
      GTK_APPLICATION (ui_test_get_application ()));

  g_assert_cmpuint (g_strv_length (actions), >, 5);
  for (char **action = actions; *action != NULL; action++)
    if (!g_hash_table_contains (told, *action))
      g_error ("the shortcuts window does not tell of %s", *action);
}

static void
test_every_told_action_has_an_accelerator (void)
{
  g_autoptr (UiTest) test = open_window ();
  g_autoptr (GHashTable) told = list_told (test, "action-name");
  GHashTableIter iter;
  gpointer action;

  g_hash_table_iter_init (&iter, told);
  while (g_hash_table_iter_next (&iter, &action, NULL))
    {
      g_auto (GStrv) keys = gtk_application_get_accels_for_action (
          GTK_APPLICATION (ui_test_get_application ()), action);

      if (keys[0] == NULL)
        g_error ("the shortcuts window tells of %s, which no key does", (char *) action);
      assert_action (GTK_WIDGET (test->window), action);
    }
}

/* The application's keys are looked at by their actions, above. */
static gboolean
is_of_application (const char *accelerator)
{
  g_auto (GStrv) actions = gtk_application_get_actions_for_accel (
      GTK_APPLICATION (ui_test_get_application ()), accelerator);

  return actions[0] != NULL;
}

/* Adds the keys that a widget of ours binds to an action. Escape and Return do everywhere what one
 * expects of them. */
static void
collect_keys_of (GtkWidget *widget, GListModel *shortcuts, GHashTable *keys)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
      GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);
      g_autofree char *name = NULL;
      guint key;

      if (!GTK_IS_KEYVAL_TRIGGER (trigger) || !GTK_IS_NAMED_ACTION (action))
        continue;
      key = gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger));
      if (key == GDK_KEY_Escape || key == GDK_KEY_Return)
        continue;
      name = gtk_accelerator_name (key,
                                   gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger)));
      if (is_of_application (name))
        continue;
      assert_action (widget, gtk_named_action_get_action_name (GTK_NAMED_ACTION (action)));
      g_hash_table_add (keys, g_steal_pointer (&name));
    }
}

static void
collect_keys (GtkWidget *widget, GHashTable *keys)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (controller) &&
          g_strcmp0 (gtk_event_controller_get_name (controller), "gtk-application-shortcuts") !=
              0 &&
          g_str_has_prefix (G_OBJECT_TYPE_NAME (widget), "Et"))
        collect_keys_of (widget, G_LIST_MODEL (controller), keys);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_keys (child, keys);
}

static void
collect_keys_of_page (EtPage *page, GHashTable *keys)
{
  g_object_ref_sink (page);
  collect_keys (GTK_WIDGET (page), keys);
  g_object_unref (page);
}

/* Returns: (transfer full): the set of keys that the window and any of its pages bind. */
static GHashTable *
list_bound (UiTest *test)
{
  EtContext *context = ui_test_get_context (test);
  GHashTable *keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  collect_keys (GTK_WIDGET (test->window), keys);
  for (const EtPageEntry *entry = et_page_entries; entry->id != NULL; entry++)
    collect_keys_of_page (et_page_entry_make (entry, context), keys);
  collect_keys_of_page (g_object_new (ET_TYPE_TICKET_PAGE, "context", context, NULL), keys);
  collect_keys_of_page (g_object_new (ET_TYPE_EVENT_PAGE, "context", context, NULL), keys);
  return keys;
}

static void
test_every_bound_key_is_told (void)
{
  g_autoptr (UiTest) test = open_window ();
  g_autoptr (GHashTable) told = list_told (test, "accelerator");
  g_autoptr (GHashTable) bound = list_bound (test);
  GHashTableIter iter;
  gpointer key;

  g_assert_cmpuint (g_hash_table_size (bound), >=, 4);
  g_hash_table_iter_init (&iter, bound);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (told, key))
      g_error ("the shortcuts window does not tell of %s", (char *) key);
}

/* F10 is the toolkit's. */
static void
test_every_told_key_is_bound (void)
{
  g_autoptr (UiTest) test = open_window ();
  g_autoptr (GHashTable) told = list_told (test, "accelerator");
  g_autoptr (GHashTable) bound = list_bound (test);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, told);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_str_equal (key, "F10") && !g_hash_table_contains (bound, key))
      g_error ("the shortcuts window tells of %s, which does nothing", (char *) key);
}

static void
check_menu (GtkWidget *button, GMenuModel *menu, guint *n_items)
{
  for (int i = 0; i < g_menu_model_get_n_items (menu); i++)
    {
      g_autoptr (GMenuModel) section = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SECTION);
      g_autoptr (GMenuModel) submenu = g_menu_model_get_item_link (menu, i, G_MENU_LINK_SUBMENU);
      g_autofree char *action = NULL;

      if (section != NULL)
        check_menu (button, section, n_items);
      if (submenu != NULL)
        check_menu (button, submenu, n_items);
      if (!g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_ACTION, "s", &action))
        continue;
      assert_action (button, action);
      (*n_items)++;
    }
}

static void
check_menus_below (GtkWidget *widget, guint *n_items)
{
  if (GTK_IS_MENU_BUTTON (widget) && gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)))
    check_menu (widget, gtk_menu_button_get_menu_model (GTK_MENU_BUTTON (widget)), n_items);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_menus_below (child, n_items);
}

static void
test_every_menu_item_does_something (void)
{
  g_autoptr (UiTest) test = open_window ();
  guint n_items = 0;

  ui_test_open_page (test, "tickets");
  check_menus_below (GTK_WIDGET (test->window), &n_items);
  g_assert_cmpuint (n_items, >=, 8);
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/shortcuts/told", test_every_accelerator_is_told);
  g_test_add_func ("/shortcuts/real", test_every_told_action_has_an_accelerator);
  g_test_add_func ("/shortcuts/bound-keys-told", test_every_bound_key_is_told);
  g_test_add_func ("/shortcuts/told-keys-bound", test_every_told_key_is_bound);
  g_test_add_func ("/shortcuts/menus", test_every_menu_item_does_something);
  return g_test_run ();
}
