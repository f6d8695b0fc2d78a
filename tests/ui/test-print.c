/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "client/et-print-store.h"
#include "core/et-error.h"
#include "render/et-export.h"
#include "tests/render/sample.h"
#include "tests/support/et-test-folder.h"
#include "tests/ui/print-tray.h"
#include "tests/ui/ui-test.h"
#include "ui/print/et-invoice-printout.h"
#include "ui/print/et-print-run.h"
#include "ui/print/et-print-text.h"
#include "ui/print/et-receipt-printout.h"
#include "ui/print/et-ticket-printout.h"

/* Tickets go through a real print server to virtual printers, and their codes are read back. */

static char *folder;
static EtStore *store;
static guint n_office, n_receipts; /* documents so far */

static EtPrintRun *
start (GListModel *tickets, const char *printer, EtSheetLayout layout)
{
  g_autoptr (EtPrintout) printout = et_ticket_printout_new (tickets);
  EtPrintRun *run = et_print_run_new (store, printout, printer, layout);

  et_print_run_start (run);
  return run;
}

static void
assert_printed (EtPrintRun *run)
{
  UI_WAIT (et_print_run_has_ended (run));
  g_assert_no_error (et_print_run_get_error (run));
  g_assert_cmpint (et_print_run_get_phase (run), ==, ET_PRINT_DONE);
}

static void
assert_holds (PrintedDocument *document, GListModel *tickets)
{
  g_assert_cmpuint (document->codes->len, ==, g_list_model_get_n_items (tickets));
  for (guint i = 0; i < document->codes->len; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      g_assert_true (g_ptr_array_find_with_equal_func (document->codes, ticket->ticket_key,
                                                       g_str_equal, NULL));
    }
}

static guint
count_words (const char *text, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (text, words, -1);

  return g_strv_length (parts) - 1;
}

static PrintedDocument *
print_at_office (GListModel *tickets, EtSheetLayout layout)
{
  g_autoptr (EtPrintRun) run = start (tickets, "Office", layout);

  assert_printed (run);
  return print_tray_take ("Office", ++n_office);
}

static void
test_a4_pages (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (3);
  g_autoptr (PrintedDocument) document = print_at_office (tickets, ET_SHEET_A4);

  g_assert_cmpuint (document->n_pages, ==, 3);
  g_assert_cmpfloat_with_epsilon (document->width, 210, 0.5);
  assert_holds (document, tickets);
}

/* Three of the six were printed on pages of their own before. */
static void
test_four_on_a_page (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (6);
  g_autoptr (PrintedDocument) document = print_at_office (tickets, ET_SHEET_A4_FOUR);
  g_autofree char *second = g_strdup_printf (_ ("Copy %u"), 2);

  g_assert_cmpuint (document->n_pages, ==, 2);
  assert_holds (document, tickets);
  g_assert_cmpuint (count_words (document->text, second), ==, 3);
}

/* On its first page, once. */
static void
assert_is_second_copy (EtPrintout *printout)
{
  g_autoptr (EtPrintRun) run = et_print_run_new (store, printout, "Office", ET_SHEET_A4);
  g_autoptr (PrintedDocument) document = NULL;
  g_autofree char *second = g_strdup_printf (_ ("Copy %u"), 2);

  et_print_run_start (run);
  assert_printed (run);
  document = print_tray_take ("Office", ++n_office);
  g_assert_cmpuint (count_words (document->text, second), ==, 1);
}

static void
test_an_invoice_says_which_copy_it_is (void)
{
  g_autoptr (EtOrder) order = sample_order_new ();
  g_autoptr (EtInvoice) invoice = sample_invoice_new (60);
  g_autoptr (GBytes) pdf = et_export_invoice_pdf (invoice, "fr", NULL);
  g_autoptr (EtPrintout) printout = et_invoice_printout_new (order, pdf, NULL);

  assert_is_second_copy (printout);
}

static void
test_a_receipt_says_which_copy_it_is (void)
{
  g_autoptr (EtOrder) order = sample_order_new ();
  g_autoptr (EtPrintout) printout = et_receipt_printout_new (order, "eTickets");

  assert_is_second_copy (printout);
}

static void
test_strips_of_a_roll (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (2);
  g_autoptr (EtPrintRun) run = start (tickets, "Receipts", ET_SHEET_ROLL);
  g_autoptr (PrintedDocument) document = NULL;

  assert_printed (run);
  document = print_tray_take ("Receipts", ++n_receipts);
  g_assert_cmpuint (document->n_pages, ==, 2);
  g_assert_cmpfloat_with_epsilon (document->width, 80, 0.5);
  assert_holds (document, tickets);
}

