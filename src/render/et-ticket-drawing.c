/* SPDX-License-Identifier: MIT */
#include "render/et-ticket-drawing-private.h"

#include "core/et-error.h"
#include "core/et-link.h"
#include "render/et-pictogram.h"

/* Lays out a ticket, with its fonts from @typeset so that a sheet of tickets shares them; it says
 * which @copy it is when that is more than 1. Sets the errors of et_qr_new() when the ticket has no key or one that is too long: who is not the owner
 * of a ticket cannot draw it.
 *
 * Returns: (transfer full): free with et_ticket_drawing_free() */
EtTicketDrawing *
et_ticket_drawing_new_with_typeset (
    EtTicket *ticket, EtTicketLayout layout, guint copy, EtTypeset *typeset, GError **error)
{
  g_auto (EtTicketWords) words = { 0 };
  EtTicketDrawing *self;
  EtQr *qr = et_qr_new (ticket->ticket_key, error);

  if (qr == NULL)
    return NULL;
  self = g_new0 (EtTicketDrawing, 1);
  self->ticket = g_object_ref (ticket);
  self->typeset = et_typeset_ref (typeset);
  self->page = et_print_page_new (typeset);
  self->qr = qr;
  et_ticket_words_init (&words, ticket, copy, typeset);
  if (layout == ET_TICKET_LAYOUT_ROLL)
    et_ticket_drawing_compose_roll (self, &words);
  else
    et_ticket_drawing_compose_a6 (self, &words);
  return self;
}

/* Lays out a ticket in @language, a word of et_languages. The drawing stays in the thread that made it.
 * Errors: see et_ticket_drawing_new_with_typeset().
 *
 * Returns: (transfer full): free with et_ticket_drawing_free() */
EtTicketDrawing *
et_ticket_drawing_new (EtTicket *ticket,
                       EtTicketLayout layout,
                       const char *language,
                       GError **error)
{
  g_autoptr (EtTypeset) typeset = NULL;

  g_return_val_if_fail (ET_IS_TICKET (ticket), NULL);

  typeset = et_typeset_new (language);
  return et_ticket_drawing_new_with_typeset (ticket, layout, 1, typeset, error);
}

void
et_ticket_drawing_free (EtTicketDrawing *self)
{
  if (self == NULL)
    return;
  et_print_page_free (self->page);
  et_qr_free (self->qr);
  et_typeset_unref (self->typeset);
  g_object_unref (self->ticket);
  g_free (self);
}

/* The size of the drawing, millimetres. */
void
et_ticket_drawing_get_size (EtTicketDrawing *self, double *ret_width_mm, double *ret_height_mm)
{
  g_return_if_fail (self != NULL);

  *ret_width_mm = self->width;
  *ret_height_mm = self->height;
}

/* In a PDF the code is an address, too, that opens the ticket in the application of who owns it. */
static void
draw_code (EtTicketDrawing *self, cairo_t *cr)
{
  const EtSquare *place = &self->qr_place;
  g_autofree char *link = et_link_to_ticket (self->ticket->short_number);
  g_autofree char *attributes = link != NULL ? g_strdup_printf ("uri='%s'", link) : NULL;

  if (attributes != NULL)
    cairo_tag_begin (cr, CAIRO_TAG_LINK, attributes);
  et_qr_draw (self->qr, cr, place->x, place->y, place->side);
  if (attributes != NULL)
    cairo_tag_end (cr, CAIRO_TAG_LINK);
}

/* Draws the ticket with its top left corner at the origin; a user unit of @cr is a millimetre.
 * The paper is painted white, so that a dark window shows it as it prints. */
void
et_ticket_drawing_draw (EtTicketDrawing *self, cairo_t *cr)
{
  const EtSquare *pictogram;
  double level;

  g_return_if_fail (self != NULL);

  pictogram = &self->pictogram_place;
  level = self->pictogram_ink == ET_INK_WHITE ? 1 : 0;
  cairo_save (cr);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_fill (cr);
  et_print_page_draw (self->page, cr);
  cairo_set_source_rgb (cr, level, level, level);
  et_pictogram_draw (self->ticket->sport, cr, pictogram->x, pictogram->y, pictogram->side);
  draw_code (self, cr);
  cairo_restore (cr);
}
