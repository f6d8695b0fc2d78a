/* SPDX-License-Identifier: MIT */
#include "core/et-json-scan.h"
#include "server/service/et-offer-edit.h"
#include "server/service/et-sync.h"
#include "test-shop.h"

static JsonObject *
ask_query (TestShop *shop, const EtSyncQuery *query)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *answer;

  et_json_writer_begin_object (writer, NULL);
  et_sync_write (shop->db, &shop->services, query, writer, &error);
  g_assert_no_error (error);
  et_json_writer_end_object (writer);
  json = et_json_writer_finish (writer);
  answer = et_json_parse_object (g_bytes_get_data (json, NULL), g_bytes_get_size (json),
                                 &et_json_answer_limits, &error);
  g_assert_no_error (error);
  return answer;
}

static JsonObject *
ask (TestShop *shop, int64_t account_id, int64_t since, int64_t limit)
{
  return ask_query (shop, &(EtSyncQuery){ account_id, since, limit, 0, 0 });
}

static int64_t
next_of (JsonObject *answer)
{
  return json_object_get_int_member (answer, "next");
}

/* How many changes of a kind, or with NULL of all kinds, an answer holds. */
static guint
count (JsonObject *answer, const char *kind)
{
  JsonArray *changes = json_object_get_array_member (answer, "changes");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      n += kind == NULL || g_str_equal (json_object_get_string_member (change, "kind"), kind);
    }
  return n;
}

/* Returns: (transfer none): the last change of a kind. */
static JsonObject *
last (JsonObject *answer, const char *kind)
{
  JsonArray *changes = json_object_get_array_member (answer, "changes");

  for (guint i = json_array_get_length (changes); i > 0; i--)
    {
      JsonObject *change = json_array_get_object_element (changes, i - 1);

      if (g_str_equal (json_object_get_string_member (change, "kind"), kind))
        return change;
    }
  g_assert_not_reached ();
}

static void
test_a_guest_gets_the_catalogue (TestShop *shop)
{
  g_autoptr (JsonObject) answer = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  answer = ask (shop, 0, 0, 500);
  g_assert_cmpuint (count (answer, "offer"), ==, 2);
  g_assert_cmpuint (count (answer, NULL), ==, 2);
  g_assert_false (json_object_get_boolean_member (answer, "more"));
  g_assert_false (json_object_get_boolean_member (answer, "reset"));
  g_assert_nonnull (json_object_get_string_member (answer, "server_time"));
  g_assert_cmpint (json_object_get_int_member (answer, "max_quantity"), ==, 20);
}

static void
test_the_first_sync_has_everything (TestShop *shop)
{
  g_autoptr (JsonObject) answer = NULL;
  JsonObject *ticket, *cart;

  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_buy (shop, shop->bob, shop->duo);
  test_shop_put (shop, shop->ada, shop->duo, 3);
  answer = ask (shop, shop->ada, 0, 500);
  g_assert_cmpuint (count (answer, "account"), ==, 1);
  g_assert_cmpuint (count (answer, "offer"), ==, 2);
  g_assert_cmpuint (count (answer, "order"), ==, 1);
  g_assert_cmpuint (count (answer, "ticket"), ==, 1);
  ticket = json_object_get_object_member (last (answer, "ticket"), "data");
  g_assert_nonnull (json_object_get_string_member (ticket, "ticket_key"));
  g_assert_cmpstr (json_object_get_string_member (ticket, "organiser"), ==, "Office");
  cart = json_object_get_object_member (last (answer, "cart"), "data");
  g_assert_cmpint (json_object_get_int_member (cart, "total_cents"), ==, 3 * 8500);
}

static void
test_nothing_new (TestShop *shop)
{
  g_autoptr (JsonObject) first = NULL;
  g_autoptr (JsonObject) second = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  first = ask (shop, shop->ada, 0, 500);
  second = ask (shop, shop->ada, next_of (first), 500);
  g_assert_cmpuint (count (second, NULL), ==, 0);
  g_assert_cmpint (next_of (second), ==, next_of (first));
}

static void
test_only_what_is_new_and_ones_own (TestShop *shop)
{
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) answer = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  before = ask (shop, shop->ada, 0, 500);
  test_shop_buy (shop, shop->bob, shop->solo);
  test_shop_buy (shop, shop->ada, shop->duo);
  answer = ask (shop, shop->ada, next_of (before), 500);
  g_assert_cmpuint (count (answer, "ticket"), ==, 1);
  g_assert_cmpuint (count (answer, "order"), ==, 1);
  g_assert_cmpuint (count (answer, "cart"), ==, 1);
  g_assert_cmpuint (count (answer, "offer"), ==, 0);
  g_assert_cmpint (next_of (answer), >, next_of (before));
}

