/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tests/ui/box-office.h"
#include "tests/ui/ui-keys.h"
#include "tests/ui/ui-look.h"
#include "ui/customer/et-ticket-page.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/print/et-print-window.h"
#include "ui/shared/et-ticket-view.h"

static BoxOffice *office;
static BoughtTicket *tickets[3];
static BoughtTicket *revoked, *refunded;

/* Zoe's wallet, once all of it is read. */
static UiTest *
open_wallet (void)
{
  UiTest *test = ui_test_new (office->server);

  ui_test_sign_in (test, "zoe");
  ui_test_open_page (test, "tickets");
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  UI_WAIT (gtk_widget_is_sensitive (
      ui_find (test->window, GTK_TYPE_TOGGLE_BUTTON, _ ("Select Tickets"))));
  return test;
}

/* In which tickets are about to be picked. */
static UiTest *
open_choice (void)
{
  UiTest *test = open_wallet ();

  ui_click (ui_find (test->window, GTK_TYPE_TOGGLE_BUTTON, _ ("Select Tickets")));
  return test;
}

static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (ET_IS_TICKET_ROW (widget))
    g_ptr_array_add (rows, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_rows (child, rows);
}

static GtkWidget *
find_row (UiTest *test, BoughtTicket *ticket)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  collect_rows (GTK_WIDGET (test->window), rows);
  for (guint i = 0; i < rows->len; i++)
    if (et_ticket_row_get_ticket (rows->pdata[i])->id == ticket->id)
      return rows->pdata[i];
  g_assert_not_reached ();
}

static void
wait_for_count (UiTest *test, guint n)
{
  g_autofree char *count = g_strdup_printf (ngettext ("%u selected", "%u selected", n), n);

  ui_wait_for_text (test->window, count);
}

static void
save (UiTest *test, const char *suffix, char **ret_contents)
{
  GtkWidget *page = gtk_widget_get_ancestor (find_row (test, tickets[0]), ET_TYPE_PAGE);
  g_autofree char *name = g_strconcat ("chosen.", suffix, NULL);
  g_autofree char *path = g_build_filename (test->folder, name, NULL);

  gtk_widget_activate_action (page, "tickets.save", "s", suffix);
  ui_choose_file (path);
  UI_WAIT (g_file_get_contents (path, ret_contents, NULL, NULL));
}

static guint
count_in (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    n++;
  return n;
}

static void
test_two_of_three_are_saved (void)
{
  g_autoptr (UiTest) test = open_choice ();
  g_autofree char *calendar = NULL;

  wait_for_count (test, 0);
  ui_click (find_row (test, tickets[0]));
  ui_click (find_row (test, tickets[2]));
  wait_for_count (test, 2);
  ui_look_at (test->window, "wallet-choice");
  save (test, "ics", &calendar);
  g_assert_cmpuint (count_in (calendar, "BEGIN:VEVENT"), ==, 2);
  g_assert_nonnull (strstr (calendar, tickets[0]->short_number));
  g_assert_null (strstr (calendar, tickets[1]->short_number));
}

static void
test_a_ticket_is_put_back (void)
{
  g_autoptr (UiTest) test = open_choice ();

  ui_click (find_row (test, tickets[1]));
  wait_for_count (test, 1);
  ui_click (find_row (test, tickets[1]));
  wait_for_count (test, 0);
  g_assert_false (gtk_widget_is_sensitive (
      ui_find (test->window, GTK_TYPE_BUTTON, _ ("Print Selected Tickets"))));
}

static void
test_all_are_printed (void)
{
  g_autoptr (UiTest) test = open_choice ();
  g_autofree char *pages = g_strdup_printf (_ ("Page %u of %u"), 1, 3);

  ui_press (test->window, _ ("Select _All"));
  wait_for_count (test, 3);
  ui_press (test->window, _ ("Print Selected Tickets"));
  ui_wait_for_text (ui_find_window (ET_TYPE_PRINT_WINDOW), pages);
}

static void
test_by_keyboard (void)
{
  g_autoptr (UiTest) test = open_choice ();

  gtk_widget_grab_focus (gtk_widget_get_parent (find_row (test, tickets[0])));
  ui_key ("ctrl+a");
  wait_for_count (test, 3);
  ui_key ("Escape");
  UI_WAIT (ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, _ ("Select _All")) == NULL);
  ui_key ("Return"); /* opens a ticket again */
  ui_find (test->window, ET_TYPE_TICKET_PAGE, NULL);
}

