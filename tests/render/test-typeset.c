/* SPDX-License-Identifier: MIT */
#include "render/et-print-page.h"
#include "render/et-typeset.h"

#define LONG_TEXT \
  "Maximiliane-Alexandrina von Hohenzollern-Sigmaringen und zu Württemberg-Oldenburg"

static const EtTextStyle one_line = { .size = 12, .min_size = 9 };
static const EtTextStyle two_lines = { .size = 12, .min_size = 9, .max_lines = 2 };

static double
get_size_of (PangoLayout *layout)
{
  return (double) pango_font_description_get_size (pango_layout_get_font_description (layout)) /
         PANGO_SCALE;
}

static void
test_short_text_keeps_its_size (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, "Zoé", &one_line, 60, 0);

  g_assert_cmpfloat (get_size_of (layout), ==, 12);
  g_assert_cmpint (pango_layout_get_line_count (layout), ==, 1);
}

static void
test_longer_text_takes_another_line (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, LONG_TEXT, &two_lines, 120, 0);

  g_assert_cmpfloat (get_size_of (layout), ==, 12);
  g_assert_cmpint (pango_layout_get_line_count (layout), ==, 2);
}

static void
test_then_it_shrinks (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, LONG_TEXT, &two_lines, 80, 0);

  g_assert_cmpfloat (get_size_of (layout), <, 12);
  g_assert_cmpfloat (get_size_of (layout), >=, 9);
  g_assert_false (pango_layout_is_ellipsized (layout));
}

static void
test_then_it_is_cut (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, LONG_TEXT, &one_line, 40, 0);
  double width;

  et_layout_get_size (layout, &width, NULL);
  g_assert_true (pango_layout_is_ellipsized (layout));
  g_assert_cmpint (pango_layout_get_line_count (layout), ==, 1);
  g_assert_cmpfloat (width, <=, 40);
}

static void
test_height_is_kept (void)
{
  static const EtTextStyle many_lines = { .size = 12, .min_size = 9, .max_lines = 9 };
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, LONG_TEXT, &many_lines, 30, 10);
  double height;

  et_layout_get_size (layout, NULL, &height);
  g_assert_cmpfloat (height, <=, 10);
}

static void
test_word_without_a_break_is_broken (void)
{
  g_autofree char *word = g_strnfill (60, 'W');
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, word, &two_lines, 40, 0);
  double width;

  et_layout_get_size (layout, &width, NULL);
  g_assert_cmpfloat (width, <=, 40);
}

static void
test_control_characters_become_blanks (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, "a\nb\tc\x1b", &one_line, 60, 0);

  g_assert_cmpstr (pango_layout_get_text (layout), ==, "a b c ");
}

static void
test_wrong_utf8_is_mended (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, "Zo\xe9", &one_line, 60, 0);

  g_assert_cmpstr (pango_layout_get_text (layout), ==, "Zo\xef\xbf\xbd");
}

static void
test_missing_text_is_empty (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (PangoLayout) layout = et_typeset_fit (typeset, NULL, &one_line, 60, 0);

  g_assert_cmpstr (pango_layout_get_text (layout), ==, "");
}

static void
test_language_is_matched (void)
{
  g_autoptr (EtTypeset) french = et_typeset_new ("fr_CH.UTF-8");
  g_autoptr (EtTypeset) english = et_typeset_new ("nl");

  g_assert_cmpstr (et_typeset_get_language (french), ==, "fr");
  g_assert_cmpstr (et_typeset_translate (french, "Holder"), ==, "Titulaire");
  g_assert_cmpstr (et_typeset_get_language (english), ==, "en");
  g_assert_cmpstr (et_typeset_translate (english, "Holder"), ==, "Holder");
}

static gboolean
is_dark (cairo_surface_t *picture, int x, int y)
{
  cairo_surface_flush (picture);
  return cairo_image_surface_get_data (
             picture)[y * cairo_image_surface_get_stride (picture) + 4 * x] < 128;
}

