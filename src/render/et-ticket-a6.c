/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "render/et-ticket-drawing-private.h"

/* Landscape: a band across the top, the facts left, the code right, the small print below.
 * Millimetres. */
#define WIDTH 148.0
#define HEIGHT 105.0
#define MARGIN 6.0
#define BAND_HEIGHT 23.0
#define BAND_PADDING 3.5
#define STUB_X 91.0
#define QR_SIDE 49.0
#define FACTS_WIDTH (STUB_X - MARGIN - 3.0)
#define ADMITS_WIDTH 24.0
#define FOOT_Y 91.0

static const EtTextStyle sport_style = { .size = 8,
                                         .flags = ET_TEXT_BOLD | ET_TEXT_SPACED,
                                         .ink = ET_INK_WHITE };
static const EtTextStyle event_style = {
  .size = 18, .min_size = 9, .max_lines = 2, .flags = ET_TEXT_BOLD, .ink = ET_INK_WHITE
};
static const EtTextStyle date_style = { .size = 13, .min_size = 8, .flags = ET_TEXT_BOLD };
static const EtTextStyle clock_style = { .size = 13, .flags = ET_TEXT_BOLD };
static const EtTextStyle fact_style = {
  .size = 11, .min_size = 7.5, .max_lines = 2, .flags = ET_TEXT_BOLD
};
static const EtTextStyle admits_style = {
  .size = 40, .min_size = 16, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle number_style = {
  .size = 15, .min_size = 8, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_CENTER
};
static const EtTextStyle small_style = { .size = 6.5, .min_size = 5.5 };
static const EtTextStyle print_style = { .size = 6.5, .min_size = 5.5, .max_lines = 2 };
static const EtTextStyle issuer_style = {
  .size = 8, .min_size = 6, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_RIGHT
};

static void
compose_band (EtTicketDrawing *self, const EtTicketWords *words)
{
  double side = BAND_HEIGHT - 2 * BAND_PADDING;
  EtTextBox box = { .x = MARGIN + side + 3 * BAND_PADDING, .y = MARGIN + 2.6 };

  et_page_add_box (self->page, MARGIN, MARGIN, WIDTH - 2 * MARGIN, BAND_HEIGHT, 2.5);
  self->pictogram_ink = ET_INK_WHITE;
  self->pictogram_place = (EtSquare){ MARGIN + 1.5 * BAND_PADDING, MARGIN + BAND_PADDING, side };
  box.width = WIDTH - MARGIN - BAND_PADDING - box.x;
  box.y += et_page_add_text (self->page, words->sport, &sport_style, &box);
  box.height = MARGIN + BAND_HEIGHT - 1.5 - box.y;
  et_page_add_text (self->page, self->ticket->event_name, &event_style, &box);
}

static void
compose_facts (EtTicketDrawing *self, const EtTicketWords *words)
{
  EtTextBox date = { MARGIN, 32, FACTS_WIDTH, 9 };
  EtTextBox time = { MARGIN, 42.5, 24, 9 };
  EtTextBox doors = { MARGIN + 26, 42.5, 24, 9 };
  EtTextBox venue = { MARGIN, 53, FACTS_WIDTH, 12 };
  EtTextBox holder = { MARGIN, 66, FACTS_WIDTH - ADMITS_WIDTH - 2, 12 };
  EtTextBox offer = { MARGIN, 78.5, FACTS_WIDTH - ADMITS_WIDTH - 2, 12 };
  EtTextBox admits = { MARGIN + FACTS_WIDTH - ADMITS_WIDTH, 66, ADMITS_WIDTH, FOOT_Y - 66 - 1 };

  et_page_add_field (self->page, N_ ("Date"), words->date, &date_style, &date);
  et_page_add_field (self->page, N_ ("Starts at"), words->time, &clock_style, &time);
  if (words->doors != NULL)
    et_page_add_field (self->page, N_ ("Doors"), words->doors, &clock_style, &doors);
  et_page_add_field (self->page, N_ ("Venue"), self->ticket->venue, &fact_style, &venue);
  et_page_add_field (self->page, N_ ("Holder"), self->ticket->holder, &fact_style, &holder);
  et_page_add_field (self->page, N_ ("Offer"), self->ticket->offer_name, &fact_style, &offer);
  et_page_add_field (self->page, N_ ("Admits"), words->admits, &admits_style, &admits);
}

static void
compose_stub (EtTicketDrawing *self)
{
  double x = STUB_X + (WIDTH - MARGIN - STUB_X - QR_SIDE) / 2;
  EtTextBox number = { STUB_X, 31.5 + QR_SIDE, WIDTH - MARGIN - STUB_X, 8 };

  et_page_add_rule (self->page, STUB_X - 1, 33, STUB_X - 1, FOOT_Y - 3, 0.35, 1.2);
  self->qr_place = (EtSquare){ x, 31, QR_SIDE };
  et_page_add_text (self->page, self->ticket->short_number, &number_style, &number);
}

static void
compose_foot (EtTicketDrawing *self, const EtTicketWords *words)
{
  g_autofree char *order = g_strdup_printf ("%s   ·   %s", words->order, words->price);
  EtTextBox box = { MARGIN, FOOT_Y + 1.2, 90, 0 };
  EtTextBox issuer = { WIDTH - MARGIN - 45, FOOT_Y + 1.2, 45, 4 };

  et_page_add_rule (self->page, MARGIN, FOOT_Y, WIDTH - MARGIN, FOOT_Y, 0.25, 0);
  box.y += et_page_add_text (self->page, order, &small_style, &box);
  box.width = WIDTH - 2 * MARGIN;
  box.height = HEIGHT - 2.5 - box.y;
  et_page_add_text (self->page, words->conditions, &print_style, &box);
  et_page_add_text (self->page, words->issuer, &issuer_style, &issuer);
}

/* Lays out an A6 page. */
void
et_ticket_drawing_compose_a6 (EtTicketDrawing *self, const EtTicketWords *words)
{
  self->width = WIDTH;
  self->height = HEIGHT;
  compose_band (self, words);
  compose_facts (self, words);
  compose_stub (self);
  compose_foot (self, words);
}
