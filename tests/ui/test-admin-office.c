/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tests/ui/office-desk.h"
#include "tests/ui/ui-look.h"

#define NARROW 360, 640

static BoxOffice *office;

static int64_t
count (const char *sql)
{
  return et_test_server_count (office->server, sql);
}

static void
test_an_event_is_created (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-events");
  g_autofree char *clock = g_strdup_printf (_ ("%s: time"), _ ("Ends"));

  UI_WAIT (office_desk_count_rows (test) >= 18);
  ui_look_at (test->window, "admin-events");
  ui_press (test->window, _ ("New Event"));
  ui_fill (test->window, _ ("Name"), "Gala de clôture");
  ui_wait_for_text (test->window, _ ("Say where it takes place."));
  ui_fill (test->window, _ ("Venue"), "Zénith, Paris");
  ui_choose (test->window, _ ("Sport"), _ ("Gymnastics"));
  ui_fill (test->window, clock, "25:00");
  ui_wait_for_text (test->window, _ ("Write times as 20:00."));
  ui_fill (test->window, clock, "00:05");
  ui_wait_for_text (test->window, _ ("The event has to end after it starts."));
  g_assert_false (office_desk_can_press (test, _ ("_Create")));
  ui_fill (test->window, clock, "23:59");
  ui_fill (test->window, _ ("Time zone"), "Europe/Nowhere");
  ui_wait_for_text (test->window, _ ("Write the time zone as a name such as Europe/Paris."));
  ui_look_at (test->window, "admin-event-invalid");
  ui_fill (test->window, _ ("Time zone"), "Europe/Paris");
  ui_press (test->window, _ ("_Create"));
  office_desk_wait_for_saved (test, "Gala de clôture");
  g_assert_cmpint (count ("SELECT COUNT(*) FROM events WHERE name = 'Gala de clôture' AND sport = "
                          "'gymnastics' AND venue = 'Zénith, Paris' AND doors_at IS NULL"),
                   ==, 1);
}

static void
test_an_event_is_moved (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-events");
  const char *name = "Aviron : finales du huit";
  const char *starts = "SELECT starts_at FROM events WHERE name = 'Aviron : finales du huit'";
  g_autofree char *clock = g_strdup_printf (_ ("%s: time"), _ ("Starts"));
  int64_t before = count (starts);

  office_desk_pick (test, name);
  ui_fill (test->window, clock, "08:15");
  ui_look_at (test->window, "admin-event-edit");
  ui_press (test->window, _ ("_Save"));
  office_desk_wait_for_saved (test, name);
  g_assert_cmpint (count (starts), ==, before - 75 * 60 * 1000);
}

/* Answers the question that stands before a deletion. */
static void
confirm (void)
{
  GtkWidget *question = ui_find_window (ADW_TYPE_MESSAGE_DIALOG);

  ui_press (question, _ ("_Delete"));
}

static void
test_an_event_goes_with_its_offers (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-events");
  const char *name = "Judo : épreuve par équipes mixtes, finales";
  g_autofree char *text = g_strdup_printf (_ ("“%s” was deleted"), name);

  office_desk_pick (test, name);
  ui_press (test->window, _ ("_Delete"));
  ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  ui_screenshot (test->window, "admin-event-question", 1000, 700);
  confirm ();
  ui_wait_for_text (test->window, text);
  g_assert_cmpint (count ("SELECT COUNT(*) FROM events WHERE sport = 'judo'"), ==, 0);
  g_assert_cmpint (count ("SELECT COUNT(*) FROM offers WHERE name LIKE '%Judo'"), ==, 0);
}

static void
test_an_event_that_was_sold_stays (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, LATER_SOLO);
  g_autoptr (UiTest) test = office_desk_open (office, "admin-events");
  const char *name = "Escrime : sabre hommes et épée femmes, finales";
  g_autofree char *text = g_strdup_printf (_ ("“%s” is no longer on sale"), name);

  office_desk_pick (test, name);
  ui_press (test->window, _ ("_Delete"));
  confirm ();
  ui_wait_for_text (test->window, text);
  g_assert_cmpint (count ("SELECT COUNT(*) FROM events WHERE sport = 'fencing'"), ==, 1);
  g_assert_cmpint (count ("SELECT SUM(is_active) FROM offers WHERE name LIKE '%Escrime'"), ==, 0);
}

static void
test_a_role_is_changed (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-accounts");

  UI_WAIT (office_desk_count_rows (test) >= 3);
  ui_look_at (test->window, "admin-accounts");
  office_desk_pick (test, "zoe");
  ui_choose (test->window, _ ("Role"), _ ("Staff"));
  ui_look_at (test->window, "admin-account-edit");
  ui_press (test->window, _ ("_Save"));
  office_desk_wait_for_saved (test, "zoe");
  g_assert_cmpint (
      count ("SELECT COUNT(*) FROM accounts WHERE username = 'zoe' AND role = 'staff'"), ==, 1);
  ui_choose (test->window, _ ("Role"), _ ("Customer"));
  ui_press (test->window, _ ("_Save"));
  UI_WAIT (count ("SELECT COUNT(*) FROM accounts WHERE username = 'zoe' AND role = 'customer'") ==
           1);
}