static void
test_many_changes_of_one_cart_are_one (TestShop *shop)
{
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) answer = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 1);
  before = ask (shop, shop->ada, 0, 500);
  for (int i = 0; i < 4; i++)
    test_shop_put (shop, shop->ada, shop->solo, 1);
  answer = ask (shop, shop->ada, next_of (before), 500);
  g_assert_cmpuint (count (answer, NULL), ==, 1);
  g_assert_cmpint (
      json_object_get_int_member (json_object_get_object_member (last (answer, "cart"), "data"),
                                  "total_cents"),
      ==, 5 * 5000);
}

static void
test_an_offer_taken_off_sale_is_deleted (TestShop *shop)
{
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) answer = NULL;
  JsonObject *change;
  gboolean is_removed;

  test_shop_buy (shop, shop->bob, shop->solo);
  before = ask (shop, shop->ada, 0, 500);
  test_shop_begin (shop);
  g_assert_true (et_offer_edit_remove (shop->db, shop->sam, shop->solo, &is_removed, NULL));
  test_shop_commit (shop);
  answer = ask (shop, shop->ada, next_of (before), 500);
  change = last (answer, "offer");
  g_assert_false (is_removed);
  g_assert_cmpint (json_object_get_int_member (change, "id"), ==, shop->solo);
  g_assert_true (json_object_get_boolean_member (change, "deleted"));
  g_assert_true (json_object_get_null_member (change, "data"));
}

static void
test_pages_follow_one_another (TestShop *shop)
{
  int64_t since;
  guint n_tickets = 0, n_pages = 0;
  gboolean has_more = TRUE;
  g_autoptr (JsonObject) before = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  before = ask (shop, shop->ada, 0, 500);
  since = next_of (before);
  for (int i = 0; i < 3; i++)
    test_shop_buy (shop, shop->ada, shop->duo);
  while (has_more)
    {
      g_autoptr (JsonObject) answer = ask (shop, shop->ada, since, 2);

      g_assert_cmpuint (count (answer, NULL), <=, 2);
      g_assert_cmpint (next_of (answer), >, since);
      n_tickets += count (answer, "ticket");
      since = next_of (answer);
      has_more = json_object_get_boolean_member (answer, "more");
      n_pages++;
    }
  g_assert_cmpuint (n_tickets, ==, 3);
  g_assert_cmpuint (n_pages, >, 2);
}

/* Asks for the parts of a whole copy, two changes each. @ret_next: where the feed goes on. */
static void
read_parts (TestShop *shop, int64_t since, GHashTable *seen, guint *ret_parts, int64_t *ret_next)
{
  EtSyncQuery query = { shop->ada, since, 2, 0, 0 };
  gboolean has_more = TRUE;

  while (has_more)
    {
      g_autoptr (JsonObject) answer = ask_query (shop, &query);
      JsonArray *changes = json_object_get_array_member (answer, "changes");

      g_assert_cmpuint (json_array_get_length (changes), <=, 2);
      for (guint i = 0; i < json_array_get_length (changes); i++)
        {
          JsonObject *change = json_array_get_object_element (changes, i);

          g_assert_true (g_hash_table_add (
              seen, g_strdup_printf ("%s %d", json_object_get_string_member (change, "kind"),
                                     (int) json_object_get_int_member (change, "id"))));
        }
      has_more = json_object_get_boolean_member (answer, "more");
      *ret_next = next_of (answer);
      if (has_more)
        query = (EtSyncQuery){ shop->ada, 0, 2, json_object_get_int_member (answer, "at"),
                               json_object_get_int_member (answer, "after") };
      if (++*ret_parts == 2) /* something happens in the middle */
        test_shop_buy (shop, shop->ada, shop->solo);
    }
}

/* Each record comes once, and what happened meanwhile is there, too, or in the feed that follows. */
static void
test_a_whole_copy_comes_in_parts (TestShop *shop)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (JsonObject) before = ask (shop, shop->ada, 0, 500);
  g_autoptr (JsonObject) rest = NULL;
  guint n_parts = 0;
  int64_t next = 0;

  for (int i = 0; i < 3; i++)
    test_shop_buy (shop, shop->ada, shop->duo);
  read_parts (shop, 0, seen, &n_parts, &next);
  g_assert_cmpuint (n_parts, >=, 4);
  g_assert_cmpint (next, >, next_of (before));
  g_assert_cmpuint (g_hash_table_size (seen), >=, 2 + 1 + 1 + 3 + 3);
  rest = ask (shop, shop->ada, next, 500);
  g_assert_cmpuint (count (rest, "ticket"), ==, 1);
  g_assert_cmpuint (count (rest, "order"), ==, 1);
}

