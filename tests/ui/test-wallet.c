/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-code.h"
#include "tests/ui/ui-look.h"
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/et-link.h"
#include "tests/render/reading.h"
#include "ui/customer/et-order-row.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/print/et-print-operation.h"
#include "ui/print/et-print-window.h"
#include "ui/print/et-ticket-printout.h"
#include "ui/shared/et-page.h"
#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-ticket-view.h"

#define OFFER "Ticket Duo - Natation" /* 85.00, admits 2 */

static EtTestServer *server;

static int64_t
find_offer_id (void)
{
  return et_test_server_count (server, "SELECT id FROM offers WHERE name = '" OFFER "'");
}

/* Buys @quantity tickets over HTTP for a new account. */
static void
buy (const char *username, int quantity)
{
  g_autofree char *token = et_test_server_sign_up (server, username);
  g_autofree char *line = g_strdup_printf ("{\"offer_id\":%d,\"qty\":%d}", (int) find_offer_id (),
                                           quantity);

  et_test_server_expect (server, "POST", "/api/cart/add/", token, line, 200, NULL);
  et_test_server_expect (server, "POST", "/api/cart/checkout/", token, "{}", 200, NULL);
}

/* Opens the application for an account that has bought. */
static UiTest *
open_wallet (const char *username, int quantity)
{
  UiTest *test;
  GtkWidget *choose;

  buy (username, quantity);
  test = ui_test_new (server);
  ui_test_sign_in (test, username);
  ui_test_open_page (test, "tickets");
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  choose = ui_find (test->window, GTK_TYPE_TOGGLE_BUTTON, _ ("Select Tickets"));
  UI_WAIT (gtk_widget_is_sensitive (choose)); /* once all of them are read */
  return test;
}

static EtTicket *
open_first_ticket (UiTest *test)
{
  GtkWidget *row = ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  EtTicket *ticket = et_ticket_row_get_ticket (ET_TICKET_ROW (row));

  ui_click (row);
  ui_find (test->window, ET_TYPE_TICKET_VIEW, NULL);
  return ticket;
}

static char *
make_path (UiTest *test, const char *name)
{
  return g_build_filename (test->folder, name, NULL);
}

static GBytes *
read_file (const char *path)
{
  char *contents;
  gsize length;

  UI_WAIT (g_file_get_contents (path, &contents, &length, NULL));
  return g_bytes_new_take (contents, length);
}

static void
test_the_code_on_the_screen_is_the_key (void)
{
  g_autoptr (UiTest) test = open_wallet ("reader", 1);
  EtTicket *ticket = open_first_ticket (test);
  GtkWidget *qr = ui_find (test->window, ET_TYPE_QR_VIEW, _ ("QR code of the ticket"));

  ui_code_assert_shown (qr, ticket->ticket_key);
  ui_wait_for_text (test->window, ticket->short_number);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **ret_text = data;

  *ret_text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_the_key_is_copied (void)
{
  g_autoptr (UiTest) test = open_wallet ("copies", 1);
  EtTicket *ticket = open_first_ticket (test);
  g_autofree char *text = NULL;

  ui_press (test->window, _ ("Copy the Ticket Key"));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (test->window)), NULL,
                                 copied_cb, &text);
  UI_WAIT (text != NULL);
  g_assert_cmpstr (text, ==, ticket->ticket_key);
}