/* The batch of a hall, each of its codes read back. */
static void
test_five_hundred (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (500);
  g_autoptr (PrintedDocument) document = print_at_office (tickets, ET_SHEET_A4_FOUR);

  g_assert_cmpuint (document->n_pages, ==, 125);
  assert_holds (document, tickets);
}

static void
test_pdf_queue (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (2);
  g_autoptr (EtPrintRun) run = start (tickets, "PDF", ET_SHEET_A6);
  g_autoptr (PrintedDocument) document = NULL;

  assert_printed (run);
  document = print_tray_take ("PDF", 1);
  assert_holds (document, tickets);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GArray **ret_copies = data;

  *ret_copies = et_print_store_look_finish (store, result, NULL);
}

/* Which copy of ticket @id the next one is. */
static guint
look_up_copy (int64_t id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof id);
  g_autoptr (GArray) known = g_array_new (FALSE, TRUE, sizeof id);
  g_autoptr (GArray) copies = NULL;
  EtPrintSubject subject = { "ticket", ids, known };

  g_array_append_val (ids, id);
  g_array_set_size (known, 1);
  et_print_store_look_async (store, &subject, NULL, looked_cb, &copies);
  UI_WAIT (copies != NULL);
  return g_array_index (copies, guint, 0);
}

static GListModel *
new_ticket (int64_t id)
{
  GListModel *tickets = sample_tickets_new (1);
  g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, 0);

  ticket->id = id;
  return tickets;
}

static void
assert_fails (EtPrintRun *run, EtErrorCode code)
{
  UI_WAIT (et_print_run_has_ended (run));
  g_assert_cmpint (et_print_run_get_phase (run), ==, ET_PRINT_FAILED);
  g_assert_error (et_print_run_get_error (run), ET_ERROR, (int) code);
}

static void
test_an_unknown_printer_is_refused (void)
{
  g_autoptr (GListModel) tickets = new_ticket (901);
  g_autoptr (EtPrintRun) run = start (tickets, "Offic", ET_SHEET_A4);

  assert_fails (run, ET_ERROR_NOT_FOUND);
  g_assert_cmpuint (look_up_copy (901), ==, 1);
  g_assert_cmpuint (print_tray_count ("Office"), ==, n_office);
}

static void
cancel_in_the_middle_cb (EtPrintRun *run, guint *n_told)
{
  if (et_print_run_get_fraction (run) > 0.1)
    et_print_run_cancel (run);
}

static void
test_a_batch_is_cancelled (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (500);
  g_autoptr (EtPrintRun) run = NULL;

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      ticket->id = 10000 + i;
    }
  run = start (tickets, "Office", ET_SHEET_A4_FOUR);
  g_signal_connect (run, "changed", G_CALLBACK (cancel_in_the_middle_cb), NULL);
  UI_WAIT (et_print_run_has_ended (run));
  g_assert_cmpint (et_print_run_get_phase (run), ==, ET_PRINT_CANCELLED);
  g_assert_cmpuint (look_up_copy (10000), ==, 1);
  g_assert_cmpuint (print_tray_count ("Office"), ==, n_office);
}

static gboolean
is_with_printer (EtPrintRun *run)
{
  return et_print_run_get_phase (run) >= ET_PRINT_PRINTING;
}

static void
test_a_job_cancelled_in_the_queue_is_told (void)
{
  g_autoptr (GListModel) tickets = new_ticket (902);
  g_autoptr (EtPrintRun) run = start (tickets, "Lost", ET_SHEET_A4);

  UI_WAIT (is_with_printer (run));
  print_tray_run ("cancel -a Lost");
  assert_fails (run, ET_ERROR_UNAVAILABLE);
  g_assert_cmpuint (look_up_copy (902), ==, 2);
}

static gboolean
is_queued (EtPrintRun *run)
{
  return et_print_run_get_phase (run) >= ET_PRINT_QUEUED;
}

static void
assert_queue_is_empty (const char *queue)
{
  g_autofree char *command = g_strdup_printf ("sh -c 'test -z \"$(lpstat -o %s)\"'", queue);

  print_tray_run (command);
}

