/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tests/ui/office-desk.h"
#include "tests/ui/ui-look.h"
#include "ui/customer/et-order-row.h"
#include "ui/print/et-print-preview.h"
#include "ui/print/et-print-window.h"
#include "ui/shared/et-reason-window.h"

static BoxOffice *office;

static int64_t
count (const char *sql)
{
  return et_test_server_count (office->server, sql);
}

/* Returns: (transfer full): the code of an order, as the ticket's short number begins. */
static char *
get_order_code (BoughtTicket *ticket)
{
  return g_strndup (ticket->short_number, strcspn (ticket->short_number, "-"));
}

/* Zoe at one of her orders. */
static UiTest *
open_order (BoughtTicket *ticket)
{
  g_autofree char *code = get_order_code (ticket);
  g_autofree char *title = g_strdup_printf (_ ("Order %s"), code);
  UiTest *test = ui_test_new (office->server);
  GtkWidget *row;

  ui_test_sign_in (test, "zoe");
  ui_test_open_page (test, "orders");
  row = ui_find (test->window, ET_TYPE_ORDER_ROW, title);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  return test;
}

static void
give_reason (const char *entry, const char *reason, const char *button, const char *name)
{
  GtkWidget *window = ui_find_window (ET_TYPE_REASON_WINDOW);

  ui_fill (window, entry, reason);
  ui_look_at_sized (window, name, 400, 400);
  ui_press (window, button);
  UI_WAIT (!ui_has_window (ET_TYPE_REASON_WINDOW));
}

static void
ask (UiTest *test, const char *reason, const char *name)
{
  ui_press (test->window, _ ("_Ask for Refund…"));
  give_reason (_ ("Reason"), reason, _ ("_Ask for Refund"), name);
  ui_wait_for_text (test->window, _ ("Refund Asked For"));
}

/* Though the order that changed gets a row of its own. */
static void
assert_is_unfolded (UiTest *test)
{
  GtkWidget *row = ui_find (test->window, ET_TYPE_ORDER_ROW, NULL);

  g_assert_true (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (row)));
}

/* From the wish of the customer to the credit note in the customer's hands. */
static void
test_a_refund_is_asked_for_and_given (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autofree char *code = get_order_code (ticket);
  g_autofree char *path = et_test_server_get_path (office->server, "credit-note.pdf");
  g_autofree char *pdf = NULL;
  UiTest *test = open_order (ticket);

  ask (test, "Broken leg", "refund-ask");
  ui_wait_for_text (test->window, _ ("Refund asked for"));
  assert_is_unfolded (test);
  ui_look_at (test->window, "refund-asked");
  ui_test_free (test);

  test = office_desk_open (office, "admin-orders");
  office_desk_pick (test, code);
  ui_wait_for_text (test->window, "Broken leg");
  ui_find (test->window, GTK_TYPE_LIST_BOX, _ ("Tickets"));
  ui_look_at (test->window, "admin-order-refund");
  ui_press (test->window, _ ("_Refund All…"));
  give_reason (_ ("Reason"), "Medical certificate", _ ("_Refund"), "admin-refund-reason");
  UI_WAIT (count ("SELECT COUNT(*) FROM orders WHERE state = 'refunded' AND refund_state = "
                  "'granted'") == 1);
  ui_test_free (test);

  test = open_order (ticket);
  ui_find (test->window, GTK_TYPE_BUTTON, _ ("Open Credit Note"));
  ui_look_at (test->window, "refund-credit-note");
  ui_press (test->window, _ ("Save Credit Note…"));
  ui_choose_file (path);
  UI_WAIT (g_file_get_contents (path, &pdf, NULL, NULL) && g_str_has_prefix (pdf, "%PDF-"));
  ui_test_open_page (test, "tickets");
  ui_wait_for_text (test->window, C_ ("ticket", "Refunded"));
  ui_look_at (test->window, "wallet-refunded");
  ui_test_free (test);
}

