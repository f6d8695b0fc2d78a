/* SPDX-License-Identifier: MIT */
#include "render/et-print-page.h"

#define LABEL_SIZE 6.5 /* points */

typedef struct
{
  PangoLayout *layout; /* owned */
  double x, y;
  EtInk ink;
} PlacedText;

typedef struct
{
  double x0, y0, x1, y1;
  double weight;
  double dash; /* 0 for none */
} PlacedRule;

typedef struct
{
  double x, y, width, height, radius;
} PlacedBox;

struct _EtPage
{
  EtTypeset *typeset; /* owned */
  GArray *boxes; /* owned, of PlacedBox */
  GArray *rules; /* owned, of PlacedRule */
  GArray *texts; /* owned, of PlacedText */
};

static void
clear_text (gpointer data)
{
  g_object_unref (((PlacedText *) data)->layout);
}

static void
trace_rounded_box (cairo_t *cr, const PlacedBox *box)
{
  double left = box->x + box->radius, right = box->x + box->width - box->radius;
  double top = box->y + box->radius, bottom = box->y + box->height - box->radius;

  cairo_new_sub_path (cr);
  cairo_arc (cr, right, top, box->radius, -G_PI_2, 0);
  cairo_arc (cr, right, bottom, box->radius, 0, G_PI_2);
  cairo_arc (cr, left, bottom, box->radius, G_PI_2, G_PI);
  cairo_arc (cr, left, top, box->radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
stroke_rule (cairo_t *cr, const PlacedRule *rule)
{
  cairo_set_line_width (cr, rule->weight);
  cairo_set_line_cap (cr, rule->dash > 0 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
  if (rule->dash > 0)
    cairo_set_dash (cr, (double[]){ 0, rule->dash }, 2, 0);
  else
    cairo_set_dash (cr, NULL, 0, 0);
  cairo_move_to (cr, rule->x0, rule->y0);
  cairo_line_to (cr, rule->x1, rule->y1);
  cairo_stroke (cr);
}

static void
set_ink (cairo_t *cr, EtInk ink)
{
  double level = ink == ET_INK_WHITE ? 1 : 0;

  cairo_set_source_rgb (cr, level, level, level);
}

EtPrintPage *
et_print_page_new (EtTypeset *typeset)
{
  EtPrintPage *self = g_new0 (EtPrintPage, 1);

  self->typeset = et_typeset_ref (typeset);
  self->boxes = g_array_new (FALSE, FALSE, sizeof (PlacedBox));
  self->rules = g_array_new (FALSE, FALSE, sizeof (PlacedRule));
  self->texts = g_array_new (FALSE, FALSE, sizeof (PlacedText));
  g_array_set_clear_func (self->texts, clear_text);
  return self;
}

void
et_print_page_free (EtPrintPage *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->boxes);
  g_array_unref (self->rules);
  g_array_unref (self->texts);
  et_typeset_unref (self->typeset);
  g_free (self);
}

/* Places @text within @box as its style says, made to fit.
 *
 * Returns: the height it takes, millimetres */
double
et_print_page_add_text (EtPrintPage *self,
                        const char *text,
                        const EtTextStyle *style,
                        const EtTextBox *box)
{
  PlacedText placed = { .x = box->x, .y = box->y, .ink = style->ink };
  double width, height;

  placed.layout = et_typeset_fit (self->typeset, text, style, box->width, box->height);
  et_layout_get_size (placed.layout, &width, &height);
  if (style->align == PANGO_ALIGN_CENTER)
    placed.x += (box->width - width) / 2;
  else if (style->align == PANGO_ALIGN_RIGHT)
    placed.x += box->width - width;
  g_array_append_val (self->texts, placed);
  return height;
}

/* Places a small label, a msgid, and its value below it, together within @box.
 *
 * Returns: the height they take, millimetres */
double
et_print_page_add_field (EtPrintPage *self,
                         const char *label,
                         const char *value,
                         const EtTextStyle *style,
                         const EtTextBox *box)
{
  EtTextStyle label_style = { .size = LABEL_SIZE, .align = style->align, .ink = style->ink };
  EtTextBox rest = *box;
  double height = et_print_page_add_text (self, et_typeset_translate (self->typeset, label),
                                          &label_style, box);

  rest.y += height;
  rest.height = box->height > 0 ? box->height - height : 0;
  return height + et_print_page_add_text (self, value, style, &rest);
}

/* Returns: a mark between the texts placed so far and those to come */
guint
et_print_page_get_mark (EtPrintPage *self)
{
  return self->texts->len;
}

/* Moves the texts placed between two marks, once it is known how high all of them are. */
void
et_print_page_shift (EtPrintPage *self, guint from_mark, guint to_mark, double down_mm)
{
  for (guint i = from_mark; i < to_mark; i++)
    g_array_index (self->texts, PlacedText, i).y += down_mm;
}

/* Places a black line; with @dash, a row of dots that far apart. */
void
et_print_page_add_rule (
    EtPrintPage *self, double x0, double y0, double x1, double y1, double weight, double dash)
{
  PlacedRule rule = { x0, y0, x1, y1, weight, dash };

  g_array_append_val (self->rules, rule);
}

/* Places a black box with rounded corners, under all texts. */
void
et_print_page_add_box (
    EtPrintPage *self, double x, double y, double width, double height, double radius)
{
  PlacedBox box = { x, y, width, height, radius };

  g_array_append_val (self->boxes, box);
}

/* Draws the page; a user unit of @cr is a millimetre. */
void
et_print_page_draw (EtPrintPage *self, cairo_t *cr)
{
  cairo_save (cr);
  set_ink (cr, ET_INK_BLACK);
  for (guint i = 0; i < self->boxes->len; i++)
    {
      trace_rounded_box (cr, &g_array_index (self->boxes, PlacedBox, i));
      cairo_fill (cr);
    }
  for (guint i = 0; i < self->rules->len; i++)
    stroke_rule (cr, &g_array_index (self->rules, PlacedRule, i));
  for (guint i = 0; i < self->texts->len; i++)
    {
      PlacedText *text = &g_array_index (self->texts, PlacedText, i);

      set_ink (cr, text->ink);
      et_typeset_show (self->typeset, cr, text->layout, text->x, text->y);
    }
  cairo_restore (cr);
}
