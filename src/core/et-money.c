/* SPDX-License-Identifier: MIT */
#include "core/et-money.h"

#include "core/et-language.h"

/* Returns: (transfer full): exactly two decimals and a point, such as 50.00 or -0.05. */
char *
et_money_to_decimal (int64_t cents)
{
  guint64 whole = cents < 0 ? -(guint64) cents : (guint64) cents;

  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02u", cents < 0 ? "-" : "", whole / 100,
                          (guint) (whole % 100));
}

/* Reads what people type: 50, 50.5, 50,00; at most two decimals, no sign, below ten million.
 * Returns FALSE, leaving @ret_cents alone, for anything else. */
gboolean
et_money_from_decimal (const char *text, int64_t *ret_cents)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *p = trimmed;
  int64_t cents = 0;
  int n_whole = 0, n_decimals = 0;

  for (; g_ascii_isdigit (*p); p++, n_whole++)
    if (n_whole < 8)
      cents = cents * 10 + (*p - '0');
  if (n_whole == 0 || n_whole > 7)
    return FALSE;
  if (*p == '.' || *p == ',')
    for (p++; g_ascii_isdigit (*p) && n_decimals < 2; p++, n_decimals++)
      cents = cents * 10 + (*p - '0');
  if (*p != '\0')
    return FALSE;
  for (; n_decimals < 2; n_decimals++)
    cents *= 10;
  *ret_cents = cents;
  return TRUE;
}

/* For people: “€1,250.00” in English, “1.250,00 €” with a no-break blank in German (Unicode CLDR).
 * Returns: (transfer full). */
char *
et_money_format (int64_t cents, const char *language)
{
  const EtLanguage *conventions = et_language_get (language);
  guint64 amount = cents < 0 ? -(guint64) cents : (guint64) cents;
  g_autofree char *whole = et_language_group (conventions, amount / 100);

  return g_strdup_printf ("%s%s%s%s%02u%s", cents < 0 ? "−" : "",
                          conventions->currency_first ? "€" : "", whole, conventions->decimal_sign,
                          (guint) (amount % 100), conventions->currency_first ? "" : "\u00a0€");
}

/* As a person types it into an entry: 1250.00, with the decimal sign of @language.
 * Returns: (transfer full). */
char *
et_money_to_input (int64_t cents, const char *language)
{
  char *text = et_money_to_decimal (cents);

  return g_strdelimit (text, ".", *et_language_get (language)->decimal_sign);
}

/* Returns FALSE, leaving @ret_cents alone, when the product does not fit. */
gboolean
et_money_multiply (int64_t cents, int64_t quantity, int64_t *ret_cents)
{
  int64_t product;

  if (__builtin_mul_overflow (cents, quantity, &product))
    return FALSE;
  *ret_cents = product;
  return TRUE;
}
