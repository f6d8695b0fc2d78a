/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-sign-in-window.h"
#include "ui/et-welcome-window.h"
#include "ui/shared/et-troubleshooting.h"

/* Tests run with preferences in memory: each begins as a first start. */
static GtkWidget *
start_first_time (EtApplication *application)
{
  g_settings_reset (et_application_get_settings (application), "server-url");
  g_application_activate (G_APPLICATION (application));
  return ui_find_window (ET_TYPE_WELCOME_WINDOW);
}

static void
test_the_local_server_is_proposed (void)
{
  GtkWidget *welcome = start_first_time (ui_test_get_application ());
  GtkWidget *entry = ui_find (welcome, GTK_TYPE_EDITABLE, _ ("Server"));

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, ET_DEFAULT_SERVER);
  ui_close_windows ();
}

static void
test_what_is_no_address_is_told (void)
{
  GtkWidget *welcome = start_first_time (ui_test_get_application ());

  ui_fill (welcome, _ ("Server"), "not a server");
  ui_press (welcome, _ ("Just _Look Around"));
  ui_wait_for_text (welcome, _ ("This is not the address of a server."));
  ui_close_windows ();
}

static void
test_looking_around_opens_the_offers (void)
{
  GtkWidget *welcome = start_first_time (ui_test_get_application ());
  g_autofree char *url = NULL;
  GtkWidget *window;

  ui_fill (welcome, _ ("Server"), "127.0.0.1:9/");
  ui_press (welcome, _ ("Just _Look Around"));
  window = ui_find_window (ET_TYPE_WINDOW);
  ui_find (window, GTK_TYPE_EDITABLE, _ ("Search offers"));
  url = g_settings_get_string (et_application_get_settings (ui_test_get_application ()),
                               "server-url");
  g_assert_cmpstr (url, ==, "http://127.0.0.1:9");
  ui_close_windows ();
}

static void
test_a_new_account_begins_with_its_form (void)
{
  GtkWidget *welcome = start_first_time (ui_test_get_application ());
  GtkWidget *window;

  ui_fill (welcome, _ ("Server"), "127.0.0.1:9");
  ui_press (welcome, _ ("_Create Account"));
  window = ui_find_window (ET_TYPE_SIGN_IN_WINDOW);
  ui_find (window, GTK_TYPE_EDITABLE, _ ("The same password again"));
  ui_close_windows ();
}

static void
test_the_chosen_server_is_opened_next_time (void)
{
  EtApplication *application = ui_test_get_application ();
  GtkWidget *window;

  g_settings_set_string (et_application_get_settings (application), "server-url",
                         "http://127.0.0.1:9");
  g_application_activate (G_APPLICATION (application));
  window = ui_find_window (ET_TYPE_WINDOW);
  g_assert_cmpstr (et_context_get_server_url (et_window_get_context (ET_WINDOW (window))), ==,
                   "http://127.0.0.1:9");
  ui_close_windows ();
}

static gboolean
says (const char *text, const char *name, const char *value)
{
  g_autofree char *line = g_strdup_printf ("\n%s: %s\n", name, value);

  return strstr (text, line) != NULL;
}

/* Of the database its kind, of the server where it is, and not the password of its address. */
static void
test_troubleshooters_are_told_no_secret (void)
{
  g_autoptr (UiTest) test = ui_test_new_at ("http://lea:s3cret@127.0.0.1:9", NULL);
  g_autofree char *text = et_troubleshooting_write (GTK_WINDOW (test->window),
                                                    ui_test_get_context (test));
  g_autofree char *folder = g_strdup_printf ("\nData folder: %s/http---127.0.0.1-9-", test->folder);

  g_assert_true (says (text, "Server", "http://127.0.0.1:9"));
  g_assert_true (says (text, "Flatpak", "no"));
  g_assert_true (says (text, "Database", "SQLite"));
  g_assert_nonnull (strstr (text, folder));
  g_assert_true (says (text, "Signed in", "no"));
  g_assert_null (strstr (text, "s3cret"));
  g_assert_null (strstr (text, "lea"));
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/start/proposal", test_the_local_server_is_proposed);
  g_test_add_func ("/start/no-address", test_what_is_no_address_is_told);
  g_test_add_func ("/start/look-around", test_looking_around_opens_the_offers);
  g_test_add_func ("/start/sign-up", test_a_new_account_begins_with_its_form);
  g_test_add_func ("/start/next-time", test_the_chosen_server_is_opened_next_time);
  g_test_add_func ("/start/troubleshooting", test_troubleshooters_are_told_no_secret);
  return g_test_run ();
}
