/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

/* A ticket drawn in millimetres on any cairo context: screen, printer, PDF, PNG, SVG. Text
 * layouts and the QR mask are made once, when the drawing is made. */
typedef struct _EtTicketDrawing EtTicketDrawing;

typedef enum
{
  ET_TICKET_LAYOUT_A6, /* landscape 148 × 105 mm; also what A4 sheets are imposed from */
  ET_TICKET_LAYOUT_ROLL /* 80 mm wide, as long as it needs */
} EtTicketLayout;

EtTicketDrawing *et_ticket_drawing_new (EtTicket *ticket,
                                        EtTicketLayout layout,
                                        const char *language,
                                        GError **error);
void et_ticket_drawing_free (EtTicketDrawing *drawing);
void
et_ticket_drawing_get_size (EtTicketDrawing *drawing, double *ret_width_mm, double *ret_height_mm);
void et_ticket_drawing_draw (EtTicketDrawing *drawing, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTicketDrawing, et_ticket_drawing_free)

G_END_DECLS
