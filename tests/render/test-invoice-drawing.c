/* SPDX-License-Identifier: MIT */
#include "reading.h"
#include "render/et-export.h"
#include "render/et-invoice-drawing.h"
#include "render/et-tax-totals.h"
#include "sample.h"

static guint
count_pages (guint n_lines)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (n_lines);
  g_autoptr (EtInvoiceDrawing) drawing = et_invoice_drawing_new (invoice, "fr");

  return et_invoice_drawing_get_n_pages (drawing);
}

static void
test_one_line_takes_one_page (void)
{
  g_assert_cmpuint (count_pages (1), ==, 1);
}

static void
test_sixty_lines_take_three_pages (void)
{
  g_assert_cmpuint (count_pages (60), ==, 3);
}

static char *
read_invoice (guint n_lines, const char *language, int page)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (n_lines);
  g_autoptr (GBytes) pdf = et_export_invoice_pdf (invoice, language, NULL);

  return reading_get_text (pdf, page);
}

static void
assert_says_all (const char *text, const char *const *expected)
{
  for (gsize i = 0; expected[i] != NULL; i++)
    if (strstr (text, expected[i]) == NULL)
      g_error ("“%s” is missing in: %s", expected[i], text);
}

static void
test_english (void)
{
  static const char *const expected[] = { "Billetterie de Paris SAS",
                                          "12 rue de la Paix",
                                          "75002 Paris",
                                          "VAT number FR12345678901",
                                          "Invoice",
                                          "2026-000042",
                                          "Thursday 2 July 2026",
                                          "K7PQ2",
                                          "Billed to",
                                          "Zoé Müller-Lefèvre",
                                          "3 rue Oberkampf",
                                          "Bâtiment B",
                                          "75011 Paris",
                                          "France",
                                          "zoe@example.org",
                                          "Description",
                                          "Quantity",
                                          "Unit price",
                                          "VAT",
                                          "Amount",
                                          "Session 1, Ticket Duo - Natation",
                                          "€85.00",
                                          "5.5%",
                                          "20%",
                                          "Net",
                                          "Gross",
                                          "Total paid",
                                          "€255.00",
                                          "All prices include VAT.",
                                          "Page 1 of 1",
                                          NULL };
  g_autofree char *text = read_invoice (2, "en", 0);

  assert_says_all (text, expected);
}

static void
test_french (void)
{
  static const char *const expected[] = { "Facture",       "Facturé à",  "Désignation", "Quantité",
                                          "Prix unitaire", "TVA",        "Montant",     "HT",
                                          "TTC",           "Total payé", "85,00 €",     "5,5 %",
                                          "Page 1 sur 1",  NULL };
  g_autofree char *text = read_invoice (2, "fr", 0);

  assert_says_all (text, expected);
}

static void
test_german (void)
{
  static const char *const expected[] = {
    "Rechnung",   "Rechnung an", "Beschreibung",  "Menge",  "Einzelpreis",
    "MwSt.-Satz", "Betrag",      "Netto",         "Brutto", "Bezahlt insgesamt",
    "85,00 €",    "5,5 %",       "Seite 1 von 1", NULL
  };
  g_autofree char *text = read_invoice (2, "de", 0);

  assert_says_all (text, expected);
}

static void
test_spanish (void)
{
  static const char *const expected[] = {
    "Factura", "Facturado a", "Descripción",   "Cantidad", "Precio unitario",
    "IVA",     "Importe",     "Neto",          "Bruto",    "Total pagado",
    "85,00 €", "5,5 %",       "Página 1 de 1", NULL
  };
  g_autofree char *text = read_invoice (2, "es", 0);

  assert_says_all (text, expected);
}

static void
test_later_pages_say_whose_they_are (void)
{
  static const char *const expected[] = { "Invoice 2026-000042, continued", "Description",
                                          "Page 2 of 3", NULL };
  g_autofree char *text = read_invoice (60, "en", 1);

  assert_says_all (text, expected);
}

