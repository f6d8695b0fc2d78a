/* SPDX-License-Identifier: MIT */
#include "core/et-error.h"

static void
test_table_is_whole (void)
{
  g_autoptr (GHashTable) words = g_hash_table_new (g_str_hash, g_str_equal);

  for (EtErrorCode code = 0; code < ET_ERROR_N_CODES; code++)
    {
      EtErrorCode found = ET_ERROR_N_CODES;

      g_assert_true (g_hash_table_add (words, (gpointer) et_error_code_get_word (code)));
      g_assert_true (et_error_code_from_word (et_error_code_get_word (code), &found));
      g_assert_cmpint (found, ==, code);
      g_assert_cmpstr (et_error_code_get_sentence (code), !=, "");
    }
}

static void
test_statuses_of_the_contract (void)
{
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_CART_EMPTY), ==, 400);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_PAYMENT_DECLINED), ==, 402);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_TICKET_UNKNOWN), ==, 404);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_ALREADY_USED), ==, 409);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_VERSION_CHANGED), ==, 412);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_KEY_REUSED), ==, 422);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_VERSION_REQUIRED), ==, 428);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_PAYMENT_TIMEOUT), ==, 504);
  g_assert_cmpint (et_error_code_get_status (ET_ERROR_OFFLINE), ==, 0);
}

static void
test_unknown_word (void)
{
  EtErrorCode code = ET_ERROR_CSRF;

  g_assert_false (et_error_code_from_word ("no_such_word", &code));
  g_assert_cmpint (code, ==, ET_ERROR_CSRF);
}

static void
test_details_fill_the_sentence (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  et_error_set (&error, ET_ERROR_SOLD_OUT);
  et_error_add_int64 (&error, "available", 3);
  et_error_add_text (&error, "offer", "Solo");
  sentence = et_error_fill_sentence (error, "{available} of {offer}, {other}, {", "en");
  g_assert_cmpstr (sentence, ==, "3 of Solo, {other}, {");
}

static void
test_money_is_written_as_its_reader_does (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;
  g_autofree char *french = NULL, *english = NULL;

  et_error_set (&error, ET_ERROR_PRICE_CHANGED);
  et_error_add_money (&error, "total", 123000);
  copy = g_error_copy (error);
  french = et_error_fill_sentence (copy, "{total}", "fr");
  english = et_error_fill_sentence (copy, "{total}", "en");
  g_assert_cmpstr (french, ==, "1\u202f230,00\u00a0€");
  g_assert_cmpstr (english, ==, "€1,230.00");
  g_assert_cmpstr (et_error_get_detail (copy, "total"), ==, "1230.00");
}

static void
test_details_survive_a_copy (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) copy = NULL;

  et_error_set (&error, ET_ERROR_PRICE_CHANGED);
  et_error_add_money (&error, "total", -1205);
  et_error_add_time (&error, "at", 1758378600000);
  copy = g_error_copy (error);
  g_clear_error (&error);
  g_assert_cmpstr (et_error_get_detail (copy, "total"), ==, "-12.05");
  g_assert_cmpstr (et_error_get_detail (copy, "at"), ==, "2025-09-20T14:30:00Z");
  g_assert_null (et_error_get_detail (copy, "none"));
}

static void
append_detail (const char *name, EtDetailType type, const char *value, gpointer data)
{
  g_string_append_printf (data, "%s/%d/%s ", name, type, value);
}

static void
test_details_keep_their_order (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);

  et_error_set_field (&error, "qty", "“{field}” is wrong");
  et_error_add_int64 (&error, "max", 20);
  et_error_foreach_detail (error, append_detail, seen);
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
  g_assert_cmpstr (seen->str, ==, "field/0/qty max/1/20 ");
}

static void
test_nobody_asked (void)
{
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  et_error_set (NULL, ET_ERROR_INVALID);
  et_error_add_text (NULL, "name", "value");
  g_assert_cmpint (et_error_get_code (other), ==, ET_ERROR_INTERNAL);
  g_assert_null (et_error_get_detail (other, "name"));
  g_assert_null (et_error_get_detail (NULL, "name"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/error/table", test_table_is_whole);
  g_test_add_func ("/core/error/statuses", test_statuses_of_the_contract);
  g_test_add_func ("/core/error/unknown-word", test_unknown_word);
  g_test_add_func ("/core/error/sentence", test_details_fill_the_sentence);
  g_test_add_func ("/core/error/money", test_money_is_written_as_its_reader_does);
  g_test_add_func ("/core/error/copy", test_details_survive_a_copy);
  g_test_add_func ("/core/error/order", test_details_keep_their_order);
  g_test_add_func ("/core/error/unasked", test_nobody_asked);
  return g_test_run ();
}
