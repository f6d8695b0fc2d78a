/* SPDX-License-Identifier: MIT */
#include "render/et-receipt-drawing.h"

#include <glib/gi18n-lib.h>

#include "core/et-money.h"
#include "core/et-time.h"
#include "render/et-print-page.h"
#include "render/et-tax-totals.h"

/* Millimetres; print heads leave 4 mm on each side. */
#define WIDTH 80.0
#define MARGIN 4.0
#define INNER (WIDTH - 2 * MARGIN)
#define GAP 2.5
#define AMOUNT_WIDTH 26.0

static const EtTextStyle seller_style = {
  .size = 14, .min_size = 9, .max_lines = 3, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_CENTER
};
static const EtTextStyle title_style = { .size = 9,
                                         .flags = ET_TEXT_BOLD | ET_TEXT_SPACED,
                                         .align = PANGO_ALIGN_CENTER };
static const EtTextStyle copy_style = { .size = 13,
                                        .flags = ET_TEXT_BOLD,
                                        .align = PANGO_ALIGN_CENTER };
static const EtTextStyle fact_style = {
  .size = 11, .min_size = 8, .max_lines = 2, .flags = ET_TEXT_BOLD
};
static const EtTextStyle name_style = { .size = 10, .min_size = 8, .max_lines = 3 };
static const EtTextStyle small_style = { .size = 8.5, .max_lines = 3, .flags = ET_TEXT_TABULAR };
static const EtTextStyle amount_style = {
  .size = 10, .min_size = 6, .flags = ET_TEXT_TABULAR, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle tax_style = {
  .size = 8.5, .min_size = 6, .flags = ET_TEXT_TABULAR, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle total_style = { .size = 15, .min_size = 9, .flags = ET_TEXT_BOLD };
static const EtTextStyle sum_style = {
  .size = 15, .min_size = 8, .flags = ET_TEXT_BOLD | ET_TEXT_TABULAR, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle note_style = { .size = 8, .max_lines = 4, .align = PANGO_ALIGN_CENTER };

struct _EtReceiptDrawing
{
  EtOrder *order; /* owned */
  EtTypeset *typeset; /* owned */
  EtPrintPage *page; /* owned */
  double y; /* where the next thing goes, the height at the end */
};

static const char *
translate (EtReceiptDrawing *self, const char *msgid)
{
  return et_typeset_translate (self->typeset, msgid);
}

static char *
format_money (EtReceiptDrawing *self, int64_t cents)
{
  return et_money_format (cents, et_typeset_get_language (self->typeset));
}

static void
add_rule (EtReceiptDrawing *self, double weight)
{
  et_print_page_add_rule (self->page, MARGIN, self->y, WIDTH - MARGIN, self->y, weight, 0);
  self->y += GAP;
}

static void
add_text (EtReceiptDrawing *self, const char *text, const EtTextStyle *style, double gap)
{
  EtTextBox box = { MARGIN, self->y, INNER, 0 };

  self->y += et_print_page_add_text (self->page, text, style, &box) + gap;
}

/* Words on the left and an amount on the right of one line. */
static void
add_amount (EtReceiptDrawing *self,
            const char *words,
            const EtTextStyle *words_style,
            int64_t cents,
            const EtTextStyle *style,
            double width)
{
  EtTextBox left = { MARGIN, self->y, INNER - width - 2, 0 };
  EtTextBox right = { WIDTH - MARGIN - width, self->y, width, 0 };
  g_autofree char *amount = format_money (self, cents);
  double height = et_print_page_add_text (self->page, words, words_style, &left);

  self->y += MAX (height, et_print_page_add_text (self->page, amount, style, &right));
}

static void
compose_head (EtReceiptDrawing *self, const char *seller, guint copy)
{
  g_autofree char *title = g_utf8_strup (translate (self, N_ ("Receipt")), -1);
  g_autofree char *word = et_typeset_word_copy (self->typeset, copy);

  self->y = MARGIN;
  add_text (self, seller, &seller_style, 1.5);
  add_text (self, title, &title_style, word != NULL ? 1.5 : GAP);
  if (word != NULL)
    add_text (self, word, &copy_style, GAP);
  add_rule (self, 0.8);
}

static void
compose_facts (EtReceiptDrawing *self)
{
  EtOrder *order = self->order;
  int64_t at = order->paid_at != ET_NULL_INT64 ? order->paid_at : order->created_at;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, order->id);
  g_autofree char *when = et_time_format_day_and_clock (at, NULL,
                                                        et_typeset_get_language (self->typeset));
  EtTextBox left = { MARGIN, self->y, INNER / 3 - 2, 0 };
  EtTextBox right = { MARGIN + INNER / 3, self->y, INNER * 2 / 3, 0 };
  double height = et_print_page_add_field (
      self->page, N_ ("Order"), order->code != NULL ? order->code : number, &fact_style, &left);
  double beside = et_print_page_add_field (self->page, et_order_state_get_name (order->state), when,
                                           &fact_style, &right);

  self->y += MAX (height, beside) + GAP;
  add_rule (self, 0.25);
}

static void
compose_line (EtReceiptDrawing *self, EtOrderLine *line)
{
  g_autofree char *price = format_money (self, line->price_cents);
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT " × %s", line->quantity, price);

  add_text (self, line->name, &name_style, 0);
  add_amount (self, count, &small_style, line->line_total_cents, &amount_style, AMOUNT_WIDTH);
  self->y += 1.5;
}

static void
compose_totals (EtReceiptDrawing *self)
{
  g_autoptr (GArray) totals = et_tax_totals_new_of_order (self->order);

  self->y += 1;
  add_rule (self, 0.5);
  add_amount (self, translate (self, N_ ("Total")), &total_style, self->order->total_cents,
              &sum_style, INNER / 2);
  self->y += 1.5;
  for (guint i = 0; i < totals->len; i++)
    {
      EtTaxTotal *total = &g_array_index (totals, EtTaxTotal, i);
      g_autofree char *rate = et_tax_format_rate (total->tax_permille,
                                                  et_typeset_get_language (self->typeset));
      /* Translators: %s is a rate, such as 5.5%; the tax follows. */
      g_autofree char *words = g_strdup_printf (translate (self, N_ ("VAT %s, included")), rate);

      add_amount (self, words, &small_style, total->tax_cents, &tax_style, AMOUNT_WIDTH);
    }
  self->y += GAP;
  add_rule (self, 0.25);
}

/* Lays out the receipt of @order in @language, "en" or "fr". @seller: who sold. @copy: how often
 * it was printed with this one; a reprint says so. The drawing stays in the thread that made it.
 *
 * Returns: (transfer full): free with et_receipt_drawing_free() */
EtReceiptDrawing *
et_receipt_drawing_new (EtOrder *order, const char *seller, guint copy, const char *language)
{
  EtReceiptDrawing *self;

  g_return_val_if_fail (ET_IS_ORDER (order), NULL);

  self = g_new0 (EtReceiptDrawing, 1);
  self->order = g_object_ref (order);
  self->typeset = et_typeset_new (language);
  self->page = et_print_page_new (self->typeset);
  compose_head (self, seller, copy);
  compose_facts (self);
  for (guint i = 0; order->items != NULL && i < order->items->len; i++)
    compose_line (self, g_ptr_array_index (order->items, i));
  compose_totals (self);
  add_text (self, translate (self, N_ ("The payment was simulated: no real money moved.")),
            &note_style, 1);
  add_text (self, translate (self, N_ ("Not an invoice, and it admits nobody: the tickets do.")),
            &note_style, MARGIN);
  return self;
}

void
et_receipt_drawing_free (EtReceiptDrawing *self)
{
  if (self == NULL)
    return;
  et_print_page_free (self->page);
  et_typeset_unref (self->typeset);
  g_object_unref (self->order);
  g_free (self);
}

/* The size of the strip, millimetres. */
void
et_receipt_drawing_get_size (EtReceiptDrawing *self, double *ret_width_mm, double *ret_height_mm)
{
  g_return_if_fail (self != NULL);

  *ret_width_mm = WIDTH;
  *ret_height_mm = self->y;
}

/* Draws the receipt with its top left corner at the origin; a user unit of @cr is a millimetre. */
void
et_receipt_drawing_draw (EtReceiptDrawing *self, cairo_t *cr)
{
  g_return_if_fail (self != NULL);

  et_print_page_draw (self->page, cr);
}
