/* SPDX-License-Identifier: MIT */
#include <cairo-pdf.h>

#include "core/et-error.h"
#include "reading.h"
#include "render/et-ticket-drawing.h"
#include "sample.h"

#define POINTS_PER_MM (72 / 25.4)

static cairo_status_t
append_cb (void *closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Draws a ticket as a PDF page of its own size, and again where it is @again_mm lower. */
static GBytes *
draw_pdf_twice (EtTicket *ticket, EtTicketLayout layout, const char *language, double again_mm)
{
  g_autoptr (EtTicketDrawing) drawing = et_ticket_drawing_new (ticket, layout, language, NULL);
  GByteArray *out = g_byte_array_new ();
  cairo_surface_t *pdf;
  double width, height;
  cairo_t *cr;

  et_ticket_drawing_get_size (drawing, &width, &height);
  pdf = cairo_pdf_surface_create_for_stream (append_cb, out, width * POINTS_PER_MM,
                                             height * POINTS_PER_MM);
  cr = cairo_create (pdf);
  cairo_scale (cr, POINTS_PER_MM, POINTS_PER_MM);
  et_ticket_drawing_draw (drawing, cr);
  cairo_translate (cr, 0, again_mm);
  if (again_mm > 0)
    et_ticket_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (pdf);
  return g_byte_array_free_to_bytes (out);
}

static GBytes *
draw_pdf (EtTicket *ticket, EtTicketLayout layout, const char *language)
{
  return draw_pdf_twice (ticket, layout, language, 0);
}

/* The check itself sees what it is for. */
static void
test_overlap_is_noticed (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) pdf = draw_pdf_twice (ticket, ET_TICKET_LAYOUT_A6, "en", 1);

  g_assert_false (reading_is_clear (pdf, 0));
}

typedef struct
{
  const char *name;
  EtTicket *(*make) (void);
  EtTicketLayout layout;
  const char *language;
} Face;

static const Face faces[] = {
  { "a6/en", sample_ticket_new, ET_TICKET_LAYOUT_A6, "en" },
  { "a6/fr", sample_ticket_new, ET_TICKET_LAYOUT_A6, "fr" },
  { "a6/de", sample_ticket_new, ET_TICKET_LAYOUT_A6, "de" },
  { "a6/es", sample_ticket_new, ET_TICKET_LAYOUT_A6, "es" },
  { "a6/long", sample_long_ticket_new, ET_TICKET_LAYOUT_A6, "fr" },
  { "a6/scripts", sample_foreign_ticket_new, ET_TICKET_LAYOUT_A6, "en" },
  { "roll/en", sample_ticket_new, ET_TICKET_LAYOUT_ROLL, "en" },
  { "roll/fr", sample_ticket_new, ET_TICKET_LAYOUT_ROLL, "fr" },
  { "roll/de", sample_ticket_new, ET_TICKET_LAYOUT_ROLL, "de" },
  { "roll/es", sample_ticket_new, ET_TICKET_LAYOUT_ROLL, "es" },
  { "roll/long", sample_long_ticket_new, ET_TICKET_LAYOUT_ROLL, "fr" },
  { "roll/scripts", sample_foreign_ticket_new, ET_TICKET_LAYOUT_ROLL, "en" },
};

static void
test_nothing_overlaps (gconstpointer data)
{
  const Face *face = data;
  g_autoptr (EtTicket) ticket = face->make ();
  g_autoptr (GBytes) pdf = draw_pdf (ticket, face->layout, face->language);

  g_assert_true (reading_is_clear (pdf, 0));
}

static void
test_code_is_read_back (gconstpointer data)
{
  const Face *face = data;
  g_autoptr (EtTicket) ticket = face->make ();
  g_autoptr (GBytes) pdf = draw_pdf (ticket, face->layout, face->language);
  cairo_surface_t *picture = reading_rasterise (pdf, 0, 100);

  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
assert_says (EtTicketLayout layout, const char *language, const char *text)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) pdf = draw_pdf (ticket, layout, language);
  g_autofree char *said = reading_get_text (pdf, 0);

  g_assert_nonnull (strstr (said, text));
}

static void
test_everything_is_selectable (void)
{
  static const char *const texts[] = { "SWIMMING",
                                       "Natation : finales du 200 m papillon",
                                       "Saturday 1 August 2026",
                                       "20:00",
                                       "18:30",
                                       "Paris La Défense Arena, Nanterre",
                                       "Zoé Müller-Lefèvre",
                                       "K7PQ2-3",
                                       "Ticket Duo - Natation",
                                       "Order K7PQ2",
                                       "€85.00",
                                       "Organiser: Paris 2024 Démonstration",
                                       "Admits" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      assert_says (ET_TICKET_LAYOUT_A6, "en", texts[i]);
      assert_says (ET_TICKET_LAYOUT_ROLL, "en", texts[i]);
    }
}

static void
test_french (void)
{
  assert_says (ET_TICKET_LAYOUT_A6, "fr", "Titulaire");
  assert_says (ET_TICKET_LAYOUT_A6, "fr", "Commande K7PQ2");
  assert_says (ET_TICKET_LAYOUT_A6, "fr", "85,00 €");
  assert_says (ET_TICKET_LAYOUT_ROLL, "fr_FR.UTF-8", "Portes");
}

