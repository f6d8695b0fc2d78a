/* SPDX-License-Identifier: MIT */
#include "core/et-invoice.h"
#include "core/et-money.h"

static void
assert_decimal (int64_t cents, const char *expected)
{
  g_autofree char *text = et_money_to_decimal (cents);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_to_decimal (void)
{
  assert_decimal (0, "0.00");
  assert_decimal (5, "0.05");
  assert_decimal (-5, "-0.05");
  assert_decimal (123456, "1234.56");
  assert_decimal (G_MININT64, "-92233720368547758.08");
}

static void
assert_read (const char *text, int64_t expected)
{
  int64_t cents = -1;

  g_assert_true (et_money_from_decimal (text, &cents));
  g_assert_cmpint (cents, ==, expected);
}

static void
test_from_decimal (void)
{
  static const char *const bad[] = { "",    "-1", "+1",       "1.234", "1,2,3", "a",
                                     "1e3", ".5", "12345678", "1 000", "0x1" };

  assert_read ("50", 5000);
  assert_read (" 50.5 ", 5050);
  assert_read ("50,05", 5005);
  assert_read ("7.", 700);
  assert_read ("9999999.99", 999999999);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      int64_t cents = 42;

      g_assert_false (et_money_from_decimal (bad[i], &cents));
      g_assert_cmpint (cents, ==, 42);
    }
}

static void
assert_format (int64_t cents, const char *language, const char *expected)
{
  g_autofree char *text = et_money_format (cents, language);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format (void)
{
  assert_format (5000, "en", "€50.00");
  assert_format (5000, NULL, "€50.00");
  assert_format (123456789, "en", "€1,234,567.89");
  assert_format (-5, "en", "−€0.05");
  assert_format (5000, "fr", "50,00\u00a0€");
  assert_format (125000, "fr_FR", "1\u202f250,00\u00a0€");
  assert_format (125000, "de", "1.250,00\u00a0€");
  assert_format (-5, "de_AT.UTF-8", "−0,05\u00a0€");
  assert_format (125000, "es", "1250,00\u00a0€");
  assert_format (123456789, "es-MX", "1.234.567,89\u00a0€");
}

static void
assert_input (int64_t cents, const char *language, const char *expected)
{
  g_autofree char *text = et_money_to_input (cents, language);
  int64_t read = -1;

  g_assert_cmpstr (text, ==, expected);
  g_assert_true (et_money_from_decimal (text, &read));
  g_assert_cmpint (read, ==, cents);
}

static void
test_input (void)
{
  assert_input (125005, "en", "1250.05");
  assert_input (125005, "fr", "1250,05");
  assert_input (125005, "de", "1250,05");
  assert_input (125005, "es", "1250,05");
}

static void
test_multiply (void)
{
  int64_t product = 7;

  g_assert_true (et_money_multiply (5000, 20, &product));
  g_assert_cmpint (product, ==, 100000);
  g_assert_false (et_money_multiply (G_MAXINT64, 2, &product));
  g_assert_cmpint (product, ==, 100000);
}

static void
test_tax (void)
{
  g_assert_cmpint (et_tax_included_in (5000, 55), ==, 261);
  g_assert_cmpint (et_tax_included_in (12000, 200), ==, 2000);
  g_assert_cmpint (et_tax_included_in (-12000, 200), ==, -2000);
  g_assert_cmpint (et_tax_included_in (5000, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/money/to-decimal", test_to_decimal);
  g_test_add_func ("/core/money/from-decimal", test_from_decimal);
  g_test_add_func ("/core/money/format", test_format);
  g_test_add_func ("/core/money/input", test_input);
  g_test_add_func ("/core/money/multiply", test_multiply);
  g_test_add_func ("/core/money/tax", test_tax);
  return g_test_run ();
}