static cairo_surface_t *
draw_page (EtPrintPage *page)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 400, 400);
  cairo_t *cr = cairo_create (picture);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, 10, 10);
  et_print_page_draw (page, cr);
  cairo_destroy (cr);
  return picture;
}

static void
test_boxes_and_rules_are_in_millimetres (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (EtPrintPage) page = et_print_page_new (typeset);
  cairo_surface_t *picture;

  et_print_page_add_box (page, 10, 10, 10, 10, 2);
  et_print_page_add_rule (page, 0, 30, 40, 30, 1, 0);
  picture = draw_page (page);
  g_assert_true (is_dark (picture, 150, 150));
  g_assert_false (is_dark (picture, 101, 101)); /* a round corner */
  g_assert_false (is_dark (picture, 205, 150));
  g_assert_true (is_dark (picture, 200, 303));
  g_assert_false (is_dark (picture, 200, 308));
  cairo_surface_destroy (picture);
}

static gboolean
has_ink (cairo_surface_t *picture, int from_y, int to_y)
{
  for (int y = from_y; y < to_y; y++)
    for (int x = 0; x < 400; x++)
      if (is_dark (picture, x, y))
        return TRUE;
  return FALSE;
}

static void
test_texts_between_marks_are_shifted (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (EtPrintPage) page = et_print_page_new (typeset);
  EtTextBox box = { .width = 40 };
  guint mark;
  double height = et_print_page_add_text (page, "First", &one_line, &box);
  cairo_surface_t *picture;

  mark = et_print_page_get_mark (page);
  et_print_page_add_text (page, "Second", &one_line, &box);
  et_print_page_shift (page, mark, et_print_page_get_mark (page), 20);
  picture = draw_page (page);
  g_assert_true (has_ink (picture, 0, (int) (height * 10)));
  g_assert_false (has_ink (picture, (int) (height * 10), 200));
  g_assert_true (has_ink (picture, 200, 200 + (int) (height * 10)));
  cairo_surface_destroy (picture);
}

static void
test_field_is_as_high_as_its_parts (void)
{
  g_autoptr (EtTypeset) typeset = et_typeset_new ("en");
  g_autoptr (EtPrintPage) page = et_print_page_new (typeset);
  EtTextBox box = { .width = 40 };
  double value = et_print_page_add_text (page, "Zoé", &one_line, &box);
  double field = et_print_page_add_field (page, "Holder", "Zoé", &one_line, &box);

  g_assert_cmpfloat (field, >, value + 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typeset/short-text-keeps-its-size", test_short_text_keeps_its_size);
  g_test_add_func ("/typeset/longer-text-takes-another-line", test_longer_text_takes_another_line);
  g_test_add_func ("/typeset/then-it-shrinks", test_then_it_shrinks);
  g_test_add_func ("/typeset/then-it-is-cut", test_then_it_is_cut);
  g_test_add_func ("/typeset/height-is-kept", test_height_is_kept);
  g_test_add_func ("/typeset/word-without-a-break-is-broken", test_word_without_a_break_is_broken);
  g_test_add_func ("/typeset/control-characters-become-blanks",
                   test_control_characters_become_blanks);
  g_test_add_func ("/typeset/wrong-utf8-is-mended", test_wrong_utf8_is_mended);
  g_test_add_func ("/typeset/missing-text-is-empty", test_missing_text_is_empty);
  g_test_add_func ("/typeset/language-is-matched", test_language_is_matched);
  g_test_add_func ("/page/boxes-and-rules-are-in-millimetres",
                   test_boxes_and_rules_are_in_millimetres);
  g_test_add_func ("/page/texts-between-marks-are-shifted", test_texts_between_marks_are_shifted);
  g_test_add_func ("/page/field-is-as-high-as-its-parts", test_field_is_as_high_as_its_parts);
  return g_test_run ();
}