/* Its printer is stopped, so that the job waits: nothing has come out, and no copy counts. */
static void
test_a_job_that_waits_is_taken_back (void)
{
  g_autoptr (GListModel) tickets = new_ticket (904);
  g_autoptr (EtPrintRun) run = NULL;
  g_autofree char *words = NULL;

  print_tray_run ("cupsdisable PDF");
  run = start (tickets, "PDF", ET_SHEET_A4);
  UI_WAIT (is_queued (run));
  et_print_run_recall (run);
  UI_WAIT (et_print_run_has_ended (run));
  words = et_print_text_describe (run);
  g_assert_no_error (et_print_run_get_error (run));
  g_assert_cmpint (et_print_run_get_phase (run), ==, ET_PRINT_RECALLED);
  g_assert_nonnull (strstr (words, "PDF"));
  g_assert_cmpuint (look_up_copy (904), ==, 1);
  assert_queue_is_empty ("PDF");
  print_tray_run ("cupsenable PDF");
}

/* The printer is there for the queue, and never answers: pages may have come out for all it knows,
 * so that the copy counts. */
static void
test_a_job_at_its_printer_is_stopped (void)
{
  g_autoptr (GListModel) tickets = new_ticket (905);
  g_autoptr (EtPrintRun) run = start (tickets, "Lost", ET_SHEET_A4);

  UI_WAIT (is_with_printer (run));
  et_print_run_recall (run);
  UI_WAIT (et_print_run_has_ended (run));
  g_assert_no_error (et_print_run_get_error (run));
  g_assert_cmpint (et_print_run_get_phase (run), ==, ET_PRINT_STOPPED);
  g_assert_cmpuint (look_up_copy (905), ==, 2);
  assert_queue_is_empty ("Lost");
}

/* Somebody else was quicker. */
static void
test_a_job_not_given_back_is_told (void)
{
  g_autoptr (GListModel) tickets = new_ticket (906);
  g_autoptr (EtPrintRun) run = NULL;
  const GError *refusal;

  print_tray_run ("cupsdisable PDF");
  run = start (tickets, "PDF", ET_SHEET_A4);
  UI_WAIT (is_queued (run));
  print_tray_run ("cancel -a PDF");
  et_print_run_recall (run);
  UI_WAIT (et_print_run_has_ended (run));
  refusal = et_print_delivery_get_refusal (et_print_run_get_delivery (run));
  g_assert_error (refusal, ET_ERROR, ET_ERROR_NOT_FOUND);
  g_assert_cmpint (et_print_run_get_phase (run), ==, ET_PRINT_FAILED);
  print_tray_run ("cupsenable PDF");
}

/* Only then there are two sentences. */
static gboolean
is_stalled (EtPrintRun *run)
{
  g_autofree char *words = et_print_text_describe (run);

  return strchr (words, '.') != NULL;
}

static void
test_a_printer_that_goes_away_is_told (void)
{
  g_autoptr (GListModel) tickets = new_ticket (903);
  g_autoptr (EtPrintout) printout = et_ticket_printout_new (tickets);
  g_autoptr (EtPrintRun) run = et_print_run_new (store, printout, "Lost", ET_SHEET_A4);

  et_print_run_set_patience (run, 1);
  et_print_run_start (run);
  UI_WAIT (is_with_printer (run));
  UI_WAIT (is_stalled (run));
  print_tray_run ("lpadmin -x Lost");
  assert_fails (run, ET_ERROR_UNAVAILABLE);
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  /* GTK warns that there is no daemon for colours, which is so here. */
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  folder = g_dir_make_tmp ("et-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "copy.db", NULL);
  store = print_tray_open_store (path);

  g_test_add_func ("/print/a4", test_a4_pages);
  g_test_add_func ("/print/a4-four", test_four_on_a_page);
  g_test_add_func ("/print/invoice-copy", test_an_invoice_says_which_copy_it_is);
  g_test_add_func ("/print/receipt-copy", test_a_receipt_says_which_copy_it_is);
  g_test_add_func ("/print/roll", test_strips_of_a_roll);
  if (et_test_is_full_run ())
    {
      g_test_add_func ("/print/pdf-queue", test_pdf_queue);
      g_test_add_func ("/print/five-hundred", test_five_hundred);
    }
  g_test_add_func ("/print/unknown", test_an_unknown_printer_is_refused);
  g_test_add_func ("/print/cancelled", test_a_batch_is_cancelled);
  g_test_add_func ("/print/taken-back", test_a_job_that_waits_is_taken_back);
  g_test_add_func ("/print/stopped", test_a_job_at_its_printer_is_stopped);
  g_test_add_func ("/print/not-given-back", test_a_job_not_given_back_is_told);
  g_test_add_func ("/print/cancelled-in-queue", test_a_job_cancelled_in_the_queue_is_told);
  g_test_add_func ("/print/away", test_a_printer_that_goes_away_is_told);
  result = g_test_run ();
  g_object_unref (store);
  et_test_folder_remove (folder);
  g_free (folder);
  return result;
}
