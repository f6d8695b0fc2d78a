/* SPDX-License-Identifier: MIT */
#include "render/et-sheet.h"

#include <glib/gi18n-lib.h>

#include "core/et-error.h"
#include "render/et-ticket-drawing-private.h"

#define A4_SHORT 210.0
#define A4_LONG 297.0
#define ONE_UP_WIDTH 182.0 /* of the ticket on its A4 page, millimetres */
#define MARK_LENGTH 5.0
#define MARK_WEIGHT 0.2
#define ADVICE_X 21.4 /* under the ticket's own texts */
#define ADVICE_Y 160.0

/* Only one page is laid out at a time: a batch of thousands must not need their layouts at once. */
struct _EtSheet
{
  GListModel *tickets; /* owned, of EtTicket */
  EtTypeset *typeset; /* owned */
  EtSheetLayout layout;
  GArray *copies; /* owned, of guint, nullable: all are printed for the first time */
  GPtrArray *drawings; /* owned, of EtTicketDrawing: those of the page laid out last */
  guint page; /* that page; G_MAXUINT for none */
  EtPrintPage *advice; /* owned; the lower half of an A4 page, NULL on other paper */
};

static guint
get_tickets_per_page (EtSheet *self)
{
  return self->layout == ET_SHEET_A4_FOUR ? 4 : 1;
}

/* Lays out the tickets of a page, unless they are already. */
static gboolean
compose_page (EtSheet *self, guint page, GError **error)
{
  guint per_page = get_tickets_per_page (self);
  guint n_tickets = g_list_model_get_n_items (self->tickets);
  EtTicketLayout face = self->layout == ET_SHEET_ROLL ? ET_TICKET_LAYOUT_ROLL : ET_TICKET_LAYOUT_A6;

  if (self->page == page)
    return TRUE;
  self->page = G_MAXUINT;
  g_ptr_array_set_size (self->drawings, 0);
  for (guint i = page * per_page; i < MIN ((page + 1) * per_page, n_tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (self->tickets, i);
      guint copy = self->copies != NULL ? g_array_index (self->copies, guint, i) : 1;
      EtTicketDrawing *drawing = et_ticket_drawing_new_with_typeset (ticket, face, copy,
                                                                     self->typeset, error);

      if (drawing == NULL)
        return FALSE;
      g_ptr_array_add (self->drawings, drawing);
    }
  self->page = page;
  return TRUE;
}

/* Fills what a ticket leaves free of its A4 page, and says where to fold it. */
static EtPrintPage *
compose_advice (EtTypeset *typeset)
{
  static const EtTextStyle title_style = { .size = 13, .flags = ET_TEXT_BOLD };
  static const EtTextStyle text_style = { .size = 10, .min_size = 8, .max_lines = 3 };
  static const char *const sentences[] = {
    N_ ("Show this page, folded along the dots, or the same code on a bright screen."),
    N_ ("Come together: the code is accepted once, for all the people it admits."),
    N_ ("If the code cannot be read, the number under it and the holder’s name are enough."),
  };
  EtPrintPage *page = et_print_page_new (typeset);
  EtTextBox box = { ADVICE_X, ADVICE_Y, A4_SHORT - 2 * ADVICE_X, 0 };

  et_print_page_add_rule (page, ADVICE_X, A4_LONG / 2, A4_SHORT - ADVICE_X, A4_LONG / 2, 0.35, 1.5);
  box.y += et_print_page_add_text (page, et_typeset_translate (typeset, N_ ("At the entrance")),
                                   &title_style, &box) +
           2;
  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    box.y += et_print_page_add_text (page, et_typeset_translate (typeset, sentences[i]),
                                     &text_style, &box) +
             1.5;
  return page;
}

static void
stroke_line (cairo_t *cr, double x0, double y0, double x1, double y1)
{
  cairo_move_to (cr, x0, y0);
  cairo_line_to (cr, x1, y1);
  cairo_stroke (cr);
}

/* Marks where to cut between the four: at the edges of the paper and a cross in the middle. */
static void
draw_cut_marks (cairo_t *cr)
{
  const double x = A4_LONG / 2, y = A4_SHORT / 2, length = MARK_LENGTH;

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, MARK_WEIGHT);
  stroke_line (cr, x, 0, x, length);
  stroke_line (cr, x, A4_SHORT - length, x, A4_SHORT);
  stroke_line (cr, 0, y, length, y);
  stroke_line (cr, A4_LONG - length, y, A4_LONG, y);
  stroke_line (cr, x, y - length, x, y + length);
  stroke_line (cr, x - length, y, x + length, y);
}

static void
draw_four (EtSheet *self, cairo_t *cr)
{
  for (guint i = 0; i < self->drawings->len; i++)
    {
      EtTicketDrawing *drawing = g_ptr_array_index (self->drawings, i);
      double width, height;

      et_ticket_drawing_get_size (drawing, &width, &height);
      cairo_save (cr);
      cairo_translate (cr, A4_LONG / 2 + (i % 2 == 0 ? -width : 0), i < 2 ? 0 : height);
      et_ticket_drawing_draw (drawing, cr);
      cairo_restore (cr);
    }
  draw_cut_marks (cr);
}

