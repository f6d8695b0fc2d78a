/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/service/et-order-code.h"
#include "test-shop.h"

static void
assert_split (const char *text, const char *expected_code, int64_t expected_serial)
{
  g_autofree char *code = NULL;
  int64_t serial = -1;

  g_assert_true (et_order_code_split (text, &code, &serial));
  g_assert_cmpstr (code, ==, expected_code);
  g_assert_cmpint (serial, ==, expected_serial);
}

static void
test_what_people_type (TestShop *shop)
{
  assert_split ("K7PQ2", "K7PQ2", 0);
  assert_split (" k7pq2-3 ", "K7PQ2", 3);
  assert_split ("K7PQ22-50", "K7PQ22", 50);
}

static void
test_what_is_no_code (TestShop *shop)
{
  static const char *const texts[] = { "",        "K7PQ",     "Martin", "K7PQ2-",
                                       "K7PQ2-0", "K7PQ2-3x", "K0PQ2",  "K7 PQ2",
                                       "K7PQ2+3", "K7PQ2--3", "ÉK7PQ2", "K7PQ2-3-4" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *code = NULL;
      int64_t serial;

      g_assert_false (et_order_code_split (texts[i], &code, &serial));
    }
}

static void
test_codes_are_fresh_and_legible (TestShop *shop)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 500; i++)
    {
      g_autoptr (GError) error = NULL;
      char *code = et_order_code_make (shop->db, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (code), ==, 5);
      g_assert_null (strpbrk (code, "01ILOBSUZ"));
      g_hash_table_add (seen, code);
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 490);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/order-code/split", test_what_people_type);
  test_shop_add ("/server/order-code/no-code", test_what_is_no_code);
  test_shop_add ("/server/order-code/make", test_codes_are_fresh_and_legible);
  return g_test_run ();
}
