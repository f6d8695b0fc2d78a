/* SPDX-License-Identifier: MIT */
#include "core/et-error.h"
#include "core/et-ticket-key.h"
#include "core/et-time.h"
#include "reading.h"
#include "render/et-export.h"
#include "sample.h"

static void
test_pdf_has_its_title (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) pdf = et_export_ticket_pdf (ticket, "fr", NULL);
  PopplerDocument *document = reading_open_pdf (pdf);
  g_autofree char *title = poppler_document_get_title (document);

  g_assert_cmpstr (title, ==, "Billet K7PQ2-3 : Natation : finales du 200 m papillon");
  g_object_unref (document);
}

static void
test_pdf_is_dated_by_its_record (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) pdf = et_export_ticket_pdf (ticket, "en", NULL);
  PopplerDocument *document = reading_open_pdf (pdf);

  g_assert_cmpint (poppler_document_get_creation_date (document), ==,
                   ticket->created_at / ET_SECOND);
  g_object_unref (document);
}

/* Where the addresses of a page lead, with the area that opens them, one a line. */
static char *
describe_links (GBytes *pdf, int index)
{
  PopplerPage *page = reading_open_page (pdf, index);
  GList *links = poppler_page_get_link_mapping (page);
  GString *text = g_string_new (NULL);

  for (GList *item = g_list_last (links); item != NULL; item = item->prev)
    {
      PopplerLinkMapping *link = item->data;

      g_assert_cmpint (link->action->type, ==, POPPLER_ACTION_URI);
      g_assert_cmpfloat (link->area.x2 - link->area.x1, >, 100);
      g_assert_cmpfloat (link->area.y2 - link->area.y1, >, 100);
      g_string_append_printf (text, "%s\n", link->action->uri.uri);
    }
  poppler_page_free_link_mapping (links);
  g_object_unref (page);
  return g_string_free (text, FALSE);
}

static void
test_the_code_of_a_pdf_opens_its_ticket (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (3);
  g_autoptr (GBytes) four = et_export_tickets_pdf (tickets, ET_SHEET_A4_FOUR, "en", NULL);
  g_autoptr (GBytes) one = et_export_tickets_pdf (tickets, ET_SHEET_A4, "en", NULL);
  g_autofree char *all = describe_links (four, 0);
  g_autofree char *last = describe_links (one, 2);

  g_assert_cmpstr (all, ==,
                   "etickets:ticket/K7PQ2-1\netickets:ticket/K7PQ2-2\netickets:ticket/K7PQ2-3\n");
  g_assert_cmpstr (last, ==, "etickets:ticket/K7PQ2-3\n");
}

static void
test_several_tickets_are_counted_in_the_title (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (3);
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, ET_SHEET_A4_FOUR, "en", NULL);
  PopplerDocument *document = reading_open_pdf (pdf);
  g_autofree char *title = poppler_document_get_title (document);

  g_assert_cmpstr (title, ==, "3 tickets");
  g_object_unref (document);
}

static void
test_documents_are_reproducible (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (EtInvoice) invoice = sample_invoice_new (3);
  g_autoptr (GBytes) pdf = et_export_ticket_pdf (ticket, "fr", NULL);
  g_autoptr (GBytes) pdf_again = et_export_ticket_pdf (ticket, "fr", NULL);
  g_autoptr (GBytes) svg = et_export_ticket_svg (ticket, "fr", NULL);
  g_autoptr (GBytes) svg_again = et_export_ticket_svg (ticket, "fr", NULL);
  g_autoptr (GBytes) png = et_export_ticket_png (ticket, "fr", 150, NULL);
  g_autoptr (GBytes) png_again = et_export_ticket_png (ticket, "fr", 150, NULL);
  g_autoptr (GBytes) bill = et_export_invoice_pdf (invoice, "fr", NULL);
  g_autoptr (GBytes) bill_again = et_export_invoice_pdf (invoice, "fr", NULL);

  g_assert_true (g_bytes_equal (pdf, pdf_again));
  g_assert_true (g_bytes_equal (svg, svg_again));
  g_assert_true (g_bytes_equal (png, png_again));
  g_assert_true (g_bytes_equal (bill, bill_again));
}