/* Whether an action of @page can be done: a button for it could be pressed. */
static gboolean
can (GtkWidget *page, const char *action)
{
  GtkWidget *button = gtk_button_new ();
  gboolean is_possible;

  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_insert_before (button, page, NULL);
  is_possible = gtk_widget_get_sensitive (button);
  gtk_widget_unparent (button);
  return is_possible;
}

static gboolean
can_be_dragged (GtkWidget *view)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  g_autoptr (GdkContentProvider) content = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller))
        g_signal_emit_by_name (controller, "prepare", 1.0, 1.0, &content);
    }
  return content != NULL;
}

/* On the ticket's own page. */
static void
assert_makes_documents (BoughtTicket *ticket, gboolean makes_documents)
{
  g_autoptr (UiTest) test = open_wallet ();
  GtkWidget *page;

  ui_click (find_row (test, ticket));
  page = ui_find (test->window, ET_TYPE_TICKET_PAGE, NULL);
  ui_wait_for_text (page, ticket->short_number);
  g_assert_cmpint (can (page, "ticket.print"), ==, makes_documents);
  g_assert_cmpint (can (page, "ticket.save::pdf"), ==, makes_documents);
  g_assert_cmpint (can (page, "ticket.add-to-calendar"), ==, makes_documents);
  g_assert_cmpint (can (page, "ticket.show-entrance"), ==, makes_documents);
  g_assert_cmpint (can_be_dragged (ui_find (page, ET_TYPE_TICKET_VIEW, NULL)), ==, makes_documents);
}

static void
test_a_valid_ticket_makes_documents (void)
{
  assert_makes_documents (tickets[0], TRUE);
}

static void
test_a_revoked_ticket_makes_none (void)
{
  assert_makes_documents (revoked, FALSE);
}

static void
test_a_refunded_ticket_makes_none (void)
{
  assert_makes_documents (refunded, FALSE);
}

static BoughtTicket *
buy_and_revoke (void)
{
  BoughtTicket *ticket = box_office_buy (office, LATER_SOLO);
  g_autofree char *path = g_strdup_printf ("/api/admin/tickets/%d/revoke/", (int) ticket->id);

  et_test_server_expect (office->server, "POST", path, office->office, "{\"reason\":\"Lost\"}", 200,
                         NULL);
  return ticket;
}

static BoughtTicket *
buy_and_refund (void)
{
  BoughtTicket *ticket = box_office_buy (office, LATER_SOLO);
  g_autofree char *sql = g_strdup_printf ("SELECT order_id FROM tickets WHERE id = %d",
                                          (int) ticket->id);
  g_autofree char *path = g_strdup_printf ("/api/admin/orders/%d/refund/",
                                           (int) et_test_server_count (office->server, sql));

  et_test_server_expect (office->server, "POST", path, office->office, "{\"reason\":\"Ill\"}", 200,
                         NULL);
  return ticket;
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();
  for (gsize i = 0; i < G_N_ELEMENTS (tickets); i++)
    tickets[i] = box_office_buy (office, i == 1 ? LATER_SOLO : ADMISSIBLE_SOLO);
  revoked = buy_and_revoke ();
  refunded = buy_and_refund ();
  g_test_add_func ("/wallet-choice/save", test_two_of_three_are_saved);
  g_test_add_func ("/wallet-choice/put-back", test_a_ticket_is_put_back);
  g_test_add_func ("/wallet-choice/print", test_all_are_printed);
  g_test_add_func ("/wallet-choice/keyboard", test_by_keyboard);
  g_test_add_func ("/wallet-choice/documents/valid", test_a_valid_ticket_makes_documents);
  g_test_add_func ("/wallet-choice/documents/revoked", test_a_revoked_ticket_makes_none);
  g_test_add_func ("/wallet-choice/documents/refunded", test_a_refunded_ticket_makes_none);
  result = g_test_run ();
  for (gsize i = 0; i < G_N_ELEMENTS (tickets); i++)
    bought_ticket_free (tickets[i]);
  bought_ticket_free (revoked);
  bought_ticket_free (refunded);
  box_office_close (office);
  return result;
}