static void
test_german_and_spanish (void)
{
  assert_says (ET_TICKET_LAYOUT_A6, "de", "Inhaber");
  assert_says (ET_TICKET_LAYOUT_A6, "de", "Bestellung K7PQ2");
  assert_says (ET_TICKET_LAYOUT_ROLL, "de", "Einlass");
  assert_says (ET_TICKET_LAYOUT_A6, "es", "Titular");
  assert_says (ET_TICKET_LAYOUT_A6, "es", "Pedido K7PQ2");
  assert_says (ET_TICKET_LAYOUT_ROLL, "es", "85,00 €");
}

static void
test_unknown_language_is_english (void)
{
  assert_says (ET_TICKET_LAYOUT_A6, "xx", "Holder");
  assert_says (ET_TICKET_LAYOUT_A6, NULL, "Holder");
}

static void
test_without_doors_and_organiser (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *said = NULL;

  ticket->doors_at = ET_NULL_INT64;
  et_record_set_text (&ticket->organiser, NULL);
  pdf = draw_pdf (ticket, ET_TICKET_LAYOUT_A6, "en");
  said = reading_get_text (pdf, 0);
  g_assert_null (strstr (said, "Doors"));
  g_assert_nonnull (strstr (said, "eTickets"));
}

static void
test_a6_has_its_size (void)
{
  g_autoptr (EtTicket) ticket = sample_long_ticket_new ();
  g_autoptr (EtTicketDrawing)
      drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, "en", NULL);
  double width, height;

  et_ticket_drawing_get_size (drawing, &width, &height);
  g_assert_cmpfloat (width, ==, 148);
  g_assert_cmpfloat (height, ==, 105);
}

static void
test_roll_is_as_long_as_it_needs (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (EtTicket) long_ticket = sample_long_ticket_new ();
  g_autoptr (EtTicketDrawing)
      drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_ROLL, "en", NULL);
  g_autoptr (EtTicketDrawing)
      long_drawing = et_ticket_drawing_new (long_ticket, ET_TICKET_LAYOUT_ROLL, "en", NULL);
  double width, height, long_height;

  et_ticket_drawing_get_size (drawing, &width, &height);
  g_assert_cmpfloat (width, ==, 80);
  et_ticket_drawing_get_size (long_drawing, &width, &long_height);
  g_assert_cmpfloat (width, ==, 80);
  g_assert_cmpfloat (long_height, >, height);
}

/* The paper is white and the code dark, whatever was there before. */
static void
test_dark_window_shows_white_paper (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (EtTicketDrawing)
      drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, "en", NULL);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 148 * 5, 105 * 5);
  cairo_t *cr = cairo_create (picture);

  cairo_paint (cr);
  cairo_scale (cr, 5, 5);
  et_ticket_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  g_assert_cmpint (*cairo_image_surface_get_data (picture), ==, 255);
  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

/* A drawing made once is drawn at any scale, and the same each time. */
static void
test_scale_does_not_stick (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (EtTicketDrawing)
      drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, "en", NULL);
  g_autoptr (GBytes) first = NULL;

  for (int i = 0; i < 3; i++)
    {
      int pixels_per_mm = i == 1 ? 9 : 4;
      cairo_surface_t *picture = cairo_image_surface_create (
          CAIRO_FORMAT_RGB24, 148 * pixels_per_mm, 105 * pixels_per_mm);
      cairo_t *cr = cairo_create (picture);
      g_autoptr (GBytes) pixels = NULL;

      cairo_scale (cr, pixels_per_mm, pixels_per_mm);
      et_ticket_drawing_draw (drawing, cr);
      cairo_destroy (cr);
      cairo_surface_flush (picture);
      pixels = g_bytes_new (cairo_image_surface_get_data (picture),
                            (gsize) cairo_image_surface_get_stride (picture) *
                                cairo_image_surface_get_height (picture));
      if (i == 0)
        first = g_bytes_ref (pixels);
      g_assert_cmpint (g_bytes_equal (first, pixels), ==, i != 1);
      cairo_surface_destroy (picture);
    }
}

static void
test_without_key_is_refused (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (GError) error = NULL;

  et_record_set_text (&ticket->ticket_key, NULL);
  g_assert_null (et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, "en", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_KEY_MISSING);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faces); i++)
    {
      g_autofree char *overlap = g_strconcat ("/ticket/nothing-overlaps/", faces[i].name, NULL);
      g_autofree char *code = g_strconcat ("/ticket/code-is-read-back/", faces[i].name, NULL);

      g_test_add_data_func (overlap, &faces[i], test_nothing_overlaps);
      g_test_add_data_func (code, &faces[i], test_code_is_read_back);
    }
  g_test_add_func ("/ticket/overlap-is-noticed", test_overlap_is_noticed);
  g_test_add_func ("/ticket/everything-is-selectable", test_everything_is_selectable);
  g_test_add_func ("/ticket/french", test_french);
  g_test_add_func ("/ticket/german-and-spanish", test_german_and_spanish);
  g_test_add_func ("/ticket/unknown-language-is-english", test_unknown_language_is_english);
  g_test_add_func ("/ticket/without-doors-and-organiser", test_without_doors_and_organiser);
  g_test_add_func ("/ticket/a6-has-its-size", test_a6_has_its_size);
  g_test_add_func ("/ticket/roll-is-as-long-as-it-needs", test_roll_is_as_long_as_it_needs);
  g_test_add_func ("/ticket/dark-window-shows-white-paper", test_dark_window_shows_white_paper);
  g_test_add_func ("/ticket/scale-does-not-stick", test_scale_does_not_stick);
  g_test_add_func ("/ticket/without-key-is-refused", test_without_key_is_refused);
  return g_test_run ();
}
