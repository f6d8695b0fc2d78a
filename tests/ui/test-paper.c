/* SPDX-License-Identifier: MIT */
#include "ui/print/et-paper.h"

typedef struct
{
  double width, height; /* millimetres */
} Size;

static GPtrArray *
new_papers (const Size *sizes, guint n_sizes)
{
  GPtrArray *papers = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_sizes; i++)
    {
      GtkPageSetup *setup = gtk_page_setup_new ();
      g_autofree char *name = g_strdup_printf ("paper-%u", i);
      GtkPaperSize *size = gtk_paper_size_new_custom (name, name, sizes[i].width, sizes[i].height,
                                                      GTK_UNIT_MM);

      gtk_page_setup_set_paper_size (setup, size);
      gtk_paper_size_free (size);
      g_ptr_array_add (papers, setup);
    }
  return papers;
}

static const Size office[] = { { 74, 105 }, { 105, 148 }, { 210, 297 }, { 297, 420 } };
static const Size american[] = { { 76.2, 127 }, { 215.9, 279.4 }, { 215.9, 355.6 } };
static const Size roll[] = { { 80, 100 }, { 80, 297 }, { 80, 200 } };
static const Size thermal[] = { { 72, 200 } };

static void
assert_layouts (const Size *sizes, guint n_sizes, guint expected)
{
  g_autoptr (GPtrArray) papers = new_papers (sizes, n_sizes);

  g_assert_cmpuint (et_paper_get_layouts (papers), ==, expected);
}

static void
test_a_printer_is_offered_what_it_has (void)
{
  guint a4 = ET_LAYOUT_MASK (ET_SHEET_A4) | ET_LAYOUT_MASK (ET_SHEET_A4_FOUR);

  assert_layouts (office, G_N_ELEMENTS (office), a4 | ET_LAYOUT_MASK (ET_SHEET_A6));
  assert_layouts (american, G_N_ELEMENTS (american), a4);
  assert_layouts (roll, G_N_ELEMENTS (roll), ET_LAYOUT_MASK (ET_SHEET_ROLL));
  assert_layouts (thermal, G_N_ELEMENTS (thermal), ET_LAYOUT_MASK (ET_SHEET_ROLL));
}

static void
test_a_printer_that_says_nothing_is_offered_all (void)
{
  assert_layouts (NULL, 0, ET_LAYOUT_MASK (ET_PRINTOUT_N_LAYOUTS) - 1);
}

static void
assert_chosen (
    const Size *sizes, guint n_sizes, EtSheetLayout layout, Size page, double width, double height)
{
  g_autoptr (GPtrArray) papers = new_papers (sizes, n_sizes);
  g_autoptr (GtkPageSetup) chosen = et_paper_choose (papers, layout, page.width, page.height);

  g_assert_cmpfloat_with_epsilon (gtk_page_setup_get_paper_width (chosen, GTK_UNIT_MM), width, 0.2);
  g_assert_cmpfloat_with_epsilon (gtk_page_setup_get_paper_height (chosen, GTK_UNIT_MM), height,
                                  0.2);
}

static void
test_paper_is_turned_as_the_page_is (void)
{
  assert_chosen (office, G_N_ELEMENTS (office), ET_SHEET_A4, (Size){ 210, 297 }, 210, 297);
  assert_chosen (office, G_N_ELEMENTS (office), ET_SHEET_A4_FOUR, (Size){ 297, 210 }, 297, 210);
  assert_chosen (office, G_N_ELEMENTS (office), ET_SHEET_A6, (Size){ 148, 105 }, 148, 105);
}

static void
test_letter_stands_in_for_a4 (void)
{
  assert_chosen (american, G_N_ELEMENTS (american), ET_SHEET_A4, (Size){ 210, 297 }, 215.9, 279.4);
}

static void
test_a_strip_takes_the_shortest_that_is_long_enough (void)
{
  assert_chosen (roll, G_N_ELEMENTS (roll), ET_SHEET_ROLL, (Size){ 80, 183 }, 80, 200);
}

static void
test_a_strip_longer_than_all_is_cut_to_its_length (void)
{
  assert_chosen (roll, G_N_ELEMENTS (roll), ET_SHEET_ROLL, (Size){ 80, 411.3 }, 80, 412);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/offered", test_a_printer_is_offered_what_it_has);
  g_test_add_func ("/paper/unknown", test_a_printer_that_says_nothing_is_offered_all);
  g_test_add_func ("/paper/turned", test_paper_is_turned_as_the_page_is);
  g_test_add_func ("/paper/letter", test_letter_stands_in_for_a4);
  g_test_add_func ("/paper/strip", test_a_strip_takes_the_shortest_that_is_long_enough);
  g_test_add_func ("/paper/long-strip", test_a_strip_longer_than_all_is_cut_to_its_length);
  return g_test_run ();
}