static void
test_languages_do_not_mix (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) french = et_export_ticket_pdf (ticket, "fr", NULL);
  g_autoptr (GBytes) english = et_export_ticket_pdf (ticket, "en", NULL);
  g_autofree char *french_text = reading_get_text (french, 0);
  g_autofree char *english_text = reading_get_text (english, 0);

  g_assert_nonnull (strstr (french_text, "Titulaire"));
  g_assert_null (strstr (french_text, "Holder"));
  g_assert_nonnull (strstr (english_text, "Holder"));
  g_assert_null (strstr (english_text, "Titulaire"));
}

/* Tickets drawn by several threads at once, as a server does, come out like one drawn alone. */
static gpointer
draw_in_thread (gpointer data)
{
  GBytes *pdf = NULL;

  for (int i = 0; i < 10; i++)
    {
      g_clear_pointer (&pdf, g_bytes_unref);
      pdf = et_export_ticket_pdf (data, "fr", NULL);
    }
  return pdf;
}

static void
test_threads_draw_alike (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) alone = et_export_ticket_pdf (ticket, "fr", NULL);
  GThread *threads[4];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("draw", draw_in_thread, ticket);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GBytes) pdf = g_thread_join (threads[i]);

      g_assert_true (g_bytes_equal (alone, pdf));
    }
}

static void
test_svg_reads_back (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) svg = et_export_ticket_svg (ticket, "fr", NULL);
  cairo_surface_t *picture = reading_rasterise_svg (svg, 148 * 8, 105 * 8);

  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
test_svg_is_a6 (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) svg = et_export_ticket_svg (ticket, "fr", NULL);
  gsize length;
  const char *data = g_bytes_get_data (svg, &length);

  g_assert_nonnull (g_strstr_len (data, 500, "width=\"148mm\" height=\"105mm\""));
}

static void
test_svg_holds_no_picture (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) svg = et_export_ticket_svg (ticket, "fr", NULL);
  gsize length;
  const char *data = g_bytes_get_data (svg, &length);

  g_assert_null (g_strstr_len (data, (gssize) length, "<image"));
}

static void
test_png_has_its_size (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) png = et_export_ticket_png (ticket, "fr", 300, NULL);

  g_assert_cmpuint (reading_get_png_number (png, "IHDR", 0), ==, 1748);
  g_assert_cmpuint (reading_get_png_number (png, "IHDR", 4), ==, 1240);
  g_assert_cmpuint (reading_get_png_number (png, "pHYs", 0), ==, 11811);
}

static void
test_png_reads_back (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();

  for (int dpi = 100; dpi <= 300; dpi += 100)
    {
      g_autoptr (GBytes) png = et_export_ticket_png (ticket, "en", dpi, NULL);
      cairo_surface_t *picture = reading_open_png (png);

      reading_assert_one_code (picture, ticket->ticket_key);
      cairo_surface_destroy (picture);
    }
}

static void
assert_dpi_is_refused (int dpi)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (et_export_ticket_png (ticket, "en", dpi, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
}

static void
test_resolution_has_limits (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) smallest = et_export_ticket_png (ticket, "en", 50, NULL);
  g_autoptr (GBytes) largest = et_export_ticket_png (ticket, "en", 1200, NULL);

  g_assert_nonnull (smallest);
  g_assert_nonnull (largest);
  assert_dpi_is_refused (49);
  assert_dpi_is_refused (1201);
  assert_dpi_is_refused (-300);
  assert_dpi_is_refused (G_MAXINT);
}

