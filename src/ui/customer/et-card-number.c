/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-card-number.h"

#include <string.h>

/* ISO/IEC 7812-1: up to 19 digits; no card in use has fewer than 12. */
#define MOST_DIGITS 19
#define LEAST_DIGITS 12
#define GROUP 4

/* The first @most digits of @text, everything else left out. */
char *
et_card_keep_digits (const char *text, gsize most)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0' && digits->len < most; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  return g_string_free (digits, FALSE);
}

/* The digits of a card number in groups of four, as they stand on a card. */
char *
et_card_number_format (const char *text)
{
  g_autofree char *digits = et_card_keep_digits (text, MOST_DIGITS);
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; digits[i] != '\0'; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (grouped, ' ');
      g_string_append_c (grouped, digits[i]);
    }
  return g_string_free (grouped, FALSE);
}

/* Whether a card number is long enough and its last digit checks (ISO/IEC 7812-1 annex B, the
 * “Luhn” formula). */
gboolean
et_card_number_is_valid (const char *text)
{
  g_autofree char *digits = et_card_keep_digits (text, MOST_DIGITS + 1);
  gsize length = strlen (digits);
  int sum = 0;

  if (length < LEAST_DIGITS || length > MOST_DIGITS)
    return FALSE;

  for (gsize i = 0; i < length; i++)
    {
      int digit = digits[length - 1 - i] - '0';
      int doubled = i % 2 == 1 ? digit * 2 : digit;

      sum += doubled > 9 ? doubled - 9 : doubled;
    }
  return sum % 10 == 0;
}

/* Month and year of expiry as MM/YY; a first digit above 1 is a month of one digit. */
char *
et_card_expiry_format (const char *text)
{
  g_autofree char *digits = et_card_keep_digits (text, 4);
  g_autofree char *padded = digits[0] > '1' ? g_strdup_printf ("0%.3s", digits) : g_strdup (digits);

  if (strlen (padded) <= 2)
    return g_steal_pointer (&padded);
  return g_strdup_printf ("%.2s/%s", padded, padded + 2);
}

/* Whether MM/YY is a month that has not ended at @now. */
gboolean
et_card_expiry_is_valid (const char *text, GDateTime *now)
{
  g_autofree char *digits = et_card_keep_digits (text, 5);
  int month;
  int year;

  if (strlen (digits) != 4)
    return FALSE;

  month = (digits[0] - '0') * 10 + digits[1] - '0';
  year = 2000 + (digits[2] - '0') * 10 + digits[3] - '0';
  return month >= 1 && month <= 12 &&
         year * 12 + month >= g_date_time_get_year (now) * 12 + g_date_time_get_month (now);
}

/* The digits of a security code. */
char *
et_card_code_format (const char *text)
{
  return et_card_keep_digits (text, 4);
}

/* Whether a security code has its three digits, or four. */
gboolean
et_card_code_is_valid (const char *text)
{
  g_autofree char *digits = et_card_keep_digits (text, 5);
  gsize length = strlen (digits);

  return length == 3 || length == 4;
}
