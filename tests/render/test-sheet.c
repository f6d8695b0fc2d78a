/* SPDX-License-Identifier: MIT */
#include <cairo-pdf.h>

#include "core/et-error.h"
#include "reading.h"
#include "render/et-export.h"
#include "render/et-sheet.h"
#include "sample.h"

typedef struct
{
  const char *name;
  EtSheetLayout layout;
  guint tickets_per_page;
  double width, height; /* millimetres; height 0 for as long as needed */
} Paper;

static const Paper papers[] = {
  { "a4", ET_SHEET_A4, 1, 210, 297 },
  { "a4-four", ET_SHEET_A4_FOUR, 4, 297, 210 },
  { "a6", ET_SHEET_A6, 1, 148, 105 },
  { "roll", ET_SHEET_ROLL, 1, 80, 0 },
};

static void
test_pages_hold_all_tickets (gconstpointer data)
{
  const Paper *paper = data;
  g_autoptr (GListModel) tickets = sample_tickets_new (5);
  g_autoptr (EtSheet) sheet = et_sheet_new (tickets, paper->layout, "en", NULL);

  g_assert_cmpuint (et_sheet_get_n_pages (sheet), ==, paper->tickets_per_page == 4 ? 2 : 5);
}

static void
test_page_size (gconstpointer data)
{
  const Paper *paper = data;
  g_autoptr (GListModel) tickets = sample_tickets_new (5);
  g_autoptr (EtSheet) sheet = et_sheet_new (tickets, paper->layout, "en", NULL);
  double width, height;

  et_sheet_get_page_size (sheet, 1, &width, &height);
  g_assert_cmpfloat (width, ==, paper->width);
  if (paper->height > 0)
    g_assert_cmpfloat (height, ==, paper->height);
  else
    g_assert_cmpfloat (height, >, 150);
}

/* PDF counts in points of 1/72 inch; cairo writes them with six digits. */
static void
test_pdf_page_size (gconstpointer data)
{
  const Paper *paper = data;
  g_autoptr (GListModel) tickets = sample_tickets_new (1);
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, paper->layout, "en", NULL);
  PopplerPage *page = reading_open_page (pdf, 0);
  double width, height;

  poppler_page_get_size (page, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, paper->width / 25.4 * 72, 0.01);
  if (paper->height > 0)
    g_assert_cmpfloat_with_epsilon (height, paper->height / 25.4 * 72, 0.01);
  g_object_unref (page);
}

static void
assert_page_reads (
    GBytes *pdf, guint page, double dpi, GListModel *tickets, guint first, guint last)
{
  cairo_surface_t *picture = reading_rasterise (pdf, (int) page, dpi);
  g_autoptr (GPtrArray) codes = reading_find_codes (picture);

  cairo_surface_destroy (picture);
  g_assert_cmpuint (codes->len, ==, last - first);
  for (guint i = first; i < last; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      g_assert_true (
          g_ptr_array_find_with_equal_func (codes, ticket->ticket_key, g_str_equal, NULL));
    }
}

static void
assert_all_codes_read (const Paper *paper, double dpi)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (5);
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, paper->layout, "fr", NULL);
  guint per_page = paper->tickets_per_page;

  for (guint page = 0; page * per_page < 5; page++)
    assert_page_reads (pdf, page, dpi, tickets, page * per_page, MIN (5, (page + 1) * per_page));
}

static cairo_status_t
append_cb (void *closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static GBytes *
draw_page_pdf (EtSheet *sheet, guint page)
{
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *pdf = cairo_pdf_surface_create_for_stream (append_cb, out, 842, 842);
  cairo_t *cr = cairo_create (pdf);

  cairo_scale (cr, 72 / 25.4, 72 / 25.4);
  g_assert_true (et_sheet_draw_page (sheet, page, cr, NULL));
  cairo_destroy (cr);
  cairo_surface_destroy (pdf);
  return g_byte_array_free_to_bytes (out);
}

static void
test_codes_read_at_300_dpi (gconstpointer data)
{
  assert_all_codes_read (data, 300);
}

static void
test_codes_read_at_100_dpi (gconstpointer data)
{
  assert_all_codes_read (data, 100);
}

static void
test_each_page_says_its_ticket (gconstpointer data)
{
  const Paper *paper = data;
  g_autoptr (GListModel) tickets = sample_tickets_new (5);
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, paper->layout, "en", NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);
      g_autofree char *text = reading_get_text (pdf, (int) (i / paper->tickets_per_page));

      g_assert_nonnull (strstr (text, ticket->short_number));
      g_assert_nonnull (strstr (text, ticket->holder));
      g_assert_nonnull (strstr (text, ticket->event_name));
    }
}

