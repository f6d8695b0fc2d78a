/* SPDX-License-Identifier: MIT */
#include "server/service/et-hold.h"
#include "test-shop.h"

/* However many holds end at once, the writer is not kept for long. */
static void
test_a_sweep_has_its_measure (TestShop *shop)
{
  g_autoptr (GArray) first = NULL;
  g_autoptr (GArray) rest = NULL;

  test_shop_begin (shop);
  for (int i = 0; i < 501; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO orders (session_id, state, created_at, "
                                              "held_until) VALUES (%d, 'cart', 1, 1)",
                                              100 + i);

      test_shop_exec (shop, sql);
    }
  test_shop_commit (shop);
  first = et_hold_list_expired (shop->db, et_time_now (), NULL);
  g_assert_cmpuint (first->len, ==, 500);
  test_shop_begin (shop);
  g_assert_true (et_hold_sweep (shop->db, first, et_time_now (), NULL));
  test_shop_commit (shop);
  rest = et_hold_list_expired (shop->db, et_time_now (), NULL);
  g_assert_cmpuint (rest->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/hold-sweep/measure", test_a_sweep_has_its_measure);
  return g_test_run ();
}