static void
test_a_saved_pdf_holds_the_code (void)
{
  g_autoptr (UiTest) test = open_wallet ("keeps-pdf", 1);
  EtTicket *ticket = open_first_ticket (test);
  GtkWidget *page = gtk_widget_get_ancestor (ui_find (test->window, ET_TYPE_TICKET_VIEW, NULL),
                                             ET_TYPE_PAGE);
  g_autofree char *path = make_path (test, "ticket.pdf");
  g_autoptr (GBytes) pdf = NULL;
  cairo_surface_t *picture;

  gtk_widget_activate_action (page, "ticket.save", "s", "pdf");
  ui_choose_file (path);
  pdf = read_file (path);
  picture = reading_rasterise (pdf, 0, 100);
  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
test_a_saved_png_holds_the_code (void)
{
  g_autoptr (UiTest) test = open_wallet ("keeps-png", 1);
  EtTicket *ticket = open_first_ticket (test);
  GtkWidget *page = gtk_widget_get_ancestor (ui_find (test->window, ET_TYPE_TICKET_VIEW, NULL),
                                             ET_TYPE_PAGE);
  g_autofree char *path = make_path (test, "ticket.png");
  g_autoptr (GBytes) png = NULL;
  cairo_surface_t *picture;

  gtk_widget_activate_action (page, "ticket.save", "s", "png");
  ui_choose_file (path);
  png = read_file (path);
  picture = reading_open_png (png);
  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
test_a_saved_calendar_entry_opens_the_ticket (void)
{
  g_autoptr (UiTest) test = open_wallet ("keeps-dates", 1);
  EtTicket *ticket = open_first_ticket (test);
  GtkWidget *page = gtk_widget_get_ancestor (ui_find (test->window, ET_TYPE_TICKET_VIEW, NULL),
                                             ET_TYPE_PAGE);
  g_autofree char *path = make_path (test, "ticket.ics");
  g_autofree char *link = et_link_to_ticket (ticket->short_number);
  g_autoptr (GBytes) calendar = NULL;

  gtk_widget_activate_action (page, "ticket.save", "s", "ics");
  ui_choose_file (path);
  calendar = read_file (path);
  g_assert_nonnull (
      g_strstr_len (g_bytes_get_data (calendar, NULL), (gssize) g_bytes_get_size (calendar), link));
}

static void
dropped_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  gdk_content_provider_write_mime_type_finish (GDK_CONTENT_PROVIDER (source), result, &error);
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* Returns: (nullable): what lets a widget be dragged away. */
static GtkDragSource *
find_drag_source (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DRAG_SOURCE (controller))
        return GTK_DRAG_SOURCE (controller); /* kept by the widget */
    }
  return NULL;
}

