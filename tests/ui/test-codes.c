/* SPDX-License-Identifier: MIT */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "tests/ui/box-office.h"
#include "tests/ui/ui-code.h"
#include "tests/ui/ui-look.h"
#include "tests/ui/ui-test.h"
#include "ui/customer/et-code-window.h"
#include "ui/customer/et-second-step-window.h"
#include "ui/customer/et-sign-in-window.h"
#include "ui/shared/et-qr-view.h"

/* What a code looks like, of a server's greeting. */
#define CODE "([A-Z0-9]{4}(?:-[A-Z0-9]{4}){5})"

static BoxOffice *office;

static void
picture (gpointer window, const char *name)
{
  ui_look_at_sized (window, name, 400, 620);
}

/* Returns: (transfer full): what an authenticator shows for a secret now. */
static char *
generate_code (const char *secret)
{
  char code[7], *bytes;
  gsize length;

  g_assert_cmpint (oath_base32_decode (secret, strlen (secret), &bytes, &length), ==, OATH_OK);
  g_assert_cmpint (
      oath_totp_generate (bytes, length, g_get_real_time () / G_USEC_PER_SEC, 30, 0, 6, code), ==,
      OATH_OK);
  free (bytes);
  return g_strdup (code);
}

static UiTest *
open_profile (const char *username)
{
  g_autofree char *token = et_test_server_sign_up (office->server, username);
  UiTest *test = ui_test_new (office->server);

  ui_test_sign_in (test, username);
  ui_test_open_page (test, "profile");
  return test;
}

/* Returns: (transfer none): the text that a page of the window offers to copy. */
static const char *
get_text (GtkWidget *window)
{
  for (GtkWidget *widget = ui_find (window, GTK_TYPE_BUTTON, _ ("_Copy")); widget != NULL;
       widget = gtk_widget_get_parent (widget))
    for (GtkWidget *one = gtk_widget_get_prev_sibling (widget); one != NULL;
         one = gtk_widget_get_prev_sibling (one))
      if (GTK_IS_LABEL (one) && gtk_label_get_selectable (GTK_LABEL (one)))
        return gtk_label_get_text (GTK_LABEL (one));
  return NULL;
}

/* Asserts that the picture holds what is written below it for those who cannot scan. */
static void
assert_can_be_scanned (GtkWidget *window, const char *username)
{
  g_auto (GStrv) groups = g_strsplit (get_text (window), " ", -1);
  g_autofree char *secret = g_strjoinv ("", groups);
  g_autofree char *uri = g_strdup_printf ("otpauth://totp/eTickets:%s?secret=%s&issuer=eTickets",
                                          username, secret);

  ui_code_assert_shown (ui_find (window, ET_TYPE_QR_VIEW, _ ("QR code for the app on your phone")),
                        uri);
}

/* Returns: (transfer full): the recovery codes. */
static char *
set_up (UiTest *test, const char *username)
{
  g_autofree char *code = NULL;
  char *recovery_codes;
  GtkWidget *window;

  ui_press (test->window, _ ("_Set Up…"));
  window = ui_find_window (ET_TYPE_SECOND_STEP_WINDOW);
  ui_fill (window, _ ("Password"), ET_TEST_PASSWORD);
  picture (window, "second-step-proving");
  ui_press (window, _ ("_Continue"));
  ui_find (window, GTK_TYPE_BUTTON, _ ("_Turn On"));
  picture (window, "second-step-scanning");
  assert_can_be_scanned (window, username);
  ui_fill (window, _ ("Code that the app shows"), "000000");
  ui_press (window, _ ("_Turn On"));
  ui_wait_for_text (window, _ ("This code is wrong, was used already or is over"));
  code = generate_code (get_text (window));
  ui_fill (window, _ ("Code that the app shows"), code);
  ui_press (window, _ ("_Turn On"));
  ui_find (window, GTK_TYPE_BUTTON, _ ("I _Have Kept Them"));
  picture (window, "second-step-keeping");
  recovery_codes = g_strdup (get_text (window));
  ui_press (window, _ ("I _Have Kept Them"));
  UI_WAIT (!ui_has_window (ET_TYPE_SECOND_STEP_WINDOW));
  return recovery_codes;
}

/* Turning it off takes the password and a code, here one of those for a lost phone. */
static void
test_the_second_step_is_turned_on_and_off (void)
{
  g_autoptr (UiTest) test = open_profile ("stepping");
  g_autofree char *codes = set_up (test, "stepping");
  g_auto (GStrv) lines = g_strsplit (codes, "\n", -1);
  g_autofree char *words = g_strdup_printf (ngettext ("On, %d recovery code left",
                                                      "On, %d recovery codes left",
                                                      (int) g_strv_length (lines)),
                                            (int) g_strv_length (lines));
  GtkWidget *window;

  ui_wait_for_text (test->window, words);
  ui_look_at (test->window, "profile-second-step");
  ui_press (test->window, _ ("_Turn Off…"));
  window = ui_find_window (ET_TYPE_SECOND_STEP_WINDOW);
  ui_fill (window, _ ("Password"), ET_TEST_PASSWORD);
  ui_fill (window, _ ("Code that the app shows"), lines[0]);
  picture (window, "second-step-turning-off");
  ui_press (window, _ ("_Turn Off"));
  ui_wait_for_text (test->window, _ ("Off: your password alone signs you in"));
  g_assert_cmpint (et_test_server_count (office->server, "SELECT COUNT(*) FROM second_factors"), ==,
                   0);
}