static void
test_an_account_is_disabled (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-accounts");

  office_desk_pick (test, "gate");
  gtk_switch_set_active (GTK_SWITCH (ui_find (test->window, GTK_TYPE_SWITCH, _ ("May sign in"))),
                         FALSE);
  ui_press (test->window, _ ("_Save"));
  office_desk_wait_for_saved (test, "gate");
  ui_wait_for_text (test->window, _ ("Disabled"));
  g_assert_cmpint (count ("SELECT is_disabled FROM accounts WHERE username = 'gate'"), ==, 1);
}

static void
test_the_last_administrator_stays (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-accounts");

  office_desk_pick (test, "office");
  ui_choose (test->window, _ ("Role"), _ ("Customer"));
  ui_press (test->window, _ ("_Save"));
  ui_wait_for_text (test->window, _ ("The last administrator must stay one"));
  ui_look_at (test->window, "admin-last-administrator");
  g_assert_cmpint (count ("SELECT COUNT(*) FROM accounts WHERE role = 'admin'"), ==, 1);
}

/* Returns: (transfer full): the code of an order, as the ticket's short number begins. */
static char *
get_order_code (BoughtTicket *ticket)
{
  return g_strndup (ticket->short_number, strcspn (ticket->short_number, "-"));
}

static void
test_an_order_tells_its_lines (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autofree char *code = get_order_code (ticket);
  g_autoptr (UiTest) test = office_desk_open (office, "admin-orders");

  UI_WAIT (office_desk_count_rows (test) >= 1);
  ui_look_at (test->window, "admin-orders");
  office_desk_pick (test, code);
  ui_find (test->window, GTK_TYPE_LIST_BOX, _ ("Tickets and prices"));
  ui_wait_for_text (test->window, ADMISSIBLE_DUO);
  ui_wait_for_text (test->window, "zoe");
  ui_look_at (test->window, "admin-order");
}

static void
test_an_invoice_is_saved (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autofree char *code = get_order_code (ticket);
  g_autoptr (UiTest) test = office_desk_open (office, "admin-orders");
  g_autofree char *path = et_test_server_get_path (office->server, "invoice.pdf");
  g_autofree char *pdf = NULL;
  gsize length = 0;

  office_desk_pick (test, code);
  ui_press (test->window, _ ("Save Invoice…"));
  ui_choose_file (path);
  UI_WAIT (g_file_get_contents (path, &pdf, &length, NULL) && length > 1000);
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
}

static void
test_no_connection_is_told (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "check");

  ui_wait_for_text (test->window, _ ("Ready to scan"));
  et_test_server_stop (office->server);
  ui_test_open_page (test, "admin-accounts");
  ui_wait_for_text (test->window, _ ("No Connection"));
  ui_screenshot (test->window, "admin-no-connection", NARROW);
  et_test_server_start (office->server);
}

static void
test_controls_have_names (void)
{
  static const char *const pages[] = { "admin-offers", "admin-events", "admin-orders",
                                       "admin-accounts" };
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      ui_test_open_page (test, pages[i]);
      UI_WAIT (office_desk_count_rows (test) > 0);
      gtk_selection_model_select_item (office_desk_get_rows (test), 0, TRUE);
      ui_find (test->window, GTK_TYPE_BUTTON, _ ("Close Details"));
      ui_assert_named (test->window);
    }
}

int
main (int argc, char **argv)
{
  int status;

  ui_test_init (&argc, &argv);
  office = box_office_open ();

  g_test_add_func ("/admin/events/create", test_an_event_is_created);
  g_test_add_func ("/admin/events/move", test_an_event_is_moved);
  g_test_add_func ("/admin/events/delete", test_an_event_goes_with_its_offers);
  g_test_add_func ("/admin/events/stays", test_an_event_that_was_sold_stays);
  g_test_add_func ("/admin/accounts/role", test_a_role_is_changed);
  g_test_add_func ("/admin/accounts/disable", test_an_account_is_disabled);
  g_test_add_func ("/admin/accounts/last-administrator", test_the_last_administrator_stays);
  g_test_add_func ("/admin/orders/lines", test_an_order_tells_its_lines);
  g_test_add_func ("/admin/orders/invoice", test_an_invoice_is_saved);
  g_test_add_func ("/admin/offline", test_no_connection_is_told);
  g_test_add_func ("/admin/names", test_controls_have_names);
  status = g_test_run ();
  box_office_close (office);
  return status;
}
