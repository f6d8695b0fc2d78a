/* SPDX-License-Identifier: MIT */
#include <gio/gio.h>

#include "ui/customer/et-card-number.h"

static void
assert_formatted (char *formatted, const char *expected)
{
  g_assert_cmpstr (formatted, ==, expected);
  g_free (formatted);
}

static void
test_a_number_is_grouped (void)
{
  assert_formatted (et_card_number_format ("4242424242424242"), "4242 4242 4242 4242");
  assert_formatted (et_card_number_format ("4242 42"), "4242 42");
  assert_formatted (et_card_number_format ("4a2-4"), "424");
  assert_formatted (et_card_number_format ("12345678901234567890"), "1234 5678 9012 3456 789");
  assert_formatted (et_card_number_format (""), "");
}

static void
test_the_last_digit_checks (void)
{
  g_assert_true (et_card_number_is_valid ("4242 4242 4242 4242"));
  g_assert_true (et_card_number_is_valid ("4000000000000002"));
  g_assert_true (et_card_number_is_valid ("4000 0000 0000 9995"));
  g_assert_false (et_card_number_is_valid ("4242 4242 4242 4241"));
  g_assert_false (et_card_number_is_valid ("4242 4242 4242 2442 1"));
  g_assert_false (et_card_number_is_valid ("42"));
  g_assert_false (et_card_number_is_valid ("00000000000000000000"));
  g_assert_false (et_card_number_is_valid (""));
}

static void
test_an_expiry_is_month_and_year (void)
{
  assert_formatted (et_card_expiry_format ("1"), "1");
  assert_formatted (et_card_expiry_format ("12"), "12");
  assert_formatted (et_card_expiry_format ("122"), "12/2");
  assert_formatted (et_card_expiry_format ("12/29"), "12/29");
  assert_formatted (et_card_expiry_format ("9"), "09");
  assert_formatted (et_card_expiry_format ("929"), "09/29");
  assert_formatted (et_card_expiry_format ("12299"), "12/29");
}

static void
test_a_card_lasts_to_the_end_of_its_month (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_utc (2029, 12, 31, 23, 59, 0);

  g_assert_true (et_card_expiry_is_valid ("12/29", now));
  g_assert_true (et_card_expiry_is_valid ("01/30", now));
  g_assert_false (et_card_expiry_is_valid ("11/29", now));
  g_assert_false (et_card_expiry_is_valid ("13/30", now));
  g_assert_false (et_card_expiry_is_valid ("00/30", now));
  g_assert_false (et_card_expiry_is_valid ("12/3", now));
  g_assert_false (et_card_expiry_is_valid ("", now));
}

static void
test_a_code_has_three_or_four_digits (void)
{
  g_assert_true (et_card_code_is_valid ("123"));
  g_assert_true (et_card_code_is_valid ("1234"));
  g_assert_false (et_card_code_is_valid ("12"));
  g_assert_false (et_card_code_is_valid (""));
  assert_formatted (et_card_code_format ("12345x"), "1234");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/card/number/grouped", test_a_number_is_grouped);
  g_test_add_func ("/card/number/checked", test_the_last_digit_checks);
  g_test_add_func ("/card/expiry/formatted", test_an_expiry_is_month_and_year);
  g_test_add_func ("/card/expiry/checked", test_a_card_lasts_to_the_end_of_its_month);
  g_test_add_func ("/card/code", test_a_code_has_three_or_four_digits);
  return g_test_run ();
}
