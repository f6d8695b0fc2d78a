/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "tests/ui/box-office.h"
#include "tests/ui/ui-keys.h"
#include "tests/ui/ui-look.h"
#include "ui/staff/et-find-ticket-window.h"

#define WIDE 1000, 700
#define NARROW 360, 640

static BoxOffice *office;

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  et_sync_run_finish (ET_SYNC (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

static UiTest *
open_gate (void)
{
  UiTest *test = ui_test_new (office->server);
  gboolean is_synced = FALSE;

  ui_test_sign_in (test, "gate");
  et_sync_run_async (et_context_get_sync (ui_test_get_context (test)), NULL, synced_cb, &is_synced);
  UI_WAIT (is_synced);
  ui_test_open_page (test, "check");
  ui_wait_for_text (test->window, _ ("Ready to scan"));
  return test;
}

static void
scan (UiTest *test, const char *text)
{
  ui_fill (test->window, _ ("Ticket"), text);
  ui_enter (test->window, _ ("Ticket"));
}

static void
wait_for_admission (UiTest *test, int people)
{
  g_autofree char *text = g_strdup_printf (_ ("Admit %d"), people);

  ui_wait_for_text (test->window, text);
}

static void
name_gate (UiTest *test, const char *name)
{
  ui_click (ui_find (test->window, GTK_TYPE_MENU_BUTTON, _ ("Change the gate")));
  ui_fill (test->window, _ ("Name of this gate"), name);
  ui_enter (test->window, _ ("Name of this gate"));
  ui_wait_for_text (test->window, name);
}

static gboolean
entry_has_focus (UiTest *test)
{
  GtkWidget *entry = ui_find (test->window, GTK_TYPE_ENTRY, _ ("Ticket"));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (test->window));

  return focus != NULL && gtk_widget_is_ancestor (focus, entry);
}

/* Returns: how often the server has admitted a ticket. */
static int64_t
count_used (BoughtTicket *ticket)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT COUNT(*) FROM tickets WHERE state = 'used' AND id = %" G_GINT64_FORMAT, ticket->id);

  return et_test_server_count (office->server, sql);
}

static void
test_a_ticket_is_admitted_once (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autoptr (UiTest) test = open_gate ();
  g_autofree char *used = NULL;
  g_autofree char *clock = NULL;

  ui_look_at (test->window, "check-ready");
  name_gate (test, "Nord");
  scan (test, ticket->key);
  wait_for_admission (test, 2);
  g_assert_cmpint (count_used (ticket), ==, 1);
  ui_look_at (test->window, "check-admitted");

  clock = box_office_get_admission_clock (office, ticket);
  used = g_strdup_printf (_ ("Already used at %s, gate %s"), clock, "Nord");
  scan (test, ticket->key);
  ui_wait_for_text (test->window, used);
  ui_look_at (test->window, "check-already-used");
}

static void
test_the_gate_is_remembered (void)
{
  g_autoptr (UiTest) test = open_gate ();

  name_gate (test, "Tribune Est");
  ui_test_restart (test);
  ui_test_open_page (test, "check");
  ui_wait_for_text (test->window, "Tribune Est");
}

static void
test_scans_are_counted_and_listed (void)
{
  g_autoptr (BoughtTicket) duo = box_office_buy (office, ADMISSIBLE_DUO);
  g_autoptr (BoughtTicket) solo = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autoptr (UiTest) test = open_gate ();
  GtkWidget *scans;

  scan (test, duo->key);
  scan (test, solo->key);
  wait_for_admission (test, 1);
  ui_wait_for_text (test->window, "3");
  ui_wait_for_text (test->window, "2");
  scans = ui_find (test->window, GTK_TYPE_LIST_BOX, _ ("Last scans"));
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (scans), 1));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (scans), 2));
  ui_screenshot (test->window, "check-counted", NARROW);
}

static void
test_a_misread_key_is_told (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autoptr (UiTest) test = open_gate ();

  ticket->key[10] = ticket->key[10] == 'A' ? 'B' : 'A';
  scan (test, ticket->key);
  ui_wait_for_text (test->window, _ ("Not valid: misread"));
  ui_screenshot (test->window, "check-misread", WIDE);
}

static void
test_an_unknown_ticket_is_told (void)
{
  g_autoptr (UiTest) test = open_gate ();
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "AAAA", -1);
  g_autofree char *key = g_strdup_printf ("AAAA:%.8s", sum);

  scan (test, key);
  ui_wait_for_text (test->window, _ ("Not valid: unknown"));
}

static void
test_a_revoked_ticket_is_told (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autoptr (UiTest) test = NULL;
  g_autofree char *sql = g_strdup_printf (
      "UPDATE tickets SET state = 'revoked' WHERE id = %" G_GINT64_FORMAT, ticket->id);

  et_test_server_stop (office->server);
  et_test_server_exec (office->server, sql);
  et_test_server_start (office->server);
  test = open_gate ();
  scan (test, ticket->key);
  ui_wait_for_text (test->window, _ ("Not valid: revoked"));
}

static void
test_another_day_is_told (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, LATER_SOLO);
  g_autoptr (UiTest) test = open_gate ();

  scan (test, ticket->key);
  ui_wait_for_text (test->window, _ ("Not valid: another day"));
  ui_screenshot (test->window, "check-another-day", NARROW);
  g_assert_cmpint (count_used (ticket), ==, 0);
}