static void
test_a_reset_comes_in_parts (TestShop *shop)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_parts = 0;
  int64_t next = 0;

  for (int i = 0; i < 3; i++)
    test_shop_buy (shop, shop->ada, shop->duo);
  read_parts (shop, 4711, seen, &n_parts, &next);
  g_assert_cmpuint (n_parts, >=, 4);
  g_assert_cmpint (next, >, 0);
}

/* Parts of a copy whose changes are no longer kept cannot be joined. */
static void
test_parts_of_a_lost_feed_begin_anew (TestShop *shop)
{
  g_autoptr (JsonObject) first = NULL;
  g_autoptr (JsonObject) second = NULL;

  for (int i = 0; i < 3; i++)
    test_shop_buy (shop, shop->ada, shop->duo);
  first = ask (shop, shop->ada, 0, 2);
  second = ask_query (
      shop, &(EtSyncQuery){ shop->ada, 0, 2, 4711, json_object_get_int_member (first, "after") });
  g_assert_true (json_object_get_boolean_member (second, "reset"));
  g_assert_cmpint (json_object_get_int_member (second, "after"), ==,
                   json_object_get_int_member (first, "after"));
}

static void
test_who_knows_too_much_begins_anew (TestShop *shop)
{
  g_autoptr (JsonObject) answer = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  answer = ask (shop, shop->ada, 4711, 500);
  g_assert_true (json_object_get_boolean_member (answer, "reset"));
  g_assert_cmpuint (count (answer, "ticket"), ==, 1);
  g_assert_cmpint (next_of (answer), <, 4711);
}

static void
test_who_comes_too_late_begins_anew (TestShop *shop)
{
  g_autoptr (JsonObject) answer = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  test_shop_buy (shop, shop->ada, shop->duo);
  test_shop_exec (shop, "DELETE FROM changes WHERE seq <= 3");
  answer = ask (shop, shop->ada, 1, 500);
  g_assert_true (json_object_get_boolean_member (answer, "reset"));
  g_assert_cmpuint (count (answer, "ticket"), ==, 2);
}

static void
test_old_changes_are_forgotten (TestShop *shop)
{
  int64_t last_seq;
  g_autoptr (JsonObject) late = NULL;
  g_autoptr (JsonObject) current = NULL;

  test_shop_buy (shop, shop->ada, shop->solo);
  last_seq = test_shop_get (shop, "SELECT MAX(seq) FROM changes");
  g_assert_true (et_sync_sweep (shop->db, et_time_now (), NULL));
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM changes"), ==, last_seq);
  g_assert_true (et_sync_sweep (shop->db, et_time_now () + ET_SYNC_KEPT + ET_DAY, NULL));
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM changes"), ==, 1);
  late = ask (shop, shop->ada, 1, 500);
  current = ask (shop, shop->ada, last_seq - 1, 500);
  g_assert_true (json_object_get_boolean_member (late, "reset"));
  g_assert_false (json_object_get_boolean_member (current, "reset"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/sync/guest", test_a_guest_gets_the_catalogue);
  test_shop_add ("/server/sync/first", test_the_first_sync_has_everything);
  test_shop_add ("/server/sync/nothing-new", test_nothing_new);
  test_shop_add ("/server/sync/own", test_only_what_is_new_and_ones_own);
  test_shop_add ("/server/sync/one-cart", test_many_changes_of_one_cart_are_one);
  test_shop_add ("/server/sync/tombstone", test_an_offer_taken_off_sale_is_deleted);
  test_shop_add ("/server/sync/pages", test_pages_follow_one_another);
  test_shop_add ("/server/sync/parts", test_a_whole_copy_comes_in_parts);
  test_shop_add ("/server/sync/parts/reset", test_a_reset_comes_in_parts);
  test_shop_add ("/server/sync/parts/lost", test_parts_of_a_lost_feed_begin_anew);
  test_shop_add ("/server/sync/ahead", test_who_knows_too_much_begins_anew);
  test_shop_add ("/server/sync/too-late", test_who_comes_too_late_begins_anew);
  test_shop_add ("/server/sync/sweep", test_old_changes_are_forgotten);
  return g_test_run ();
}
