/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-test.h"

#include <locale.h>

#include <glib/gi18n-lib.h>

#include "tests/support/et-test-folder.h"
#include "tests/support/et-watchdog.h"
#include "tests/ui/ui-watch.h"
#include "ui/et-install.h"
#include "ui/shared/et-text.h"

/* The one of the process. */
static EtApplication *application;

/* Without a compositor a window draws its own border, which would eat into the sizes asked for. */
static void
remove_borders (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_data (style,
                                   "window.solid-csd { margin: 0; padding: 0; border: none;"
                                   " border-radius: 0; box-shadow: none; }",
                                   -1);
  gtk_style_context_add_provider_for_display (
      gdk_display_get_default (), GTK_STYLE_PROVIDER (style), GTK_STYLE_PROVIDER_PRIORITY_USER);
}

/* Prepares a test program: display, language (LANGUAGE), widgets. */
void
ui_test_init (int *argc, char ***argv)
{
  g_autofree char *locale_folder = et_install_find_locale_folder ();
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_test_init (argc, argv, NULL);
  gtk_init ();
  adw_init ();
  remove_borders ();
  if (g_strcmp0 (g_getenv ("ET_LOOK"), "large") == 0) /* as the desktop's text-scaling-factor 1.5 */
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * 3 / 2, NULL);

  application = g_object_new (ET_TYPE_APPLICATION, "application-id", ET_APPLICATION_ID, "flags",
                              G_APPLICATION_NON_UNIQUE | G_APPLICATION_HANDLES_OPEN, NULL);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  ui_watch_start ();
}

/* One turn of the main loop, sleeping a little when there is nothing to do. */
void
ui_iterate (void)
{
  gboolean is_busy = g_main_context_iteration (NULL, FALSE);

  et_watchdog_end_turn ();
  if (!is_busy)
    g_usleep (2000);
}

static char *
strip_underscore (const char *label)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = label; p != NULL && *p != '\0'; p++)
    if (*p != '_')
      g_string_append_c (plain, *p);
  return g_string_free (plain, FALSE);
}

static gboolean
has_text_property (GtkWidget *widget, const char *property, const char *name)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (widget), property);
  g_autofree char *value = NULL;
  g_autofree char *plain = NULL;
  g_autofree char *plain_name = strip_underscore (name);

  if (pspec == NULL || pspec->value_type != G_TYPE_STRING || !(pspec->flags & G_PARAM_READABLE))
    return FALSE;

  g_object_get (widget, property, &value, NULL);
  plain = strip_underscore (value);
  return g_strcmp0 (plain, plain_name) == 0;
}

/* Whether that is what a person would call the widget: its accessible label, its text, its
 * title. A mnemonic's underscore does not count. */
gboolean
ui_is_named (GtkWidget *widget, const char *name)
{
  g_autofree char *difference = NULL;

  if (has_text_property (widget, "label", name) || has_text_property (widget, "title", name))
    return TRUE;
  if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL))
    return FALSE;

  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget),
                                                   GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  return difference == NULL;
}

/* A toggle button is asked for as one, since what it shows may have its name, too. */
static gboolean
is_of_type (GtkWidget *widget, GType type)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), type) &&
         !(type == GTK_TYPE_BUTTON && GTK_IS_TOGGLE_BUTTON (widget));
}

/* Returns: (nullable): the first visible widget of that type below @root with that name. @name:
 * (nullable): any. */
GtkWidget *
ui_look_for (GtkWidget *root, GType type, const char *name)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (is_of_type (root, type) && (name == NULL || ui_is_named (root, name)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ui_look_for (child, type, name);
  return found;
}

/* Waits for a widget. */
GtkWidget *
ui_find (gpointer root, GType type, const char *name)
{
  gint64 end = g_get_monotonic_time () + UI_TIMEOUT_US;
  GtkWidget *found = NULL;

  while ((found = ui_look_for (root, type, name)) == NULL && g_get_monotonic_time () < end)
    ui_iterate ();
  if (found == NULL)
    {
      ui_screenshot (gtk_widget_get_root (root), "failed", 0, 0);
      g_error ("there is no %s named “%s”", g_type_name (type), name);
    }
  return found;
}

static GtkWidget *
look_for_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

gboolean
ui_has_window (GType type)
{
  return look_for_window (type) != NULL;
}

/* Waits for a window of that type. */
GtkWidget *
ui_find_window (GType type)
{
  UI_WAIT (look_for_window (type) != NULL);

  return look_for_window (type);
}

/* Whether a label with exactly that text shows. */
gboolean
ui_shows (gpointer root, const char *text)
{
  return ui_look_for (root, GTK_TYPE_LABEL, text) != NULL;
}

void
ui_wait_for_text (gpointer root, const char *text)
{
  ui_find (root, GTK_TYPE_LABEL, text);
}

/* What is in the item of a list is activated with it. */
static gboolean
activate (GtkWidget *widget)
{
  return gtk_widget_activate (widget) || gtk_widget_activate (gtk_widget_get_parent (widget));
}

/* Presses a button, or activates a row. The keyboard's way to press a button lasts 250 ms, in
 * which the test would go on. */
void
ui_click (GtkWidget *button)
{
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gtk_widget_is_sensitive (button));
  if (GTK_IS_BUTTON (button) && !ADW_IS_MESSAGE_DIALOG (gtk_widget_get_root (button)))
    g_signal_emit_by_name (button, "clicked");
  else
    g_assert_true (activate (button));
}

