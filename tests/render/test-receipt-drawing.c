/* SPDX-License-Identifier: MIT */
#include <cairo-pdf.h>

#include "reading.h"
#include "render/et-receipt-drawing.h"

static void
add_line (EtOrder *order, const char *name, int64_t quantity, int64_t tax_permille)
{
  EtOrderLine *line = et_order_line_new ();

  et_record_set_text (&line->name, name);
  line->price_cents = 8500;
  line->quantity = quantity;
  line->tax_permille = tax_permille;
  line->line_total_cents = line->price_cents * quantity;
  order->total_cents += line->line_total_cents;
  g_ptr_array_add (order->items, line);
}

static EtOrder *
new_order (guint n_lines)
{
  EtOrder *order = et_order_new ();

  order->id = 42;
  order->created_at = order->paid_at = INT64_C (1785607200000);
  et_record_set_text (&order->code, "K7PQ2");
  et_record_set_text (&order->state, "paid");
  if (order->items == NULL)
    order->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_lines; i++)
    add_line (order, "Ticket Duo - Natation", 2, i % 2 == 0 ? 55 : 200);
  return order;
}

static cairo_status_t
append_cb (void *closure, const guchar *data, guint length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* Returns: (transfer full): what a reader can select on the strip */
static char *
read_receipt (EtOrder *order, guint copy, const char *language)
{
  g_autoptr (EtReceiptDrawing)
      drawing = et_receipt_drawing_new (order, "Billetterie SAS", copy, language);
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  double width, height;
  cairo_surface_t *pdf;
  cairo_t *cr;

  et_receipt_drawing_get_size (drawing, &width, &height);
  pdf = cairo_pdf_surface_create_for_stream (append_cb, out, width / 25.4 * 72, height / 25.4 * 72);
  cr = cairo_create (pdf);
  cairo_scale (cr, 72 / 25.4, 72 / 25.4);
  et_receipt_drawing_draw (drawing, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (pdf);
  bytes = g_byte_array_free_to_bytes (out);
  return reading_get_text (bytes, 0);
}

static void
test_says_what_was_paid (void)
{
  g_autoptr (EtOrder) order = new_order (2);
  g_autofree char *text = read_receipt (order, 1, "en");

  g_assert_nonnull (strstr (text, "Billetterie SAS"));
  g_assert_nonnull (strstr (text, "K7PQ2"));
  g_assert_nonnull (strstr (text, "Ticket Duo - Natation"));
  g_assert_nonnull (strstr (text, "€340.00"));
}

/* 170.00 at 20 % hold 28.33 of tax, at 5.5 % 8.86. */
static void
test_says_the_tax_of_each_rate (void)
{
  g_autoptr (EtOrder) order = new_order (2);
  g_autofree char *text = read_receipt (order, 1, "en");

  g_assert_nonnull (strstr (text, "€28.33"));
  g_assert_nonnull (strstr (text, "€8.86"));
}

static void
test_only_a_reprint_says_so (void)
{
  g_autoptr (EtOrder) order = new_order (1);
  g_autofree char *first = read_receipt (order, 1, "fr");
  g_autofree char *second = read_receipt (order, 2, "fr");

  g_assert_null (strstr (first, "Exemplaire"));
  g_assert_nonnull (strstr (second, "Exemplaire 2"));
}

static void
test_a_longer_order_makes_a_longer_strip (void)
{
  g_autoptr (EtOrder) order = new_order (50);
  g_autoptr (EtReceiptDrawing) drawing = et_receipt_drawing_new (order, "Billetterie SAS", 1, "en");
  double width, height;

  et_receipt_drawing_get_size (drawing, &width, &height);
  g_assert_cmpfloat (width, ==, 80);
  g_assert_cmpfloat (height, >, 400);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/receipt/paid", test_says_what_was_paid);
  g_test_add_func ("/receipt/tax", test_says_the_tax_of_each_rate);
  g_test_add_func ("/receipt/copy", test_only_a_reprint_says_so);
  g_test_add_func ("/receipt/long", test_a_longer_order_makes_a_longer_strip);
  return g_test_run ();
}