/* The second ticket is printed again; on an A4 page of four it is beside the first. */
static void
test_only_reprints_say_so (gconstpointer data)
{
  const Paper *paper = data;
  const guint numbers[] = { 1, 2 };
  g_autoptr (GListModel) tickets = sample_tickets_new (2);
  g_autoptr (EtSheet) sheet = et_sheet_new (tickets, paper->layout, "en", NULL);
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) words = g_string_new (NULL);

  g_array_append_vals (copies, numbers, 2);
  et_sheet_set_copies (sheet, copies);
  for (guint page = 0; page < et_sheet_get_n_pages (sheet); page++)
    {
      g_autoptr (GBytes) pdf = draw_page_pdf (sheet, page);
      g_autofree char *text = reading_get_text (pdf, 0);

      g_string_append (words, text);
    }
  g_assert_nonnull (strstr (words->str, "Copy 2"));
  g_assert_null (strstr (words->str, "Copy 1"));
}

static void
test_cut_marks_meet_in_the_middle (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (4);
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, ET_SHEET_A4_FOUR, "en", NULL);
  cairo_surface_t *picture = reading_rasterise (pdf, 0, 254);
  const guint8 *middle = cairo_image_surface_get_data (picture) +
                         1050 * cairo_image_surface_get_stride (picture) + 4 * 1485;

  g_assert_cmpint (*middle, <, 128);
  cairo_surface_destroy (picture);
}

static void
test_a4_page_advises_in_french (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (1);
  g_autoptr (GBytes) pdf = et_export_tickets_pdf (tickets, ET_SHEET_A4, "fr", NULL);
  g_autofree char *text = reading_get_text (pdf, 0);

  g_assert_nonnull (strstr (text, "À l’entrée"));
}

static void
test_pages_are_drawn_in_any_order (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (3);
  g_autoptr (EtSheet) sheet = et_sheet_new (tickets, ET_SHEET_A6, "en", NULL);

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, 2 - i % 3);
      cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 148 * 4, 105 * 4);
      cairo_t *cr = cairo_create (picture);

      cairo_scale (cr, 4, 4);
      g_assert_true (et_sheet_draw_page (sheet, 2 - i % 3, cr, NULL));
      cairo_destroy (cr);
      cairo_surface_flush (picture);
      reading_assert_one_code (picture, ticket->ticket_key);
      cairo_surface_destroy (picture);
    }
}

static void
test_empty_list_is_refused (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (0);
  g_autoptr (GError) error = NULL;

  g_assert_null (et_sheet_new (tickets, ET_SHEET_A4, "en", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
}

static void
test_one_ticket_without_key_is_refused (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (3);
  g_autoptr (EtTicket) last = g_list_model_get_item (tickets, 2);
  g_autoptr (GError) error = NULL;

  et_record_set_text (&last->ticket_key, NULL);
  g_assert_null (et_sheet_new (tickets, ET_SHEET_A4_FOUR, "en", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_KEY_MISSING);
}

static void
test_failed_surface_is_told (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (1);
  g_autoptr (EtSheet) sheet = et_sheet_new (tickets, ET_SHEET_A6, "en", NULL);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 10, 10);
  cairo_t *cr;

  cairo_surface_finish (picture);
  cr = cairo_create (picture);
  g_assert_false (et_sheet_draw_page (sheet, 0, cr, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
  cairo_destroy (cr);
  cairo_surface_destroy (picture);
}

static void
add_for_each_paper (const char *name, GTestDataFunc func)
{
  for (gsize i = 0; i < G_N_ELEMENTS (papers); i++)
    {
      g_autofree char *path = g_strdup_printf ("/sheet/%s/%s", name, papers[i].name);

      g_test_add_data_func (path, &papers[i], func);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add_for_each_paper ("pages-hold-all-tickets", test_pages_hold_all_tickets);
  add_for_each_paper ("page-size", test_page_size);
  add_for_each_paper ("pdf-page-size", test_pdf_page_size);
  add_for_each_paper ("codes-read-at-300-dpi", test_codes_read_at_300_dpi);
  add_for_each_paper ("codes-read-at-100-dpi", test_codes_read_at_100_dpi);
  add_for_each_paper ("each-page-says-its-ticket", test_each_page_says_its_ticket);
  add_for_each_paper ("only-reprints-say-so", test_only_reprints_say_so);
  g_test_add_func ("/sheet/cut-marks-meet-in-the-middle", test_cut_marks_meet_in_the_middle);
  g_test_add_func ("/sheet/a4-page-advises-in-french", test_a4_page_advises_in_french);
  g_test_add_func ("/sheet/pages-are-drawn-in-any-order", test_pages_are_drawn_in_any_order);
  g_test_add_func ("/sheet/empty-list-is-refused", test_empty_list_is_refused);
  g_test_add_func ("/sheet/one-ticket-without-key-is-refused",
                   test_one_ticket_without_key_is_refused);
  g_test_add_func ("/sheet/failed-surface-is-told", test_failed_surface_is_told);
  return g_test_run ();
}