static void
test_a_refund_is_refused (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autofree char *code = get_order_code (ticket);
  UiTest *test = open_order (ticket);

  ask (test, "Changed my mind", "refund-ask-again");
  ui_test_free (test);

  test = office_desk_open (office, "admin-orders");
  office_desk_pick (test, code);
  ui_press (test->window, _ ("Re_fuse…"));
  give_reason (_ ("Answer"), "Too late for that", _ ("Re_fuse"), "admin-refuse-answer");
  UI_WAIT (count ("SELECT COUNT(*) FROM orders WHERE refund_state = 'refused'") == 1);
  ui_test_free (test);

  test = open_order (ticket);
  ui_wait_for_text (test->window, "Too late for that");
  ui_test_free (test);
}

static void
test_one_ticket_is_revoked (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, LATER_SOLO);
  g_autofree char *code = get_order_code (ticket);
  g_autofree char *button = g_strdup_printf (_ ("Revoke ticket %s…"), ticket->short_number);
  g_autoptr (UiTest) test = office_desk_open (office, "admin-orders");

  office_desk_pick (test, code);
  ui_press (test->window, button);
  give_reason (_ ("Reason"), "Stolen", _ ("Re_voke"), "admin-revoke-reason");
  UI_WAIT (count ("SELECT COUNT(*) FROM audit WHERE action = 'revoke_ticket'") == 1);
  UI_WAIT (ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, button) == NULL);
}

/* For whoever stands at the counter. */
static void
test_a_receipt_is_shown_to_be_printed (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, LATER_SOLO);
  g_autofree char *code = get_order_code (ticket);
  g_autoptr (UiTest) test = office_desk_open (office, "admin-orders");
  GtkWidget *window;

  office_desk_pick (test, code);
  ui_press (test->window, _ ("Print _Receipt…"));
  window = ui_find_window (ET_TYPE_PRINT_WINDOW);
  ui_find (window, ET_TYPE_PRINT_PREVIEW, NULL);
  ui_screenshot (window, "admin-print-receipt", 820, 600);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_a_code_is_made_for_an_account (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-accounts");

  office_desk_pick (test, "zoe");
  ui_press (test->window, _ ("_Make Code"));
  ui_find (test->window, GTK_TYPE_BUTTON, _ ("_Copy"));
  g_assert_cmpint (count ("SELECT COUNT(*) FROM one_time_codes WHERE account_id <> 0"), ==, 1);
  ui_look_at (test->window, "admin-account-code");
}

static void
test_a_lost_second_step_is_taken_away (void)
{
  g_autoptr (UiTest) test = NULL;

  et_test_server_stop (office->server);
  et_test_server_exec (office->server,
                       "INSERT INTO second_factors (account_id, secret, is_confirmed) "
                       "SELECT id, zeroblob(20), 1 FROM accounts WHERE username = 'zoe'");
  et_test_server_start (office->server);
  test = office_desk_open (office, "admin-accounts");
  ui_wait_for_text (test->window, _ ("With second step"));
  ui_look_at (test->window, "admin-accounts-second-step");
  office_desk_pick (test, "zoe");
  ui_wait_for_text (test->window,
                    _ ("Set up. Take it away when the phone and the recovery codes are gone."));
  ui_press (test->window, _ ("_Take Away…"));
  ui_press (ui_find_window (ADW_TYPE_MESSAGE_DIALOG), _ ("_Take Away"));
  ui_wait_for_text (test->window, _ ("The password alone signs in again"));
  g_assert_cmpint (count ("SELECT COUNT(*) FROM second_factors"), ==, 0);
  ui_wait_for_text (test->window, _ ("Not set up"));
  UI_WAIT (!ui_shows (test->window, _ ("With second step")));
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();
  g_test_add_func ("/refunds/given", test_a_refund_is_asked_for_and_given);
  g_test_add_func ("/refunds/refused", test_a_refund_is_refused);
  g_test_add_func ("/refunds/revoked", test_one_ticket_is_revoked);
  g_test_add_func ("/refunds/receipt", test_a_receipt_is_shown_to_be_printed);
  g_test_add_func ("/refunds/code", test_a_code_is_made_for_an_account);
  g_test_add_func ("/refunds/second-step", test_a_lost_second_step_is_taken_away);
  result = g_test_run ();
  box_office_close (office);
  return result;
}