static void
test_every_line_is_on_some_page (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (60);
  g_autoptr (GBytes) pdf = et_export_invoice_pdf (invoice, "en", NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (int page = 0; page < 3; page++)
    {
      g_autofree char *text = reading_get_text (pdf, page);

      g_string_append (all, text);
    }
  for (guint i = 1; i <= 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("Session %u,", i);

      if (strstr (all->str, name) == NULL)
        g_error ("“%s” is missing in: %s", name, all->str);
    }
}

static void
test_totals_by_rate (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (4); /* 1, 2, 3 and 1 times €85 */
  g_autoptr (GArray) totals = et_tax_totals_new (invoice);
  const EtTaxTotal *reduced = &g_array_index (totals, EtTaxTotal, 0);
  const EtTaxTotal *full = &g_array_index (totals, EtTaxTotal, 1);

  g_assert_cmpuint (totals->len, ==, 2);
  g_assert_cmpint (reduced->tax_permille, ==, 55);
  g_assert_cmpint (reduced->gross_cents, ==, 34000);
  g_assert_cmpint (reduced->tax_cents, ==, 1773); /* 34000 × 55 ÷ 1055 = 1772.51 */
  g_assert_cmpint (reduced->net_cents, ==, 32227);
  g_assert_cmpint (full->tax_permille, ==, 200);
  g_assert_cmpint (full->gross_cents, ==, 25500);
  g_assert_cmpint (full->tax_cents, ==, 4250);
  g_assert_cmpint (full->net_cents, ==, 21250);
}

static void
test_totals_add_up (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (60);
  g_autoptr (GArray) totals = et_tax_totals_new (invoice);
  int64_t gross = 0;

  for (guint i = 0; i < totals->len; i++)
    {
      const EtTaxTotal *total = &g_array_index (totals, EtTaxTotal, i);

      g_assert_cmpint (total->net_cents + total->tax_cents, ==, total->gross_cents);
      gross += total->gross_cents;
    }
  g_assert_cmpint (gross, ==, invoice->total_cents);
}

static void
test_no_lines_have_no_totals (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (0);
  g_autoptr (GArray) totals = et_tax_totals_new (invoice);

  g_assert_cmpuint (totals->len, ==, 0);
}

static void
test_totals_are_printed (void)
{
  static const char *const expected[] = { "€322.27", "€17.73",  "€340.00", "€212.50",
                                          "€42.50",  "€255.00", "€595.00", NULL };
  g_autofree char *text = read_invoice (4, "en", 0);

  assert_says_all (text, expected);
}

static void
test_page_is_a4 (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (1);
  g_autoptr (GBytes) pdf = et_export_invoice_pdf (invoice, "en", NULL);
  PopplerPage *page = reading_open_page (pdf, 0);
  double width, height;

  poppler_page_get_size (page, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 210 / 25.4 * 72, 0.01);
  g_assert_cmpfloat_with_epsilon (height, 297 / 25.4 * 72, 0.01);
  g_object_unref (page);
}

static void
test_title (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (1);
  g_autoptr (GBytes) pdf = et_export_invoice_pdf (invoice, "fr", NULL);
  PopplerDocument *document = reading_open_pdf (pdf);
  g_autofree char *title = poppler_document_get_title (document);
  g_autofree char *author = poppler_document_get_author (document);

  g_assert_cmpstr (title, ==, "Facture 2026-000042");
  g_assert_cmpstr (author, ==, "Billetterie de Paris SAS");
  g_object_unref (document);
}

static void
test_private_seller_has_no_tax_number (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (1);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  et_record_set_text (&invoice->seller_tax_number, "");
  pdf = et_export_invoice_pdf (invoice, "en", NULL);
  text = reading_get_text (pdf, 0);
  g_assert_null (strstr (text, "VAT number"));
  g_assert_null (strstr (text, "·"));
}

/* In Paris it was the next year already, but the number counts in UTC. */
static void
test_date_is_of_the_year_in_the_number (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (1);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  invoice->issued_at = 1798759800000; /* 2026-12-31T23:30:00Z */
  pdf = et_export_invoice_pdf (invoice, "en", NULL);
  text = reading_get_text (pdf, 0);
  g_assert_nonnull (strstr (text, "Thursday 31 December 2026"));
}

static void
test_nothing_overlaps (void)
{
  g_autoptr (EtInvoice) invoice = sample_invoice_new (60);
  g_autoptr (GBytes) pdf = et_export_invoice_pdf (invoice, "fr", NULL);

  for (int page = 0; page < 3; page++)
    g_assert_true (reading_is_clear (pdf, page));
}

static void
test_nothing_overlaps_however_long (void)
{
  g_autoptr (EtInvoice) invoice = sample_long_invoice_new ();
  g_autoptr (GBytes) pdf = et_export_invoice_pdf (invoice, "fr", NULL);

  g_assert_true (reading_is_clear (pdf, 0));
  g_assert_true (reading_is_clear (pdf, 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invoice/one-line-takes-one-page", test_one_line_takes_one_page);
  g_test_add_func ("/invoice/sixty-lines-take-three-pages", test_sixty_lines_take_three_pages);
  g_test_add_func ("/invoice/english", test_english);
  g_test_add_func ("/invoice/french", test_french);
  g_test_add_func ("/invoice/german", test_german);
  g_test_add_func ("/invoice/spanish", test_spanish);
  g_test_add_func ("/invoice/later-pages-say-whose-they-are", test_later_pages_say_whose_they_are);
  g_test_add_func ("/invoice/every-line-is-on-some-page", test_every_line_is_on_some_page);
  g_test_add_func ("/invoice/totals-are-printed", test_totals_are_printed);
  g_test_add_func ("/invoice/page-is-a4", test_page_is_a4);
  g_test_add_func ("/invoice/private-seller-has-no-tax-number",
                   test_private_seller_has_no_tax_number);
  g_test_add_func ("/invoice/date-is-of-the-year-in-the-number",
                   test_date_is_of_the_year_in_the_number);
  g_test_add_func ("/invoice/nothing-overlaps", test_nothing_overlaps);
  g_test_add_func ("/invoice/nothing-overlaps-however-long", test_nothing_overlaps_however_long);
  g_test_add_func ("/invoice/title", test_title);
  g_test_add_func ("/tax-totals/by-rate", test_totals_by_rate);
  g_test_add_func ("/tax-totals/add-up", test_totals_add_up);
  g_test_add_func ("/tax-totals/no-lines-have-no-totals", test_no_lines_have_no_totals);
  return g_test_run ();
}