static void
test_nobody_is_admitted_offline (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autoptr (UiTest) test = open_gate ();

  et_test_server_stop (office->server);
  scan (test, ticket->key);
  ui_wait_for_text (test->window, _ ("Genuine, not admitted: no connection"));
  ui_test_wait_for_sync (test, ET_SYNC_OFFLINE);
  ui_wait_for_text (test->window, _ ("Offline"));
  ui_look_at (test->window, "check-offline");
  et_test_server_start (office->server);
  g_assert_cmpint (count_used (ticket), ==, 0);
}

static void
test_a_ticket_is_admitted_by_hand (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autoptr (UiTest) test = open_gate ();
  g_autofree char *admit = g_strdup_printf (_ ("Admit %d"), 2);
  GtkWidget *window;

  scan (test, ticket->short_number);
  window = ui_find_window (ET_TYPE_FIND_TICKET_WINDOW);
  ui_find (window, GTK_TYPE_LIST_BOX_ROW, "zoe");
  ui_look_at_sized (window, "check-find", 480, 560);
  ui_click (ui_find (window, GTK_TYPE_LIST_BOX_ROW, "zoe"));
  ui_choose (window, _ ("Reason"), _ ("Another reason"));
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, GTK_TYPE_BUTTON, admit)));
  ui_fill (window, _ ("Which reason?"), "Screen broken");
  ui_look_at_sized (window, "check-by-hand", 480, 560);
  ui_press (window, admit);

  wait_for_admission (test, 2);
  g_assert_cmpint (count_used (ticket), ==, 1);
  g_assert_cmpint (et_test_server_count (office->server, "SELECT COUNT(*) FROM audit WHERE detail "
                                                         "LIKE '%Screen broken%'"),
                   ==, 1);
}

static void
test_no_such_ticket_is_told (void)
{
  g_autoptr (UiTest) test = open_gate ();

  scan (test, "Nobody Of That Name");
  ui_wait_for_text (ui_find_window (ET_TYPE_FIND_TICKET_WINDOW), _ ("No Such Ticket"));
}

/* A scanner is a keyboard: it types wherever the focus is, and ends with Enter. */
static void
test_a_scanner_types_wherever_the_focus_is (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autoptr (UiTest) test = open_gate ();

  g_assert_true (entry_has_focus (test));
  ui_key ("Tab");
  g_assert_false (entry_has_focus (test));
  ui_type (ticket->key);
  ui_key ("Return");
  wait_for_admission (test, 2);
  g_assert_true (entry_has_focus (test));
}

static void
test_by_hand_with_the_keyboard_only (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autoptr (UiTest) test = open_gate ();
  g_autofree char *admit = g_strdup_printf (_ ("Admit %d"), 1);
  GtkWidget *window;

  ui_key ("ctrl+f");
  window = ui_find_window (ET_TYPE_FIND_TICKET_WINDOW);
  ui_wait_for_text (window, _ ("Whose Ticket Is It?"));
  ui_type (ticket->short_number);
  ui_find (window, GTK_TYPE_LIST_BOX_ROW, "zoe");
  ui_key ("Return");
  ui_find (window, GTK_TYPE_BUTTON, admit);
  while (!gtk_widget_has_focus (ui_find (window, GTK_TYPE_BUTTON, admit)))
    ui_key ("Tab");
  ui_key ("Return");
  wait_for_admission (test, 1);
  UI_WAIT (entry_has_focus (test));
  g_assert_cmpint (count_used (ticket), ==, 1);
}

static void
test_a_click_gives_the_focus_back (void)
{
  g_autoptr (UiTest) test = open_gate ();

  gtk_widget_grab_focus (ui_find (test->window, GTK_TYPE_BUTTON, _ ("Find a Ticket")));
  g_assert_false (entry_has_focus (test));
  ui_point (ui_find (test->window, GTK_TYPE_LABEL, _ ("Ready to scan")));
  UI_WAIT (entry_has_focus (test));
}

static void
test_controls_have_names (void)
{
  g_autoptr (UiTest) test = open_gate ();

  ui_assert_named (test->window);
  scan (test, "zoe");
  ui_assert_named (ui_find_window (ET_TYPE_FIND_TICKET_WINDOW));
}

int
main (int argc, char **argv)
{
  int status;

  ui_test_init (&argc, &argv);
  office = box_office_open ();

  g_test_add_func ("/staff/check/once", test_a_ticket_is_admitted_once);
  g_test_add_func ("/staff/check/gate", test_the_gate_is_remembered);
  g_test_add_func ("/staff/check/scans", test_scans_are_counted_and_listed);
  g_test_add_func ("/staff/check/misread", test_a_misread_key_is_told);
  g_test_add_func ("/staff/check/unknown", test_an_unknown_ticket_is_told);
  g_test_add_func ("/staff/check/revoked", test_a_revoked_ticket_is_told);
  g_test_add_func ("/staff/check/another-day", test_another_day_is_told);
  g_test_add_func ("/staff/check/offline", test_nobody_is_admitted_offline);
  g_test_add_func ("/staff/check/by-hand", test_a_ticket_is_admitted_by_hand);
  g_test_add_func ("/staff/check/no-such-ticket", test_no_such_ticket_is_told);
  g_test_add_func ("/staff/check/scanner", test_a_scanner_types_wherever_the_focus_is);
  g_test_add_func ("/staff/check/keyboard-only", test_by_hand_with_the_keyboard_only);
  g_test_add_func ("/staff/check/click", test_a_click_gives_the_focus_back);
  g_test_add_func ("/staff/check/names", test_controls_have_names);
  status = g_test_run ();
  box_office_close (office);
  return status;
}