static void
test_qr_png_reads_back (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) png = et_export_qr_png (ticket->ticket_key, 8, NULL);
  cairo_surface_t *picture = reading_open_png (png);

  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, 49 * 8);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, 49 * 8);
  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
assert_module_is_refused (int pixels_per_module)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_export_qr_png ("ETICKETS", pixels_per_module, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
}

static void
test_qr_png_has_limits (void)
{
  g_autoptr (GBytes) smallest = et_export_qr_png ("ETICKETS", 1, NULL);
  g_autoptr (GBytes) largest = et_export_qr_png ("ETICKETS", 64, NULL);

  g_assert_cmpuint (reading_get_png_number (smallest, "IHDR", 0), ==, 29);
  g_assert_cmpuint (reading_get_png_number (largest, "IHDR", 0), ==, 29 * 64);
  assert_module_is_refused (0);
  assert_module_is_refused (-1);
  assert_module_is_refused (65);
}

static void
assert_key_is_refused (const char *key, EtErrorCode code)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GListStore) tickets = g_list_store_new (ET_TYPE_RECORD);
  GError *errors[5] = { NULL };

  et_record_set_text (&ticket->ticket_key, key);
  g_list_store_append (tickets, ticket);
  g_assert_null (et_export_ticket_pdf (ticket, "en", &errors[0]));
  g_assert_null (et_export_ticket_svg (ticket, "en", &errors[1]));
  g_assert_null (et_export_ticket_png (ticket, "en", 300, &errors[2]));
  g_assert_null (et_export_tickets_pdf (G_LIST_MODEL (tickets), ET_SHEET_A4, "en", &errors[3]));
  g_assert_null (et_export_qr_png (key, 8, &errors[4]));
  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], ET_ERROR, (int) code);
      g_clear_error (&errors[i]);
    }
}

static void
test_missing_key_is_refused (void)
{
  assert_key_is_refused (NULL, ET_ERROR_TICKET_KEY_MISSING);
  assert_key_is_refused ("", ET_ERROR_TICKET_KEY_MISSING);
}

static void
test_long_key_is_refused (void)
{
  g_autofree char *key = g_strnfill (ET_TICKET_KEY_MAX_LENGTH + 1, 'A');

  assert_key_is_refused (key, ET_ERROR_TICKET_KEY_TOO_LONG);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/the-code-of-a-pdf-opens-its-ticket",
                   test_the_code_of_a_pdf_opens_its_ticket);
  g_test_add_func ("/export/pdf-has-its-title", test_pdf_has_its_title);
  g_test_add_func ("/export/pdf-is-dated-by-its-record", test_pdf_is_dated_by_its_record);
  g_test_add_func ("/export/several-tickets-are-counted-in-the-title",
                   test_several_tickets_are_counted_in_the_title);
  g_test_add_func ("/export/documents-are-reproducible", test_documents_are_reproducible);
  g_test_add_func ("/export/languages-do-not-mix", test_languages_do_not_mix);
  g_test_add_func ("/export/threads-draw-alike", test_threads_draw_alike);
  g_test_add_func ("/export/svg-reads-back", test_svg_reads_back);
  g_test_add_func ("/export/svg-is-a6", test_svg_is_a6);
  g_test_add_func ("/export/svg-holds-no-picture", test_svg_holds_no_picture);
  g_test_add_func ("/export/png-has-its-size", test_png_has_its_size);
  g_test_add_func ("/export/png-reads-back", test_png_reads_back);
  g_test_add_func ("/export/resolution-has-limits", test_resolution_has_limits);
  g_test_add_func ("/export/qr-png-reads-back", test_qr_png_reads_back);
  g_test_add_func ("/export/qr-png-has-limits", test_qr_png_has_limits);
  g_test_add_func ("/export/missing-key-is-refused", test_missing_key_is_refused);
  g_test_add_func ("/export/long-key-is-refused", test_long_key_is_refused);
  return g_test_run ();
}
