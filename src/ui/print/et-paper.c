/* SPDX-License-Identifier: MIT */
#include "ui/print/et-paper.h"

#include <math.h>

/* Millimetres. */
#define A4_SHORT 210.0
#define A4_LONG 297.0
#define A6_SHORT 105.0
#define A6_LONG 148.0
#define TOLERANCE 1.0
#define ROLL_WIDTH 80.0
#define ROLL_PRINTABLE_WIDTH 72.0 /* some printers of 80 mm rolls name what they can reach */
#define OFFICE_SHORT 200.0 /* A4 pages are made to fit letter paper, but nothing smaller */
#define OFFICE_LONG 270.0

typedef struct
{
  double short_side, long_side;
} Size;

static Size
get_size (GtkPageSetup *paper)
{
  GtkPaperSize *size = gtk_page_setup_get_paper_size (paper);
  double width = gtk_paper_size_get_width (size, GTK_UNIT_MM);
  double height = gtk_paper_size_get_height (size, GTK_UNIT_MM);

  return (Size){ MIN (width, height), MAX (width, height) };
}

static gboolean
is_about (Size size, double short_side, double long_side)
{
  return fabs (size.short_side - short_side) <= TOLERANCE &&
         fabs (size.long_side - long_side) <= TOLERANCE;
}

static gboolean
is_roll (Size size)
{
  return fabs (size.short_side - ROLL_WIDTH) <= TOLERANCE ||
         fabs (size.short_side - ROLL_PRINTABLE_WIDTH) <= TOLERANCE;
}

static gboolean
is_office (Size size)
{
  return size.short_side >= OFFICE_SHORT && size.long_side >= OFFICE_LONG;
}

/* How well a paper takes a page of that layout: 0 is perfect, less is better, infinity not at all.
 * Of strips the shortest that is long enough; of office paper the nearest in length. */
static double
judge (Size size, EtSheetLayout layout, double page_long)
{
  switch (layout)
    {
    case ET_SHEET_A4:
    case ET_SHEET_A4_FOUR:
      if (is_about (size, A4_SHORT, A4_LONG))
        return 0;
      return is_office (size) ? 1 + fabs (size.long_side - A4_LONG) : INFINITY;
    case ET_SHEET_A6:
      return is_about (size, A6_SHORT, A6_LONG) ? 0 : INFINITY;
    case ET_SHEET_ROLL:
      return is_roll (size) && size.long_side + TOLERANCE >= page_long ? size.long_side - page_long
                                                                       : INFINITY;
    default:
      g_assert_not_reached ();
    }
}

/* What a printer does not list it may take nevertheless, such as a strip of any length. */
static GtkPageSetup *
make_paper (EtSheetLayout layout, double width, double height)
{
  GtkPageSetup *setup = gtk_page_setup_new ();
  GtkPaperSize *size;

  if (layout == ET_SHEET_A4 || layout == ET_SHEET_A4_FOUR)
    size = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  else if (layout == ET_SHEET_A6)
    size = gtk_paper_size_new ("iso_a6");
  else
    size = gtk_paper_size_new_custom ("roll", "roll", width, ceil (height), GTK_UNIT_MM);
  gtk_page_setup_set_paper_size (setup, size);
  gtk_paper_size_free (size);
  return setup;
}

/* Returns: an ET_LAYOUT_MASK of the layouts that there is paper for; all when it is not known */
guint
et_paper_get_layouts (GPtrArray *papers)
{
  guint mask = 0;

  if (papers == NULL || papers->len == 0)
    return ET_LAYOUT_MASK (ET_PRINTOUT_N_LAYOUTS) - 1;
  for (guint i = 0; i < papers->len; i++)
    for (EtSheetLayout layout = ET_SHEET_A4; layout < ET_PRINTOUT_N_LAYOUTS; layout++)
      if (isfinite (judge (get_size (g_ptr_array_index (papers, i)), layout, 0)))
        mask |= ET_LAYOUT_MASK (layout);
  return mask;
}

/* The paper for a page of @width × @height millimetres, turned as the page is.
 *
 * Returns: (transfer full) */
GtkPageSetup *
et_paper_choose (GPtrArray *papers, EtSheetLayout layout, double width, double height)
{
  double best_mark = INFINITY;
  GtkPageSetup *best = NULL, *chosen;

  for (guint i = 0; papers != NULL && i < papers->len; i++)
    {
      GtkPageSetup *paper = g_ptr_array_index (papers, i);
      double mark = judge (get_size (paper), layout, MAX (width, height));

      if (mark < best_mark)
        {
          best_mark = mark;
          best = paper;
        }
    }
  chosen = best != NULL ? gtk_page_setup_copy (best) : make_paper (layout, width, height);
  if (layout != ET_SHEET_ROLL)
    gtk_page_setup_set_orientation (chosen, width > height ? GTK_PAGE_ORIENTATION_LANDSCAPE
                                                           : GTK_PAGE_ORIENTATION_PORTRAIT);
  return chosen;
}
