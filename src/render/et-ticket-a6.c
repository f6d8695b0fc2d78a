/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "render/et-ticket-drawing-private.h"

/* Landscape: a band across the top, the facts left, the code right, the small print below.
 * Millimetres. */
#define WIDTH 148.0
#define HEIGHT 105.0
#define MARGIN 6.0
#define BAND_HEIGHT 22.0
#define BODY_Y 31.5
#define BODY_BOTTOM 89.5
#define STUB_X 91.0
#define QR_SIDE 50.0
#define QUIET_ZONE (QR_SIDE * 4 / 49) /* of a version 6 symbol, which keys have */
#define FACTS_WIDTH (STUB_X - MARGIN - 4.0)
#define ADMITS_WIDTH 26.0
#define HOLDER_WIDTH (FACTS_WIDTH - ADMITS_WIDTH - 3.0)
#define FACT_HEIGHT 12.6 /* at most, with its label */
#define MAX_GAP 5.0
#define FOOT_Y 92.0
#define COPY_RISE 0.5 /* so that it stands on the line of the smaller sport */

static const EtTextStyle sport_style = { .size = 7.5,
                                         .flags = ET_TEXT_BOLD | ET_TEXT_SPACED,
                                         .ink = ET_INK_WHITE };
static const EtTextStyle event_style = {
  .size = 18, .min_size = 9, .max_lines = 2, .flags = ET_TEXT_BOLD, .ink = ET_INK_WHITE
};
static const EtTextStyle copy_style = {
  .size = 9, .flags = ET_TEXT_BOLD | ET_TEXT_SPACED, .align = PANGO_ALIGN_RIGHT, .ink = ET_INK_WHITE
};
static const EtTextStyle date_style = { .size = 13, .min_size = 8, .flags = ET_TEXT_BOLD };
static const EtTextStyle fact_style = {
  .size = 11, .min_size = 6.5, .max_lines = 3, .flags = ET_TEXT_BOLD
};
static const EtTextStyle admits_style = {
  .size = 44, .min_size = 16, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle number_style = {
  .size = 15, .min_size = 8, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_CENTER
};
static const EtTextStyle small_style = { .size = 7, .min_size = 5.5 };
static const EtTextStyle organiser_style = {
  .size = 7, .min_size = 5.5, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle conditions_style = { .size = 6.5, .min_size = 5, .max_lines = 2 };

static void
compose_band (EtTicketDrawing *self, const EtTicketWords *words)
{
  const double side = 15;
  const double inset = (BAND_HEIGHT - side) / 2;
  EtTextBox box = { .x = MARGIN + side + 2.6 * inset };
  guint mark = et_print_page_get_mark (self->page);

  et_print_page_add_box (self->page, MARGIN, MARGIN, WIDTH - 2 * MARGIN, BAND_HEIGHT, 2.5);
  self->pictogram_ink = ET_INK_WHITE;
  self->pictogram_place = (EtSquare){ MARGIN + 1.3 * inset, MARGIN + inset, side };
  box.width = WIDTH - MARGIN - inset - box.x;
  if (words->copy != NULL)
    et_print_page_add_text (self->page, words->copy, &copy_style,
                            &(EtTextBox){ box.x, -COPY_RISE, box.width, 0 });
  box.y = et_print_page_add_text (self->page, words->sport, &sport_style, &box);
  box.height = BAND_HEIGHT - 2 - box.y;
  box.y += et_print_page_add_text (self->page, self->ticket->event_name, &event_style, &box);
  et_print_page_shift (self->page, mark, et_print_page_get_mark (self->page),
                       MARGIN + (BAND_HEIGHT - box.y) / 2);
}

static double
add_times (EtTicketDrawing *self, const EtTicketWords *words)
{
  EtTextBox box = { .x = MARGIN, .width = FACTS_WIDTH / 2 - 2 };
  double height = et_print_page_add_field (self->page, N_ ("Starts at"), words->time, &date_style,
                                           &box);

  box.x += FACTS_WIDTH / 2;
  if (words->doors != NULL)
    et_print_page_add_field (self->page, N_ ("Doors"), words->doors, &date_style, &box);
  return height;
}

static double
add_fact (EtTicketDrawing *self,
          const char *label,
          const char *value,
          const EtTextStyle *style,
          double width)
{
  EtTextBox box = { .x = MARGIN, .width = width, .height = FACT_HEIGHT };

  return et_print_page_add_field (self->page, label, value, style, &box);
}

/* Each row is as high as it is; what is left of the height parts them evenly. */
static void
compose_facts (EtTicketDrawing *self, const EtTicketWords *words)
{
  enum
  {
    N_ROWS = 5
  };
  double heights[N_ROWS], y = BODY_Y, gap = BODY_BOTTOM - BODY_Y;
  guint marks[N_ROWS + 1];

  marks[0] = et_print_page_get_mark (self->page);
  heights[0] = add_fact (self, N_ ("Date"), words->date, &date_style, FACTS_WIDTH);
  marks[1] = et_print_page_get_mark (self->page);
  heights[1] = add_times (self, words);
  marks[2] = et_print_page_get_mark (self->page);
  heights[2] = add_fact (self, N_ ("Venue"), self->ticket->venue, &fact_style, FACTS_WIDTH);
  marks[3] = et_print_page_get_mark (self->page);
  heights[3] = add_fact (self, N_ ("Holder"), words->holder, &fact_style, HOLDER_WIDTH);
  marks[4] = et_print_page_get_mark (self->page);
  heights[4] = add_fact (self, N_ ("Offer"), self->ticket->offer_name, &fact_style, HOLDER_WIDTH);
  marks[5] = et_print_page_get_mark (self->page);
  for (guint i = 0; i < N_ROWS; i++)
    gap -= heights[i];
  gap = CLAMP (gap / (N_ROWS - 1), 0, MAX_GAP);
  for (guint i = 0; i < N_ROWS; i++)
    {
      et_print_page_shift (self->page, marks[i], marks[i + 1], y);
      y += heights[i] + gap;
    }
}

static void
compose_admits (EtTicketDrawing *self, const EtTicketWords *words)
{
  EtTextBox box = { .x = MARGIN + FACTS_WIDTH - ADMITS_WIDTH, .width = ADMITS_WIDTH };
  guint mark = et_print_page_get_mark (self->page);
  double height = et_print_page_add_field (self->page, N_ ("Admits"), words->admits, &admits_style,
                                           &box);

  et_print_page_shift (self->page, mark, et_print_page_get_mark (self->page),
                       BODY_BOTTOM - height + 2);
}

static void
compose_stub (EtTicketDrawing *self)
{
  double x = STUB_X + (WIDTH - MARGIN - STUB_X - QR_SIDE) / 2;
  EtTextBox number = { STUB_X, BODY_Y + QR_SIDE - QUIET_ZONE / 2, WIDTH - MARGIN - STUB_X, 8 };

  et_print_page_add_rule (self->page, STUB_X - 1, BODY_Y + 1, STUB_X - 1, BODY_BOTTOM - 0.5, 0.35,
                          1.2);
  self->qr_place = (EtSquare){ x, BODY_Y - QUIET_ZONE / 2, QR_SIDE };
  et_print_page_add_text (self->page, self->ticket->short_number, &number_style, &number);
}

static void
compose_foot (EtTicketDrawing *self, const EtTicketWords *words)
{
  EtTextBox box = { MARGIN, FOOT_Y + 1, 60, 4 };
  EtTextBox organiser = { MARGIN + 62, FOOT_Y + 1, WIDTH - 2 * MARGIN - 62, 4 };

  et_print_page_add_rule (self->page, MARGIN, FOOT_Y, WIDTH - MARGIN, FOOT_Y, 0.25, 0);
  et_print_page_add_text (self->page, words->organiser, &organiser_style, &organiser);
  box.y += et_print_page_add_text (self->page, words->order, &small_style, &box) + 0.4;
  box.width = WIDTH - 2 * MARGIN;
  box.height = HEIGHT - 2.5 - box.y;
  et_print_page_add_text (self->page, words->conditions, &conditions_style, &box);
}

/* Lays out an A6 page. */
void
et_ticket_drawing_compose_a6 (EtTicketDrawing *self, const EtTicketWords *words)
{
  self->width = WIDTH;
  self->height = HEIGHT;
  compose_band (self, words);
  compose_facts (self, words);
  compose_admits (self, words);
  compose_stub (self);
  compose_foot (self, words);
}
