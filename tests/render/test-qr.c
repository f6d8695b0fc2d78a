/* SPDX-License-Identifier: MIT */
#include "core/et-error.h"
#include "core/et-ticket-key.h"
#include "reading.h"
#include "render/et-qr.h"
#include "sample.h"

static cairo_surface_t *
draw_qr (EtQr *qr, int side, double background)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_t *cr = cairo_create (picture);

  cairo_set_source_rgb (cr, background, background, background);
  cairo_paint (cr);
  et_qr_draw (qr, cr, side / 4.0, side / 4.0, side / 2.0);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  return picture;
}

static void
test_ticket_key_is_version_6 (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (EtQr) qr = et_qr_new (ticket->ticket_key, NULL);

  g_assert_cmpint (et_qr_get_n_modules (qr), ==, 41);
  g_assert_cmpint (et_qr_get_n_modules_with_quiet_zone (qr), ==, 49);
}

static void
test_other_characters_take_more_room (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autofree char *lower = g_ascii_strdown (ticket->ticket_key, -1);
  g_autoptr (EtQr) qr = et_qr_new (lower, NULL);

  g_assert_cmpint (et_qr_get_n_modules (qr), ==, 49);
}

/* The top left finder pattern: a dark ring of seven modules around a light one, a dark core. */
static void
test_modules_are_told (void)
{
  g_autoptr (EtQr) qr = et_qr_new ("ETICKETS", NULL);

  g_assert_true (et_qr_is_dark (qr, 0, 0));
  g_assert_true (et_qr_is_dark (qr, 6, 6));
  g_assert_false (et_qr_is_dark (qr, 1, 1));
  g_assert_true (et_qr_is_dark (qr, 3, 3));
  g_assert_false (et_qr_is_dark (qr, 7, 0));
}

static void
test_outside_is_light (void)
{
  g_autoptr (EtQr) qr = et_qr_new ("ETICKETS", NULL);

  g_assert_false (et_qr_is_dark (qr, -1, 0));
  g_assert_false (et_qr_is_dark (qr, 0, -1));
  g_assert_false (et_qr_is_dark (qr, et_qr_get_n_modules (qr), 0));
  g_assert_false (et_qr_is_dark (qr, 0, et_qr_get_n_modules (qr)));
}

static void
test_drawing_is_read_back (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (EtQr) qr = et_qr_new (ticket->ticket_key, NULL);
  cairo_surface_t *picture = draw_qr (qr, 500, 1);

  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

static void
test_drawing_is_read_back_in_the_dark (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autoptr (EtQr) qr = et_qr_new (ticket->ticket_key, NULL);
  cairo_surface_t *picture = draw_qr (qr, 500, 0);

  reading_assert_one_code (picture, ticket->ticket_key);
  cairo_surface_destroy (picture);
}

/* At four pixels a module: the quiet zone is white, and every module is its colour, unsmoothed. */
static void
test_drawing_is_sharp (void)
{
  g_autoptr (EtQr) qr = et_qr_new ("ETICKETS", NULL);
  int n_modules = et_qr_get_n_modules_with_quiet_zone (qr);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 4 * n_modules,
                                                         4 * n_modules);
  cairo_t *cr = cairo_create (picture);

  et_qr_draw (qr, cr, 0, 0, 4 * n_modules);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  for (int y = 0; y < 4 * n_modules; y++)
    for (int x = 0; x < 4 * n_modules; x++)
      {
        const guint8 *pixel = cairo_image_surface_get_data (picture) +
                              y * cairo_image_surface_get_stride (picture) + 4 * x;

        g_assert_cmpint (*pixel, ==, et_qr_is_dark (qr, x / 4 - 4, y / 4 - 4) ? 0 : 255);
      }
  cairo_surface_destroy (picture);
}

static void
test_missing_text_is_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_qr_new (NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_KEY_MISSING);
}

static void
test_empty_text_is_refused (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_qr_new ("", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_KEY_MISSING);
}

static void
test_longest_text_is_read_back (void)
{
  g_autofree char *text = g_strnfill (ET_TICKET_KEY_MAX_LENGTH, 'A');
  g_autoptr (EtQr) qr = et_qr_new (text, NULL);
  cairo_surface_t *picture = draw_qr (qr, 1000, 1);

  reading_assert_one_code (picture, text);
  cairo_surface_destroy (picture);
}

static void
test_longer_text_is_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (ET_TICKET_KEY_MAX_LENGTH + 1, 'A');

  g_assert_null (et_qr_new (text, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_KEY_TOO_LONG);
}

static void
test_check_agrees_with_new (void)
{
  g_autofree char *longest = g_strnfill (ET_TICKET_KEY_MAX_LENGTH, 'A');
  g_autofree char *longer = g_strnfill (ET_TICKET_KEY_MAX_LENGTH + 1, 'A');

  g_assert_true (et_qr_check_text (longest, NULL));
  g_assert_false (et_qr_check_text (longer, NULL));
  g_assert_false (et_qr_check_text (NULL, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/qr/ticket-key-is-version-6", test_ticket_key_is_version_6);
  g_test_add_func ("/qr/other-characters-take-more-room", test_other_characters_take_more_room);
  g_test_add_func ("/qr/modules-are-told", test_modules_are_told);
  g_test_add_func ("/qr/outside-is-light", test_outside_is_light);
  g_test_add_func ("/qr/drawing-is-read-back", test_drawing_is_read_back);
  g_test_add_func ("/qr/drawing-is-read-back-in-the-dark", test_drawing_is_read_back_in_the_dark);
  g_test_add_func ("/qr/drawing-is-sharp", test_drawing_is_sharp);
  g_test_add_func ("/qr/missing-text-is-refused", test_missing_text_is_refused);
  g_test_add_func ("/qr/empty-text-is-refused", test_empty_text_is_refused);
  g_test_add_func ("/qr/longest-text-is-read-back", test_longest_text_is_read_back);
  g_test_add_func ("/qr/longer-text-is-refused", test_longer_text_is_refused);
  g_test_add_func ("/qr/check-agrees-with-new", test_check_agrees_with_new);
  return g_test_run ();
}