static void
draw_one_on_a4 (EtSheet *self, cairo_t *cr)
{
  EtTicketDrawing *drawing = g_ptr_array_index (self->drawings, 0);
  double width, height, scale;

  et_print_page_draw (self->advice, cr);
  et_ticket_drawing_get_size (drawing, &width, &height);
  scale = ONE_UP_WIDTH / width;
  cairo_translate (cr, (A4_SHORT - ONE_UP_WIDTH) / 2, (A4_LONG / 2 - height * scale) / 2);
  cairo_scale (cr, scale, scale);
  et_ticket_drawing_draw (drawing, cr);
}

/* Imposes @tickets, of EtTicket, on pages, with fonts found once. The list must not change, and
 * the sheet stays in the thread that made it. Sets ET_ERROR_INVALID for an empty list, and the
 * errors of et_qr_check_text() when one of the tickets has no good key.
 *
 * Returns: (transfer full): free with et_sheet_free() */
EtSheet *
et_sheet_new (GListModel *tickets, EtSheetLayout layout, const char *language, GError **error)
{
  guint n_tickets;
  EtSheet *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (tickets), NULL);

  n_tickets = g_list_model_get_n_items (tickets);
  if (n_tickets == 0)
    {
      et_error_set_sentence (error, ET_ERROR_INVALID, N_ ("There are no tickets to draw"));
      return NULL;
    }
  for (guint i = 0; i < n_tickets; i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      if (!et_qr_check_text (ticket->ticket_key, error))
        return NULL;
    }
  self = g_new0 (EtSheet, 1);
  self->tickets = g_object_ref (tickets);
  self->typeset = et_typeset_new (language);
  self->layout = layout;
  self->drawings = g_ptr_array_new_with_free_func ((GDestroyNotify) et_ticket_drawing_free);
  self->page = G_MAXUINT;
  self->advice = layout == ET_SHEET_A4 ? compose_advice (self->typeset) : NULL;
  return self;
}

/* Has reprinted tickets say so. @copies: (element-type guint): for each ticket, how often it was
 * printed with this one */
void
et_sheet_set_copies (EtSheet *self, GArray *copies)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (copies->len == g_list_model_get_n_items (self->tickets));

  g_clear_pointer (&self->copies, g_array_unref);
  self->copies = g_array_ref (copies);
  self->page = G_MAXUINT;
}

void
et_sheet_free (EtSheet *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->drawings);
  g_clear_pointer (&self->copies, g_array_unref);
  et_print_page_free (self->advice);
  et_typeset_unref (self->typeset);
  g_object_unref (self->tickets);
  g_free (self);
}

guint
et_sheet_get_n_pages (EtSheet *self)
{
  guint per_page;

  g_return_val_if_fail (self != NULL, 0);

  per_page = get_tickets_per_page (self);
  return (g_list_model_get_n_items (self->tickets) + per_page - 1) / per_page;
}

/* The size of a page, millimetres; strips of a roll are each as long as their ticket. */
void
et_sheet_get_page_size (EtSheet *self, guint page, double *ret_width_mm, double *ret_height_mm)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (page < et_sheet_get_n_pages (self));

  switch (self->layout)
    {
    case ET_SHEET_A4:
      *ret_width_mm = A4_SHORT;
      *ret_height_mm = A4_LONG;
      break;
    case ET_SHEET_A4_FOUR:
      *ret_width_mm = A4_LONG;
      *ret_height_mm = A4_SHORT;
      break;
    case ET_SHEET_A6:
    case ET_SHEET_ROLL:
      if (compose_page (self, page, NULL))
        et_ticket_drawing_get_size (g_ptr_array_index (self->drawings, 0), ret_width_mm,
                                    ret_height_mm);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Draws a page with its top left corner at the origin; a user unit of @cr is a millimetre. Sets
 * ET_ERROR_INTERNAL when cairo failed, for instance for want of memory. */
gboolean
et_sheet_draw_page (EtSheet *self, guint page, cairo_t *cr, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (page < et_sheet_get_n_pages (self), FALSE);

  if (!compose_page (self, page, error))
    return FALSE;
  cairo_save (cr);
  if (self->layout == ET_SHEET_A4_FOUR)
    draw_four (self, cr);
  else if (self->layout == ET_SHEET_A4)
    draw_one_on_a4 (self, cr);
  else
    et_ticket_drawing_draw (g_ptr_array_index (self->drawings, 0), cr);
  cairo_restore (cr);
  if (cairo_status (cr) != CAIRO_STATUS_SUCCESS)
    {
      et_error_set (error, ET_ERROR_INTERNAL);
      return FALSE;
    }
  return TRUE;
}
