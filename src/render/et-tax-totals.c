/* SPDX-License-Identifier: MIT */
#include "render/et-tax-totals.h"

#include "core/et-language.h"

static EtTaxTotal *
find_or_append (GArray *totals, int64_t tax_permille)
{
  EtTaxTotal total = { .tax_permille = tax_permille };

  for (guint i = 0; i < totals->len; i++)
    if (g_array_index (totals, EtTaxTotal, i).tax_permille == tax_permille)
      return &g_array_index (totals, EtTaxTotal, i);
  g_array_append_val (totals, total);
  return &g_array_index (totals, EtTaxTotal, totals->len - 1);
}

static int
compare_rates (gconstpointer a, gconstpointer b)
{
  int64_t rate_a = ((const EtTaxTotal *) a)->tax_permille;
  int64_t rate_b = ((const EtTaxTotal *) b)->tax_permille;

  return rate_a < rate_b ? -1 : rate_a > rate_b;
}

/* The tax is taken once from the sum of a rate, not line by line, so that rounding is at most half
 * a cent a rate. */
static GArray *
take_tax (GArray *totals)
{
  for (guint i = 0; i < totals->len; i++)
    {
      EtTaxTotal *total = &g_array_index (totals, EtTaxTotal, i);

      total->tax_cents = et_tax_included_in (total->gross_cents, total->tax_permille);
      total->net_cents = total->gross_cents - total->tax_cents;
    }
  g_array_sort (totals, compare_rates);
  return totals;
}

/* Adds up the lines of @invoice by tax rate, lowest rate first.
 *
 * Returns: (transfer full) (element-type EtTaxTotal) */
GArray *
et_tax_totals_new (EtInvoice *invoice)
{
  GArray *totals = g_array_new (FALSE, FALSE, sizeof (EtTaxTotal));

  for (guint i = 0; invoice->items != NULL && i < invoice->items->len; i++)
    {
      EtInvoiceLine *line = g_ptr_array_index (invoice->items, i);

      find_or_append (totals, line->tax_permille)->gross_cents += line->line_total_cents;
    }
  return take_tax (totals);
}

/* The same of the lines of @order.
 *
 * Returns: (transfer full) (element-type EtTaxTotal) */
GArray *
et_tax_totals_new_of_order (EtOrder *order)
{
  GArray *totals = g_array_new (FALSE, FALSE, sizeof (EtTaxTotal));

  for (guint i = 0; order->items != NULL && i < order->items->len; i++)
    {
      EtOrderLine *line = g_ptr_array_index (order->items, i);

      find_or_append (totals, line->tax_permille)->gross_cents += line->line_total_cents;
    }
  return take_tax (totals);
}

/* 55 is 5.5 %. */
char *
et_tax_format_rate (int64_t tax_permille, const char *language)
{
  const EtLanguage *words = et_language_get (language);
  g_autofree char *whole = g_strdup_printf ("%" G_GINT64_FORMAT, tax_permille / 10);

  if (tax_permille % 10 == 0)
    return g_strconcat (whole, words->percent_sign, NULL);
  return g_strdup_printf ("%s%s%d%s", whole, words->decimal_sign, (int) (tax_permille % 10),
                          words->percent_sign);
}
