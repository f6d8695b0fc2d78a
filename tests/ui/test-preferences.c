/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-test.h"
#include "tests/ui/ui-look.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-check.h"
#include "ui/et-place.h"
#include "ui/et-preferences-window.h"

static EtTestServer *server;

static GSettings *
get_settings (void)
{
  return et_application_get_settings (ui_test_get_application ());
}

/* The preferences of each test begin as at a first start. */
static void
reset_settings (void)
{
  static const char *const keys[] = { "server-url",   "data-folder",         "places",
                                      "color-scheme", "asks-before-network", NULL };

  for (gsize i = 0; keys[i] != NULL; i++)
    g_settings_reset (get_settings (), keys[i]);
}

static GtkWidget *
open_preferences (const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (ui_test_get_application ()), action, NULL);
  return ui_find_window (ET_TYPE_PREFERENCES_WINDOW);
}

static UiTest *
open_window (void)
{
  reset_settings ();
  return ui_test_new (server);
}

static char *
dup_server_url (void)
{
  return g_strdup_printf ("http://127.0.0.1:%u", et_test_server_get_port (server));
}

static void
picture (GtkWidget *window, const char *name)
{
  ui_look_at_sized (window, name, 640, 700);
}

static void
test_the_colors_follow_the_choice (void)
{
  g_autoptr (UiTest) test = open_window ();
  GtkWidget *window = open_preferences ("preferences");
  GtkWidget *row = ui_find (window, ADW_TYPE_COMBO_ROW, _ ("Colors"));

  picture (window, "preferences");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 2);
  UI_WAIT (adw_style_manager_get_dark (adw_style_manager_get_default ()));
  picture (window, "preferences-dark");
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1);
  UI_WAIT (!adw_style_manager_get_dark (adw_style_manager_get_default ()));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  ui_close_windows ();
}

static void
test_the_connection_is_checked (void)
{
  g_autoptr (UiTest) test = open_window ();
  GtkWidget *window = open_preferences ("preferences");

  ui_press (window, _ ("_Check Connection"));
  ui_wait_for_text (window, _ (et_server_fault_get_sentence (ET_SERVER_ANSWERS)));
  picture (window, "preferences-answers");
  ui_fill (window, _ ("Address of the server"), "127.0.0.1:9");
  ui_press (window, _ ("_Check Connection"));
  ui_wait_for_text (window, _ (et_server_fault_get_sentence (ET_SERVER_REFUSES)));
  picture (window, "preferences-refuses");
  ui_close_windows ();
}

/* What does not answer is used only when the person says so once more. */
static void
test_another_server_takes_the_place_of_the_first (void)
{
  g_autoptr (UiTest) test = open_window ();
  GtkWidget *window = open_preferences ("preferences");
  g_autofree char *url = NULL;

  ui_fill (window, _ ("Address of the server"), "127.0.0.1:9");
  ui_press (window, _ ("_Use This Server"));
  ui_wait_for_text (window, _ (et_server_fault_get_sentence (ET_SERVER_REFUSES)));
  ui_press (window, _ ("_Use Anyway"));
  UI_WAIT (!ui_has_window (ET_TYPE_PREFERENCES_WINDOW));
  url = g_settings_get_string (get_settings (), "server-url");
  g_assert_cmpstr (url, ==, "http://127.0.0.1:9");
  g_assert_cmpstr (et_context_get_server_url (
                       et_window_get_context (ET_WINDOW (ui_find_window (ET_TYPE_WINDOW)))),
                   ==, "http://127.0.0.1:9");
  ui_close_windows ();
}

/* A second place at the same server has a copy of its own, and the first is one click away. */
static void
test_a_second_account_has_its_own_copy (void)
{
  g_autoptr (UiTest) test = open_window ();
  g_autofree char *url = dup_server_url ();
  g_autoptr (EtPlace) place = NULL;
  GtkWidget *window = open_preferences ("places");
  GtkWidget *name = ui_find (window, GTK_TYPE_EDITABLE, _ ("Name, as you like"));

  gtk_editable_set_text (GTK_EDITABLE (name), "Club");
  ui_fill (window, _ ("Address of the server"), url);
  picture (window, "preferences-places");
  ui_press (window, _ ("_Add and Open"));
  UI_WAIT (!ui_has_window (ET_TYPE_PREFERENCES_WINDOW));
  place = et_place_find_last (get_settings ());
  g_assert_cmpstr (et_place_get_name (place), ==, "Club");
  g_assert_nonnull (et_place_get_folder (place));
  UI_WAIT (g_file_test (et_place_get_folder (place), G_FILE_TEST_IS_DIR));
  ui_find_window (ET_TYPE_WINDOW);
  ui_close_windows ();
}

/* Through the preferences: the window of one place gives way to that of another. */
static void
switch_to (UiTest *test, const char *name, const char *url)
{
  g_autofree char *button = g_strdup_printf (_ ("Open “%s”"), name);

  ui_press (open_preferences ("places"), button);
  UI_WAIT (!ui_has_window (ET_TYPE_PREFERENCES_WINDOW));
  test->window = ET_WINDOW (ui_find_window (ET_TYPE_WINDOW));
  g_assert_cmpstr (et_context_get_server_url (ui_test_get_context (test)), ==, url);
}

