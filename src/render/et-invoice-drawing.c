/* SPDX-License-Identifier: MIT */
#include "render/et-invoice-drawing.h"

#include <glib/gi18n-lib.h>

#include "core/et-money.h"
#include "core/et-time.h"
#include "render/et-print-page.h"
#include "render/et-tax-totals.h"

/* Millimetres. */
#define MARGIN 20.0
#define INNER (ET_INVOICE_WIDTH_MM - 2 * MARGIN)
#define TOP 18.0
#define FOOT_Y (ET_INVOICE_HEIGHT_MM - 18.0)
#define ROW_PADDING 1.6
#define TOTALS_X 95.0
#define TOTAL_ROW_HEIGHT 5.2
#define INVOICE_ZONE "UTC" /* as the year in its number */

typedef struct
{
  const char *title; /* msgid */
  double x, width;
  PangoAlignment align;
} Column;

enum
{
  COLUMN_NAME,
  COLUMN_QUANTITY,
  COLUMN_PRICE,
  COLUMN_RATE,
  COLUMN_AMOUNT,
  N_COLUMNS
};

static const Column line_columns[N_COLUMNS] = {
  { N_ ("Description"), MARGIN, 82, PANGO_ALIGN_LEFT },
  { N_ ("Quantity"), MARGIN + 84, 16, PANGO_ALIGN_RIGHT },
  { N_ ("Unit price"), MARGIN + 101, 25, PANGO_ALIGN_RIGHT },
  { N_ ("VAT"), MARGIN + 127, 16, PANGO_ALIGN_RIGHT },
  { N_ ("Amount"), MARGIN + 144, 26, PANGO_ALIGN_RIGHT },
};

enum
{
  TOTAL_RATE,
  TOTAL_NET,
  TOTAL_TAX,
  TOTAL_GROSS,
  N_TOTALS
};

static const Column total_columns[N_TOTALS] = {
  { N_ ("VAT rate"), TOTALS_X, 17, PANGO_ALIGN_RIGHT },
  { N_ ("Net"), TOTALS_X + 18, 25, PANGO_ALIGN_RIGHT },
  { N_ ("VAT"), TOTALS_X + 44, 23, PANGO_ALIGN_RIGHT },
  { N_ ("Gross"), TOTALS_X + 68, 27, PANGO_ALIGN_RIGHT },
};

static const EtTextStyle title_style = { .size = 24,
                                         .flags = ET_TEXT_BOLD,
                                         .align = PANGO_ALIGN_RIGHT };
static const EtTextStyle seller_style = {
  .size = 15, .min_size = 9, .max_lines = 2, .flags = ET_TEXT_BOLD
};
static const EtTextStyle body_style = { .size = 9, .min_size = 7, .max_lines = 2 };
static const EtTextStyle buyer_style = {
  .size = 11, .min_size = 8, .max_lines = 2, .flags = ET_TEXT_BOLD
};
static const EtTextStyle fact_style = {
  .size = 10, .min_size = 7, .flags = ET_TEXT_BOLD, .align = PANGO_ALIGN_RIGHT
};
static const EtTextStyle foot_style = { .size = 7, .min_size = 5.5 };

struct _EtInvoiceDrawing
{
  EtInvoice *invoice; /* owned */
  EtTypeset *typeset; /* owned */
  GPtrArray *pages; /* owned, of EtPrintPage */
  double y; /* where the next thing goes on the last page */
};

static const char *
translate (EtInvoiceDrawing *self, const char *msgid)
{
  return et_typeset_translate (self->typeset, msgid);
}

static EtPrintPage *
last_page (EtInvoiceDrawing *self)
{
  return g_ptr_array_index (self->pages, self->pages->len - 1);
}

static char *
format_money (EtInvoiceDrawing *self, int64_t cents)
{
  return et_money_format (cents, et_typeset_get_language (self->typeset));
}

static char *
format_rate (EtInvoiceDrawing *self, int64_t permille)
{
  return et_tax_format_rate (permille, et_typeset_get_language (self->typeset));
}

/* Texts side by side, each in its column.
 *
 * Returns: the height of the tallest */
static double
add_cells (EtInvoiceDrawing *self,
           const Column *columns,
           guint n_columns,
           const char *const *texts,
           EtTextFlags flags)
{
  double tallest = 0;

  for (guint i = 0; i < n_columns; i++)
    {
      EtTextStyle style = { .size = 9,
                            .min_size = 6,
                            .max_lines = columns[i].align == PANGO_ALIGN_LEFT ? 2 : 1,
                            .flags = flags | ET_TEXT_TABULAR,
                            .align = columns[i].align };
      EtTextBox box = { columns[i].x, self->y, columns[i].width, 0 };

      tallest = MAX (tallest, et_print_page_add_text (last_page (self), texts[i], &style, &box));
    }
  return tallest;
}