/* Waits until a button can be pressed, and presses it. */
void
ui_press (gpointer root, const char *button)
{
  GtkWidget *found = ui_find (root, GTK_TYPE_BUTTON, button);

  UI_WAIT (gtk_widget_is_sensitive (found));
  ui_click (found);
}

/* Types into an entry in place of what it held. */
void
ui_fill (gpointer root, const char *entry, const char *text)
{
  GtkWidget *found = ui_find (root, GTK_TYPE_EDITABLE, entry);

  gtk_editable_set_text (GTK_EDITABLE (found), text);
}

/* @folder: (nullable): any. */
static gboolean
is_in_folder (GtkWidget *dialog, GFile *folder)
{
  g_autoptr (GFile) current = gtk_file_chooser_get_current_folder (GTK_FILE_CHOOSER (dialog));

  return current != NULL && (folder == NULL || g_file_equal (current, folder));
}

/* Answers the file chooser that shows, or is about to, once it has opened its own first folder. */
void
ui_choose_file (const char *path)
{
  GtkWidget *dialog = ui_find_window (GTK_TYPE_FILE_CHOOSER_DIALOG);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_basename (file);

  UI_WAIT (is_in_folder (dialog, NULL));
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  UI_WAIT (is_in_folder (dialog, folder));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  ui_press (dialog, _ ("_Save"));
  UI_WAIT (look_for_window (GTK_TYPE_FILE_CHOOSER_DIALOG) == NULL);
}

static void
open_window (UiTest *test, const char *url)
{
  ui_watch_hold ();
  test->window = et_application_open (test->application, url, test->folder, NULL);
  UI_WAIT (ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_SEARCH_ENTRY, NULL) != NULL);
  ui_watch_go_on ();
}

/* Opens the application on a server's address. @folder: (nullable): of the copy, NULL for a new
 * one. */
UiTest *
ui_test_new_at (const char *url, const char *folder)
{
  UiTest *test = g_new0 (UiTest, 1);
  g_autoptr (GError) error = NULL;

  test->folder = folder != NULL ? g_strdup (folder) : g_dir_make_tmp ("et-ui-XXXXXX", &error);
  g_assert_no_error (error);
  test->application = application;
  open_window (test, url);
  return test;
}

/* Opens the application on a server, with an empty copy, and waits for the catalogue. */
UiTest *
ui_test_new (EtTestServer *server)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", et_test_server_get_port (server));
  UiTest *test = ui_test_new_at (url, NULL);

  test->server = server;
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  return test;
}

/* Closes whatever is open. */
void
ui_close_windows (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  while (g_list_model_get_n_items (windows) > 0)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, 0);

      gtk_window_destroy (window);
    }
  for (int i = 0; i < 20; i++)
    ui_iterate ();
}

void
ui_test_free (UiTest *test)
{
  ui_close_windows ();
  et_test_folder_remove (test->folder);
  g_free (test->folder);
  g_free (test);
}

/* Closes the window and opens the same copy again, as a person who comes back does. */
void
ui_test_restart (UiTest *test)
{
  g_autofree char *url = g_strdup (et_context_get_server_url (ui_test_get_context (test)));

  ui_close_windows ();
  open_window (test, url);
}

/* Returns: (transfer none): the application of the process. */
EtApplication *
ui_test_get_application (void)
{
  return application;
}

EtContext *
ui_test_get_context (UiTest *test)
{
  return et_window_get_context (test->window);
}

/* Opens a page by its id in the registry. */
void
ui_test_open_page (UiTest *test, const char *id)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (test->window), "win.page", "s", id));
}

/* Signs in through the window, with the password of all test accounts. */
void
ui_test_sign_in (UiTest *test, const char *username)
{
  GtkWidget *window;

  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.sign-in", NULL);
  window = ui_find_window (g_type_from_name ("EtSignInWindow"));
  ui_fill (window, _ ("User name"), username);
  ui_fill (window, _ ("Password"), ET_TEST_PASSWORD);
  ui_press (window, _ ("_Sign In"));
  UI_WAIT (et_session_is_signed_in (et_context_get_session (ui_test_get_context (test))));
  UI_WAIT (look_for_window (g_type_from_name ("EtSignInWindow")) == NULL);
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  gboolean *is_over = data;

  et_sync_run_finish (ET_SYNC (source), result, NULL);
  *is_over = TRUE;
}

/* Syncs once and waits for that state: one from before does not count. */
void
ui_test_wait_for_sync (UiTest *test, EtSyncState state)
{
  EtSync *sync = et_context_get_sync (ui_test_get_context (test));
  gboolean is_over = FALSE;

  et_sync_run_async (sync, NULL, synced_cb, &is_over);
  UI_WAIT (is_over);
  UI_WAIT (et_sync_get_state (sync) == state &&
           (state != ET_SYNC_IDLE || et_sync_get_last_success (sync) != ET_NULL_INT64));
}
