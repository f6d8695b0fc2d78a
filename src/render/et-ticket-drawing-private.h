/* SPDX-License-Identifier: MIT */
#pragma once

#include "render/et-print-page.h"
#include "render/et-qr.h"
#include "render/et-ticket-drawing.h"

G_BEGIN_DECLS

/* A square of the drawing, millimetres. */
typedef struct
{
  double x, y, side;
} EtSquare;

struct _EtTicketDrawing
{
  EtTicket *ticket; /* owned */
  EtTypeset *typeset; /* owned */
  EtPrintPage *page; /* owned */
  EtQr *qr; /* owned */
  double width, height;
  EtSquare qr_place;
  EtSquare pictogram_place;
  EtInk pictogram_ink;
};

/* What a ticket says, worded in the document's language. */
typedef struct
{
  char *sport; /* owned */
  char *date; /* owned */
  char *time; /* owned */
  char *doors; /* owned, nullable: not known */
  char *admits; /* owned */
  char *order; /* owned; with its price */
  char *holder; /* owned */
  char *conditions; /* owned */
  char *organiser; /* owned */
  char *copy; /* owned, nullable: printed for the first time */
} EtTicketWords;

void et_ticket_words_init (EtTicketWords *words, EtTicket *ticket, guint copy, EtTypeset *typeset);
void et_ticket_words_clear (EtTicketWords *words);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtTicketWords, et_ticket_words_clear)

void et_ticket_drawing_compose_a6 (EtTicketDrawing *drawing, const EtTicketWords *words);
void et_ticket_drawing_compose_roll (EtTicketDrawing *drawing, const EtTicketWords *words);

EtTicketDrawing *et_ticket_drawing_new_with_typeset (
    EtTicket *ticket, EtTicketLayout layout, guint copy, EtTypeset *typeset, GError **error);

G_END_DECLS
