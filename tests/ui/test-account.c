/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>

#include "ui/et-sidebar-row.h"
#include "ui/shared/et-text.h"

static EtTestServer *server;

static UiTest *
open_profile (const char *username)
{
  g_autofree char *token = et_test_server_sign_up (server, username);
  UiTest *test = ui_test_new (server);

  ui_test_sign_in (test, username);
  ui_test_open_page (test, "profile");
  ui_find (test->window, GTK_TYPE_EDITABLE, _ ("E-mail"));
  return test;
}

/* Presses the tick at the end of an entry, as Enter does. */
static void
apply (UiTest *test, const char *entry, const char *text)
{
  ui_fill (test->window, entry, text);
  g_signal_emit_by_name (ui_find (test->window, ADW_TYPE_ENTRY_ROW, entry), "apply");
}

static void
test_a_new_name_shows_in_the_sidebar (void)
{
  g_autoptr (UiTest) test = open_profile ("renamed");
  g_autofree char *chip = g_strdup_printf ("%s, %s", "Léa Martin", _ ("Customer"));
  GtkWidget *row;

  apply (test, _ ("Name on the tickets"), "Léa Martin");
  ui_wait_for_text (test->window, _ ("Saved"));
  ui_find (test->window, GTK_TYPE_BUTTON, chip);
  row = ui_find (test->window, ET_TYPE_SIDEBAR_ROW, _ ("Profile"));
  g_assert_true (gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)));
}

static void
test_a_wrong_address_is_put_back (void)
{
  g_autoptr (UiTest) test = open_profile ("mistyped");
  GtkWidget *email = ui_find (test->window, GTK_TYPE_EDITABLE, _ ("E-mail"));

  apply (test, _ ("E-mail"), "no address");
  ui_wait_for_text (test->window, _ ("This is not an e-mail address"));
  UI_WAIT (*gtk_editable_get_text (GTK_EDITABLE (email)) == '\0');
}

static void
test_the_language_of_invoices_is_saved (void)
{
  g_autoptr (UiTest) test = open_profile ("speaks-german");
  GtkWidget *row = ui_find (test->window, ADW_TYPE_COMBO_ROW, _ ("Language of invoices"));

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 2); /* in the order of et_languages */
  ui_wait_for_text (test->window, _ ("Saved"));
  g_assert_cmpint (et_test_server_count (server, "SELECT COUNT(*) FROM accounts WHERE username = "
                                                 "'speaks-german' AND language = 'de'"),
                   ==, 1);
}

static void
open_address (UiTest *test)
{
  GtkWidget *row = ui_find (test->window, ADW_TYPE_EXPANDER_ROW, _ ("Postal Address"));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
}

static void
test_the_postal_address_is_saved (void)
{
  g_autoptr (UiTest) test = open_profile ("housed");

  open_address (test);
  ui_fill (test->window, _ ("Street and number"), "3 rue Oberkampf");
  ui_fill (test->window, _ ("Postal code"), "75011");
  ui_fill (test->window, _ ("Town"), "Paris");
  ui_press (test->window, _ ("Save _Address"));
  ui_wait_for_text (test->window, _ ("Saved"));
  g_assert_cmpint (et_test_server_count (server,
                                         "SELECT COUNT(*) FROM accounts WHERE username = 'housed' "
                                         "AND street = '3 rue Oberkampf' AND street2 IS NULL AND "
                                         "postal_code = '75011' AND town = 'Paris'"),
                   ==, 1);
}

/* Another change on the page does not take away what is being typed. */
static void
test_an_address_that_is_being_typed_stays (void)
{
  g_autoptr (UiTest) test = open_profile ("typing");
  GtkWidget *town;

  open_address (test);
  town = ui_find (test->window, GTK_TYPE_EDITABLE, _ ("Town"));
  ui_fill (test->window, _ ("Town"), "Par");
  apply (test, _ ("Name on the tickets"), "Ty Ping");
  ui_wait_for_text (test->window, _ ("Saved"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (town)), ==, "Par");
}

static void
change_password (UiTest *test, const char *old_password)
{
  GtkWidget *row = ui_find (test->window, ADW_TYPE_EXPANDER_ROW, _ ("Change Password"));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_fill (test->window, _ ("Password of now"), old_password);
  ui_fill (test->window, _ ("New password"), "another good password");
  ui_fill (test->window, _ ("The same password again"), "another good password");
  ui_press (test->window, _ ("Change _Password"));
}