static void
test_recovery_codes_are_saved (void)
{
  g_autoptr (UiTest) test = open_profile ("keeping");
  g_autofree char *path = g_build_filename (test->folder, "codes.txt", NULL);
  g_autofree char *code = NULL;
  g_autofree char *text = NULL;
  GtkWidget *window;

  ui_press (test->window, _ ("_Set Up…"));
  window = ui_find_window (ET_TYPE_SECOND_STEP_WINDOW);
  ui_fill (window, _ ("Password"), ET_TEST_PASSWORD);
  ui_press (window, _ ("_Continue"));
  ui_find (window, GTK_TYPE_BUTTON, _ ("_Turn On"));
  code = generate_code (get_text (window));
  ui_fill (window, _ ("Code that the app shows"), code);
  ui_press (window, _ ("_Turn On"));
  ui_press (window, _ ("_Save…"));
  ui_choose_file (path);
  UI_WAIT (g_file_get_contents (path, &text, NULL, NULL) && *text != '\0');
  g_assert_true (g_str_has_prefix (text, get_text (window)));
  ui_press (window, _ ("I _Have Kept Them"));
  UI_WAIT (!ui_has_window (ET_TYPE_SECOND_STEP_WINDOW));
}

/* Opens the form for a code from the window in which one signs in. */
static GtkWidget *
open_codes (UiTest *test, const char *action, const char *button)
{
  gtk_widget_activate_action (GTK_WIDGET (test->window), action, NULL);
  ui_press (ui_find_window (ET_TYPE_SIGN_IN_WINDOW), button);
  return ui_find_window (ET_TYPE_CODE_WINDOW);
}

static void
fill_codes (GtkWidget *window, const char *code, const char *username)
{
  ui_fill (window, _ ("Code"), code);
  ui_fill (window, _ ("User name"), username);
  ui_fill (window, _ ("New password"), "another good password");
  ui_fill (window, _ ("The same password again"), "another good password");
}

/* Returns: (transfer full): a code for a forgotten password. */
static char *
issue_code (const char *username)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM accounts WHERE username = '%s'",
                                          username);
  g_autofree char *path = g_strdup_printf ("/api/admin/accounts/%" G_GINT64_FORMAT "/reset-code/",
                                           et_test_server_count (office->server, sql));
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "POST", path, office->office, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return g_strdup (json_object_get_string_member (et_test_answer_get_json (answer), "code"));
}

static void
test_a_code_sets_a_new_password (void)
{
  g_autofree char *token = et_test_server_sign_up (office->server, "forgetful");
  g_autofree char *code = issue_code ("forgetful");
  g_autofree char *chip = g_strdup_printf ("%s, %s", "forgetful", _ ("Customer"));
  g_autoptr (UiTest) test = ui_test_new (office->server);
  GtkWidget *window = open_codes (test, "win.sign-in", _ ("I Have a _Code…"));

  picture (ui_find_window (ET_TYPE_SIGN_IN_WINDOW), "sign-in-with-code");
  fill_codes (window, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "forgetful");
  ui_press (window, _ ("_Set Password"));
  ui_wait_for_text (window, _ ("This code is wrong, was used already or is over"));
  picture (window, "code-wrong");
  ui_fill (window, _ ("Code"), code);
  ui_press (window, _ ("_Set Password"));
  ui_find (test->window, GTK_TYPE_BUTTON, chip);
}

static void
test_the_code_of_a_server_makes_its_administrator (void)
{
  g_autofree char *chip = g_strdup_printf ("%s, %s", "founder", _ ("Administrator"));
  g_autoptr (EtTestServer) fresh = et_test_server_new (NULL);
  g_autoptr (GRegex) regex = g_regex_new (CODE, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *code = NULL;
  g_autoptr (UiTest) test = ui_test_new (fresh);
  GtkWidget *window;

  g_assert_true (g_regex_match (regex, et_test_server_get_greeting (fresh), 0, &match));
  code = g_match_info_fetch (match, 1);
  window = open_codes (test, "win.sign-up", _ ("Set Up a _Server…"));
  fill_codes (window, code, "founder");
  picture (window, "code-setup");
  ui_press (window, _ ("_Create Administrator"));
  ui_find (test->window, GTK_TYPE_BUTTON, chip);
  UI_WAIT (!ui_has_window (ET_TYPE_SIGN_IN_WINDOW));
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();
  g_test_add_func ("/codes/second-step", test_the_second_step_is_turned_on_and_off);
  g_test_add_func ("/codes/recovery", test_recovery_codes_are_saved);
  g_test_add_func ("/codes/reset", test_a_code_sets_a_new_password);
  g_test_add_func ("/codes/setup", test_the_code_of_a_server_makes_its_administrator);
  result = g_test_run ();
  box_office_close (office);
  return result;
}