static void
add_titles (EtInvoiceDrawing *self, const Column *columns, guint n_columns)
{
  const char *titles[N_COLUMNS];
  const Column *last = &columns[n_columns - 1];

  for (guint i = 0; i < n_columns; i++)
    titles[i] = translate (self, columns[i].title);
  self->y += add_cells (self, columns, n_columns, titles, ET_TEXT_BOLD) + 1;
  et_print_page_add_rule (last_page (self), columns[0].x, self->y, last->x + last->width, self->y,
                          0.5, 0);
  self->y += ROW_PADDING;
}

/* Puts the lines of an address into @box and moves it below them. */
static void
add_address (EtInvoiceDrawing *self, const char *address, EtTextBox *box)
{
  g_auto (GStrv) lines = g_strsplit (address, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    box->y += et_print_page_add_text (last_page (self), lines[i], &body_style, box);
}

static void
add_seller (EtInvoiceDrawing *self)
{
  EtTextBox box = { MARGIN, TOP, INNER / 2, 0 };
  g_autofree char *tax = g_strdup_printf (translate (self, N_ ("VAT number %s")),
                                          self->invoice->seller_tax_number);

  box.y += et_print_page_add_text (last_page (self), self->invoice->seller_name, &seller_style,
                                   &box);
  add_address (self, self->invoice->seller_address, &box);
  if (*self->invoice->seller_tax_number != '\0')
    box.y += et_print_page_add_text (last_page (self), tax, &body_style, &box);
  self->y = box.y;
}

static void
add_facts (EtInvoiceDrawing *self)
{
  EtTextBox box = { MARGIN + INNER / 2 + 5, TOP, INNER / 2 - 5, 0 };
  g_autofree char *date = et_time_format_date (self->invoice->issued_at, INVOICE_ZONE,
                                               et_typeset_get_language (self->typeset));
  const char *credited = self->invoice->credited_number;
  const char *title = credited != NULL ? N_ ("Credit note") : N_ ("Invoice");
  const char *number = credited != NULL ? N_ ("Credit note number") : N_ ("Invoice number");
  EtPrintPage *page = last_page (self);

  box.y += et_print_page_add_text (page, translate (self, title), &title_style, &box) + 2;
  box.y += et_print_page_add_field (page, number, self->invoice->number, &fact_style, &box) + 1.5;
  if (credited != NULL)
    box.y += et_print_page_add_field (page, N_ ("For invoice"), credited, &fact_style, &box) + 1.5;
  box.y += et_print_page_add_field (page, N_ ("Date of issue"), date, &fact_style, &box) + 1.5;
  box.y += et_print_page_add_field (page, N_ ("Order"), self->invoice->order_code, &fact_style,
                                    &box);
  self->y = MAX (self->y, box.y) + 8;
}

static void
add_buyer (EtInvoiceDrawing *self)
{
  EtTextBox box = { MARGIN, self->y, INNER, 0 };
  EtPrintPage *page = last_page (self);

  box.y += et_print_page_add_field (page, N_ ("Billed to"), self->invoice->buyer_name, &buyer_style,
                                    &box);
  if (self->invoice->buyer_address != NULL)
    add_address (self, self->invoice->buyer_address, &box);
  if (self->invoice->buyer_email != NULL)
    box.y += et_print_page_add_text (page, self->invoice->buyer_email, &body_style, &box);
  self->y = box.y + 9;
}

/* A later page says whose it is before it goes on. */
static void
add_page (EtInvoiceDrawing *self)
{
  gboolean is_credit = self->invoice->credited_number != NULL;
  const char *format = is_credit ? N_ ("Credit note %s, continued") : N_ ("Invoice %s, continued");
  g_autofree char *head = g_strdup_printf (translate (self, format), self->invoice->number);
  EtTextBox box = { MARGIN, TOP, INNER, 0 };

  g_ptr_array_add (self->pages, et_print_page_new (self->typeset));
  self->y = TOP + et_print_page_add_text (last_page (self), head, &buyer_style, &box) + 6;
}

static void
add_line (EtInvoiceDrawing *self, EtInvoiceLine *line)
{
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT, line->quantity);
  g_autofree char *price = format_money (self, line->price_cents);
  g_autofree char *rate = format_rate (self, line->tax_permille);
  g_autofree char *amount = format_money (self, line->line_total_cents);
  const char *texts[N_COLUMNS] = { line->name, quantity, price, rate, amount };

  if (self->y > FOOT_Y - 14)
    {
      add_page (self);
      add_titles (self, line_columns, N_COLUMNS);
    }
  self->y += add_cells (self, line_columns, N_COLUMNS, texts, ET_TEXT_REGULAR) + ROW_PADDING;
  et_print_page_add_rule (last_page (self), MARGIN, self->y, MARGIN + INNER, self->y, 0.1, 0);
  self->y += ROW_PADDING;
}

static void
add_tax_total (EtInvoiceDrawing *self, const EtTaxTotal *total)
{
  g_autofree char *rate = format_rate (self, total->tax_permille);
  g_autofree char *net = format_money (self, total->net_cents);
  g_autofree char *tax = format_money (self, total->tax_cents);
  g_autofree char *gross = format_money (self, total->gross_cents);
  const char *texts[N_TOTALS] = { rate, net, tax, gross };

  add_cells (self, total_columns, N_TOTALS, texts, ET_TEXT_REGULAR);
  self->y += TOTAL_ROW_HEIGHT;
}

