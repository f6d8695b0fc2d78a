/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "render/et-ticket-drawing-private.h"

/* Stacked on a strip of thermal paper, as long as it needs. Print heads leave 4 mm on each side;
 * there are no large black areas, which such heads print grey. Millimetres. */
#define WIDTH 80.0
#define MARGIN 4.0
#define INNER (WIDTH - 2 * MARGIN)
#define GAP 2.5
#define PICTOGRAM_SIDE 16.0
#define QR_SIDE 66.0

static const EtTextStyle sport_style = { .size = 8,
                                         .flags = ET_TEXT_BOLD | ET_TEXT_SPACED,
                                         .align = PANGO_ALIGN_CENTER };
static const EtTextStyle event_style = {
  .size = 17, .min_size = 10, .max_lines = 4, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_CENTER
};
static const EtTextStyle copy_style = { .size = 13,
                                        .flags = ET_TEXT_BOLD,
                                        .align = PANGO_ALIGN_CENTER };
static const EtTextStyle date_style = {
  .size = 13, .min_size = 8, .max_lines = 2, .flags = ET_TEXT_BOLD
};
static const EtTextStyle fact_style = {
  .size = 11, .min_size = 8, .max_lines = 3, .flags = ET_TEXT_BOLD
};
static const EtTextStyle admits_style = {
  .size = 40, .min_size = 20, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle number_style = {
  .size = 18, .min_size = 9, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_CENTER
};
static const EtTextStyle small_style = { .size = 7, .max_lines = 8 };
static const EtTextStyle organiser_style = {
  .size = 9, .min_size = 7, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_CENTER
};

static double
add_rule (EtTicketDrawing *self, double y, double weight)
{
  et_print_page_add_rule (self->page, MARGIN, y, WIDTH - MARGIN, y, weight, 0);
  return y + GAP;
}

static double
compose_head (EtTicketDrawing *self, const EtTicketWords *words, double y)
{
  EtTextBox box = { MARGIN, y + PICTOGRAM_SIDE + 1.5, INNER, 0 };

  self->pictogram_ink = ET_INK_BLACK;
  self->pictogram_place = (EtSquare){ (WIDTH - PICTOGRAM_SIDE) / 2, y, PICTOGRAM_SIDE };
  box.y += et_print_page_add_text (self->page, words->sport, &sport_style, &box);
  box.y += et_print_page_add_text (self->page, self->ticket->event_name, &event_style, &box);
  if (words->copy != NULL)
    box.y += 1.5 + et_print_page_add_text (self->page, words->copy, &copy_style,
                                           &(EtTextBox){ MARGIN, box.y + 1.5, INNER, 0 });
  return add_rule (self, box.y + GAP, 0.8);
}

static double
compose_place (EtTicketDrawing *self, const EtTicketWords *words, double y)
{
  EtTextBox box = { MARGIN, y, INNER, 0 };
  EtTextBox half;
  double height;

  box.y += et_print_page_add_field (self->page, N_ ("Date"), words->date, &date_style, &box) + 1.5;
  half = box;
  half.width = INNER / 2 - 2;
  height = et_print_page_add_field (self->page, N_ ("Starts at"), words->time, &date_style, &half);
  half.x += INNER / 2;
  if (words->doors != NULL)
    et_print_page_add_field (self->page, N_ ("Doors"), words->doors, &date_style, &half);
  box.y += height + 1.5;
  box.y += et_print_page_add_field (self->page, N_ ("Venue"), self->ticket->venue, &fact_style,
                                    &box);
  return add_rule (self, box.y + GAP, 0.25);
}

static double
compose_right (EtTicketDrawing *self, const EtTicketWords *words, double y)
{
  EtTextBox box = { MARGIN, y, INNER - 28, 0 };
  EtTextBox admits = { WIDTH - MARGIN - 26, y, 26, 0 };
  double bottom;

  box.y += et_print_page_add_field (self->page, N_ ("Holder"), words->holder, &fact_style, &box) +
           1.5;
  box.y += et_print_page_add_field (self->page, N_ ("Offer"), self->ticket->offer_name, &fact_style,
                                    &box);
  bottom = y + et_print_page_add_field (self->page, N_ ("Admits"), words->admits, &admits_style,
                                        &admits);
  return add_rule (self, MAX (box.y, bottom - 2) + GAP, 0.25);
}

static double
compose_code (EtTicketDrawing *self, double y)
{
  EtTextBox box = { MARGIN, y + QR_SIDE, INNER, 0 };

  self->qr_place = (EtSquare){ (WIDTH - QR_SIDE) / 2, y - 1, QR_SIDE };
  box.y += et_print_page_add_text (self->page, self->ticket->short_number, &number_style, &box);
  return add_rule (self, box.y + GAP, 0.25);
}

static double
compose_foot (EtTicketDrawing *self, const EtTicketWords *words, double y)
{
  EtTextBox box = { MARGIN, y, INNER, 0 };

  box.y += et_print_page_add_text (self->page, words->order, &small_style, &box) + 1;
  box.y += et_print_page_add_text (self->page, words->conditions, &small_style, &box) + 2;
  return box.y + et_print_page_add_text (self->page, words->organiser, &organiser_style, &box);
}

/* Lays out a strip of an 80 mm roll. */
void
et_ticket_drawing_compose_roll (EtTicketDrawing *self, const EtTicketWords *words)
{
  double y = compose_head (self, words, MARGIN);

  y = compose_place (self, words, y);
  y = compose_right (self, words, y);
  y = compose_code (self, y);
  y = compose_foot (self, words, y);
  self->width = WIDTH;
  self->height = y + MARGIN;
}