/* What another program receives of the ticket on the screen when it is dragged there. */
static GBytes *
drag_and_drop (UiTest *test, const char *type)
{
  GtkDragSource *source = find_drag_source (ui_find (test->window, ET_TYPE_TICKET_VIEW, NULL));
  g_autoptr (GdkContentProvider) content = NULL;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  gboolean is_dropped = FALSE;

  g_assert_nonnull (source);
  g_signal_emit_by_name (source, "prepare", 10.0, 10.0, &content);
  g_assert_nonnull (content);
  gdk_content_provider_write_mime_type_async (content, type, stream, G_PRIORITY_DEFAULT, NULL,
                                              dropped_cb, &is_dropped);
  UI_WAIT (is_dropped);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
assert_pdf_holds_code (GBytes *pdf, EtTicket *ticket)
{
  cairo_surface_t *picture = reading_rasterise (pdf, 0, 100);

  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
test_a_ticket_is_dragged_out_as_pdf (void)
{
  g_autoptr (UiTest) test = open_wallet ("drags", 1);
  EtTicket *ticket = open_first_ticket (test);
  g_autoptr (GBytes) pdf = drag_and_drop (test, "application/pdf");
  g_autoptr (GBytes) list = drag_and_drop (test, "text/uri-list");
  g_autofree char *text = g_strndup (g_bytes_get_data (list, NULL), g_bytes_get_size (list));
  g_auto (GStrv) uris = g_uri_list_extract_uris (text);
  g_autofree char *path = g_filename_from_uri (uris[0], NULL, NULL);
  g_autoptr (GBytes) file = read_file (path);

  assert_pdf_holds_code (pdf, ticket);
  assert_pdf_holds_code (file, ticket);
}

static GListModel *
list_tickets (UiTest *test)
{
  GListStore *list = g_list_store_new (et_ticket_get_type ());

  g_list_store_append (list, et_ticket_row_get_ticket (
                                 ET_TICKET_ROW (ui_find (test->window, ET_TYPE_TICKET_ROW, NULL))));
  return G_LIST_MODEL (list);
}

static void
drawn_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, gboolean *is_done)
{
  g_assert_true (et_print_operation_check (ET_PRINT_OPERATION (operation), result, NULL));
  *is_done = TRUE;
}

/* What would be sent to a printer, on the paper of a layout. */
static GBytes *
print_to_file (UiTest *test, GListModel *tickets, EtSheetLayout layout)
{
  g_autoptr (EtPrintout) printout = et_ticket_printout_new (tickets);
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (EtPrintOperation) operation = NULL;
  g_autofree char *path = make_path (test, "printed.pdf");
  gboolean is_done = FALSE;

  g_array_append_val (copies, (guint){ 1 });
  g_assert_true (et_printout_lay_out (printout, layout, copies, NULL));
  operation = et_print_operation_new (printout, NULL);
  g_signal_connect (operation, "done", G_CALLBACK (drawn_cb), &is_done);
  et_print_operation_export (operation, path);
  UI_WAIT (is_done);
  return read_file (path);
}

static void
assert_print_holds_code (UiTest *test, EtSheetLayout layout)
{
  g_autoptr (GListModel) tickets = list_tickets (test);
  g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, 0);
  g_autoptr (GBytes) pdf = print_to_file (test, tickets, layout);
  cairo_surface_t *picture = reading_rasterise (pdf, 0, 150);

  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
test_what_is_printed_holds_the_code (void)
{
  g_autoptr (UiTest) test = open_wallet ("prints", 1);

  for (EtSheetLayout layout = ET_SHEET_A4; layout <= ET_SHEET_ROLL; layout++)
    assert_print_holds_code (test, layout);
}

static void
test_the_print_window_shows_the_tickets (void)
{
  g_autoptr (UiTest) test = open_wallet ("looks-first", 2);
  g_autofree char *pages = g_strdup_printf (_ ("Page %u of %u"), 1, 2);
  GtkWidget *page = gtk_widget_get_ancestor (ui_find (test->window, ET_TYPE_TICKET_ROW, NULL),
                                             ET_TYPE_PAGE);

  gtk_widget_activate_action (page, "tickets.print", NULL);
  ui_wait_for_text (ui_find_window (ET_TYPE_PRINT_WINDOW), pages);
}

static GtkWidget *
open_order (UiTest *test)
{
  GtkWidget *row;

  ui_test_open_page (test, "orders");
  row = ui_find (test->window, ET_TYPE_ORDER_ROW, NULL);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  return row;
}

static void
test_invoice_and_receipt_are_shown_to_be_printed (void)
{
  g_autoptr (UiTest) test = open_wallet ("wants-paper", 2);
  GtkWidget *row = open_order (test);

  ui_press (row, _ ("Print the Invoice"));
  ui_look_at_sized (ui_find_window (ET_TYPE_PRINT_WINDOW), "print-invoice", 820, 600);
  gtk_window_destroy (GTK_WINDOW (ui_find_window (ET_TYPE_PRINT_WINDOW)));
  ui_screenshot (test->window, "orders-paper", 360, 640);
  ui_press (row, _ ("Print a Receipt"));
  ui_look_at_sized (ui_find_window (ET_TYPE_PRINT_WINDOW), "print-receipt", 820, 600);
}

static void
test_an_invoice_is_saved (void)
{
  g_autoptr (UiTest) test = open_wallet ("keeps-books", 2);
  GtkWidget *row = open_order (test);
  g_autofree char *path = make_path (test, "invoice.pdf");
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  ui_press (row, _ ("Save…"));
  ui_choose_file (path);
  pdf = read_file (path);
  text = reading_get_text (pdf, 0);
  g_assert_nonnull (strstr (text, OFFER));
}

int
main (int argc, char *argv[])
{
  static const char *const seed[] = { "seed-offers", NULL };
  int result;

  ui_test_init (&argc, &argv);
  server = et_test_server_new (NULL);
  g_assert_cmpint (et_test_server_run (server, seed, NULL, NULL, NULL), ==, 0);

  g_test_add_func ("/wallet/screen", test_the_code_on_the_screen_is_the_key);
  g_test_add_func ("/wallet/copy", test_the_key_is_copied);
  g_test_add_func ("/wallet/pdf", test_a_saved_pdf_holds_the_code);
  g_test_add_func ("/wallet/png", test_a_saved_png_holds_the_code);
  g_test_add_func ("/wallet/calendar", test_a_saved_calendar_entry_opens_the_ticket);
  g_test_add_func ("/wallet/drag", test_a_ticket_is_dragged_out_as_pdf);
  g_test_add_func ("/wallet/print", test_what_is_printed_holds_the_code);
  g_test_add_func ("/wallet/print-window", test_the_print_window_shows_the_tickets);
  g_test_add_func ("/wallet/print-papers", test_invoice_and_receipt_are_shown_to_be_printed);
  g_test_add_func ("/wallet/invoice", test_an_invoice_is_saved);
  result = g_test_run ();
  et_test_server_free (server);
  return result;
}