static void
test_the_password_is_changed (void)
{
  g_autoptr (UiTest) test = open_profile ("careful");

  change_password (test, ET_TEST_PASSWORD);
  ui_wait_for_text (test->window, _ ("Password changed"));
  et_test_server_expect (server, "POST", "/api/accounts/login/", NULL,
                         "{\"username\":\"careful\",\"password\":\"another good password\"}", 200,
                         NULL);
}

static void
test_a_wrong_old_password_changes_nothing (void)
{
  g_autoptr (UiTest) test = open_profile ("careless");

  change_password (test, "not the one of now");
  ui_wait_for_text (test->window, _ ("The user name or the password is wrong"));
}

static void
test_ones_data_are_exported (void)
{
  g_autoptr (UiTest) test = open_profile ("curious");
  g_autofree char *path = g_build_filename (test->folder, "mine.json", NULL);
  g_autofree char *text = NULL;

  ui_click (ui_find (test->window, ADW_TYPE_ACTION_ROW, _ ("Export My Data…")));
  ui_choose_file (path);
  UI_WAIT (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"curious\""));
}

static void
test_another_session_is_ended (void)
{
  g_autoptr (UiTest) test = open_profile ("two-places");
  g_autofree char *lost = et_test_server_sign_in (server, "two-places");
  g_autofree char *button = g_strdup_printf (_ ("End the session at %s"), "127.0.0.1");
  GtkWidget *row = ui_find (test->window, ADW_TYPE_EXPANDER_ROW, _ ("Where You Are Signed In"));

  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_find (test->window, ADW_TYPE_ACTION_ROW, _ ("This session"));
  ui_press (test->window, button);
  ui_wait_for_text (test->window, _ ("That session has ended"));
  et_test_server_expect (server, "GET", "/api/accounts/me/", lost, NULL, 401, "unauthenticated");
}

static void
test_signing_out_leaves_a_guest (void)
{
  g_autoptr (UiTest) test = open_profile ("leaving");
  g_autofree char *chip = g_strdup_printf ("%s, %s", _ ("Sign In"), _ ("Guest"));

  ui_press (test->window, _ ("_Sign Out"));
  ui_find (test->window, GTK_TYPE_BUTTON, chip);
  ui_test_open_page (test, "tickets");
  ui_wait_for_text (test->window, _ ("No Tickets Yet"));
}

static void
test_an_account_is_deleted_after_a_question (void)
{
  g_autoptr (UiTest) test = open_profile ("forgotten");
  g_autofree char *chip = g_strdup_printf ("%s, %s", _ ("Sign In"), _ ("Guest"));
  GtkWidget *row;
  GtkWidget *question;

  row = ui_find (test->window, ADW_TYPE_EXPANDER_ROW, _ ("Delete Account"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_fill (test->window, _ ("Password"), ET_TEST_PASSWORD);
  ui_press (test->window, _ ("_Delete Account…"));
  question = ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  ui_press (question, _ ("_Delete Account"));
  ui_find (test->window, GTK_TYPE_BUTTON, chip);
  et_test_server_expect (server, "POST", "/api/accounts/login/", NULL,
                         "{\"username\":\"forgotten\",\"password\":\"" ET_TEST_PASSWORD "\"}", 401,
                         "wrong_credentials");
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  server = et_test_server_new (NULL);
  g_test_add_func ("/account/name", test_a_new_name_shows_in_the_sidebar);
  g_test_add_func ("/account/email", test_a_wrong_address_is_put_back);
  g_test_add_func ("/account/language", test_the_language_of_invoices_is_saved);
  g_test_add_func ("/account/postal-address", test_the_postal_address_is_saved);
  g_test_add_func ("/account/postal-address-typed", test_an_address_that_is_being_typed_stays);
  g_test_add_func ("/account/password", test_the_password_is_changed);
  g_test_add_func ("/account/password/wrong", test_a_wrong_old_password_changes_nothing);
  g_test_add_func ("/account/export", test_ones_data_are_exported);
  g_test_add_func ("/account/sessions", test_another_session_is_ended);
  g_test_add_func ("/account/sign-out", test_signing_out_leaves_a_guest);
  g_test_add_func ("/account/delete", test_an_account_is_deleted_after_a_question);
  result = g_test_run ();
  et_test_server_free (server);
  return result;
}