static void
assert_account (UiTest *test, const char *username, EtPlace *place)
{
  EtContext *context = ui_test_get_context (test);
  EtAccount *account;

  UI_WAIT (et_session_is_signed_in (et_context_get_session (context)));
  account = et_session_get_account (et_context_get_session (context));
  g_assert_cmpstr (account->username, ==, username);
  g_assert_true (et_place_equal (et_application_find_place (GTK_WINDOW (test->window)), place));
}

static EtTestServer *
start_with_account (const char *username, char **ret_url)
{
  EtTestServer *other = et_test_server_new (NULL);
  g_autofree char *token = et_test_server_sign_up (other, username);

  *ret_url = g_strdup_printf ("http://127.0.0.1:%u", et_test_server_get_port (other));
  return other;
}

/* Each has its own server, its own copy and whoever signed in there. */
static void
test_two_places_take_turns (void)
{
  g_autofree char *home_url = NULL;
  g_autofree char *club_url = NULL;
  g_autoptr (EtTestServer) home_server = start_with_account ("anna", &home_url);
  g_autoptr (EtTestServer) club_server = start_with_account ("bert", &club_url);
  g_autoptr (EtPlace) home = NULL;
  g_autoptr (EtPlace) club = NULL;
  g_autoptr (UiTest) test = NULL;

  reset_settings ();
  home = et_place_add (get_settings (), "Home", home_url);
  club = et_place_add (get_settings (), "Club", club_url);
  test = ui_test_new_at (home_url, et_place_get_folder (home));
  ui_test_sign_in (test, "anna");
  switch_to (test, "Club", club_url);
  ui_test_sign_in (test, "bert");
  assert_account (test, "bert", club);
  switch_to (test, "Home", home_url);
  assert_account (test, "anna", home);
  switch_to (test, "Club", club_url);
  assert_account (test, "bert", club);
}

static void
test_a_place_is_removed (void)
{
  g_autoptr (UiTest) test = open_window ();
  g_autofree char *url = dup_server_url ();
  g_autoptr (EtPlace) place = et_place_add (get_settings (), "Old Club", url);
  g_autofree char *button = g_strdup_printf (_ ("Remove “%s”…"), "Old Club");
  g_autofree char *text = g_strdup_printf (_ ("“%s” was removed"), "Old Club");
  g_autoptr (GListModel) places = NULL;
  GtkWidget *window;

  g_settings_set_string (get_settings (), "server-url", "http://127.0.0.1:9");
  window = open_preferences ("places");
  picture (window, "preferences-two-places");
  ui_press (window, button);
  ui_press (ui_find_window (ADW_TYPE_MESSAGE_DIALOG), _ ("_Remove"));
  ui_wait_for_text (window, text);
  places = et_place_list (get_settings ());
  g_assert_cmpuint (g_list_model_get_n_items (places), ==, 1);
  ui_close_windows ();
}

/* Opens the window of the real server as a start would, with the question. */
static GtkWidget *
open_asking (UiTest *test)
{
  g_autofree char *url = dup_server_url ();

  g_settings_set_boolean (get_settings (), "asks-before-network", TRUE);
  test->window = et_application_open (test->application, url, test->folder, NULL);
  return ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
}

static void
test_reminders_are_switched_off (void)
{
  g_autoptr (UiTest) test = open_window ();
  GtkWidget *reminds = ui_find (open_preferences ("preferences"), GTK_TYPE_SWITCH,
                                _ ("Remind Me of My Tickets"));

  g_assert_true (gtk_switch_get_active (GTK_SWITCH (reminds)));
  gtk_switch_set_active (GTK_SWITCH (reminds), FALSE);
  g_assert_false (g_settings_get_boolean (get_settings (), "reminders"));
  g_settings_reset (get_settings (), "reminders");
}

static void
test_the_network_waits_for_leave (void)
{
  g_autoptr (UiTest) test = open_window ();
  GtkWidget *question;

  ui_test_wait_for_sync (test, ET_SYNC_IDLE); /* or the copy would still be waiting for its first */
  ui_close_windows ();
  question = open_asking (test);
  ui_wait_for_text (GTK_WIDGET (test->window), _ ("Nothing on Sale"));
  picture (GTK_WIDGET (test->window), "network-question");
  ui_press (question, _ ("_Not Now"));
  UI_WAIT (!ui_has_window (ADW_TYPE_MESSAGE_DIALOG));
  g_assert_cmpint (et_sync_get_state (et_context_get_sync (ui_test_get_context (test))), ==,
                   ET_SYNC_OFFLINE);
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.sync", NULL);
  ui_press (ui_find_window (ADW_TYPE_MESSAGE_DIALOG), _ ("_Use Network"));
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  reset_settings ();
}

int
main (int argc, char *argv[])
{
  g_autofree char *keyring = NULL;
  int result;

  ui_test_init (&argc, &argv);
  server = et_test_server_new (NULL);
  keyring = et_test_server_get_path (server, "keyring");
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of this test", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_test_add_func ("/preferences/colors", test_the_colors_follow_the_choice);
  g_test_add_func ("/preferences/check", test_the_connection_is_checked);
  g_test_add_func ("/preferences/server", test_another_server_takes_the_place_of_the_first);
  g_test_add_func ("/preferences/second-account", test_a_second_account_has_its_own_copy);
  g_test_add_func ("/preferences/two-places", test_two_places_take_turns);
  g_test_add_func ("/preferences/remove", test_a_place_is_removed);
  g_test_add_func ("/preferences/reminders", test_reminders_are_switched_off);
  g_test_add_func ("/preferences/network", test_the_network_waits_for_leave);
  result = g_test_run ();
  et_test_server_free (server);
  return result;
}