static void
add_grand_total (EtInvoiceDrawing *self)
{
  static const EtTextStyle word_style = { .size = 13, .min_size = 8, .flags = ET_TEXT_BOLD };
  static const EtTextStyle sum_style = {
    .size = 13, .min_size = 8, .flags = ET_TEXT_BOLD | ET_TEXT_TABULAR, .align = PANGO_ALIGN_RIGHT
  };
  static const EtTextStyle note_style = { .size = 8, .align = PANGO_ALIGN_RIGHT };
  g_autofree char *total = format_money (self, self->invoice->total_cents);
  gboolean is_credit = self->invoice->credited_number != NULL;
  const char *total_word = is_credit ? N_ ("Total credited") : N_ ("Total paid");
  EtPrintPage *page = last_page (self);
  EtTextBox word = { TOTALS_X, self->y + 2, 52, 0 };
  EtTextBox sum = { TOTALS_X + 53, self->y + 2, MARGIN + INNER - TOTALS_X - 53, 0 };
  EtTextBox note = { MARGIN, 0, INNER, 0 };

  et_print_page_add_rule (page, TOTALS_X, self->y, MARGIN + INNER, self->y, 0.5, 0);
  et_print_page_add_text (page, translate (self, total_word), &word_style, &word);
  note.y = sum.y + et_print_page_add_text (page, total, &sum_style, &sum) + 2;
  et_print_page_add_text (page, translate (self, N_ ("All prices include VAT.")), &note_style,
                          &note);
}

static void
add_totals (EtInvoiceDrawing *self)
{
  g_autoptr (GArray) totals = et_tax_totals_new (self->invoice);

  if (self->y + totals->len * TOTAL_ROW_HEIGHT + 34 > FOOT_Y)
    add_page (self);
  self->y += 6;
  add_titles (self, total_columns, N_TOTALS);
  for (guint i = 0; i < totals->len; i++)
    add_tax_total (self, &g_array_index (totals, EtTaxTotal, i));
  self->y += 1;
  add_grand_total (self);
}

static char *
name_seller (EtInvoice *invoice)
{
  if (*invoice->seller_tax_number == '\0')
    return g_strdup (invoice->seller_name);
  return g_strdup_printf ("%s · %s", invoice->seller_name, invoice->seller_tax_number);
}

static void
add_foot (EtInvoiceDrawing *self, guint index)
{
  EtTextStyle right = foot_style;
  EtTextBox box = { MARGIN, FOOT_Y + 3, INNER - 40, 0 };
  EtTextBox corner = { MARGIN + INNER - 38, FOOT_Y + 3, 38, 0 };
  g_autofree char *seller = name_seller (self->invoice);
  g_autofree char *number = g_strdup_printf (translate (self, N_ ("Page %u of %u")), index + 1,
                                             self->pages->len);
  EtPrintPage *page = g_ptr_array_index (self->pages, index);

  right.align = PANGO_ALIGN_RIGHT;
  et_print_page_add_rule (page, MARGIN, FOOT_Y, MARGIN + INNER, FOOT_Y, 0.1, 0);
  et_print_page_add_text (page, seller, &foot_style, &box);
  et_print_page_add_text (page, number, &right, &corner);
}

/* Lays out an invoice in @language, a word of et_languages. The drawing stays in the thread that made it.
 *
 * Returns: (transfer full): free with et_invoice_drawing_free() */
EtInvoiceDrawing *
et_invoice_drawing_new (EtInvoice *invoice, const char *language)
{
  EtInvoiceDrawing *self;

  g_return_val_if_fail (ET_IS_INVOICE (invoice), NULL);

  self = g_new0 (EtInvoiceDrawing, 1);
  self->invoice = g_object_ref (invoice);
  self->typeset = et_typeset_new (language);
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) et_print_page_free);
  g_ptr_array_add (self->pages, et_print_page_new (self->typeset));
  add_seller (self);
  add_facts (self);
  add_buyer (self);
  add_titles (self, line_columns, N_COLUMNS);
  for (guint i = 0; invoice->items != NULL && i < invoice->items->len; i++)
    add_line (self, g_ptr_array_index (invoice->items, i));
  add_totals (self);
  for (guint i = 0; i < self->pages->len; i++)
    add_foot (self, i);
  return self;
}

void
et_invoice_drawing_free (EtInvoiceDrawing *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->pages);
  et_typeset_unref (self->typeset);
  g_object_unref (self->invoice);
  g_free (self);
}

guint
et_invoice_drawing_get_n_pages (EtInvoiceDrawing *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->pages->len;
}

/* Draws a page with its top left corner at the origin; a user unit of @cr is a millimetre. */
void
et_invoice_drawing_draw_page (EtInvoiceDrawing *self, guint page, cairo_t *cr)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (page < self->pages->len);

  et_print_page_draw (g_ptr_array_index (self->pages, page), cr);
}
