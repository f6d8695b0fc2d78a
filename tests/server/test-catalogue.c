/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-json-scan.h"
#include "test-shop.h"

static JsonArray *
load (TestShop *shop, char **ret_etag)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) json = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;
  const char *text;

  et_catalogue_load (shop->services.catalogue, shop->db, &error);
  g_assert_no_error (error);
  json = et_catalogue_get (shop->services.catalogue, ret_etag);
  text = g_bytes_get_data (json, &length);
  node = et_json_parse (text, length, &et_json_answer_limits, &error);
  g_assert_no_error (error);
  return json_array_ref (json_node_get_array (node));
}

static void
test_active_offers_by_price (TestShop *shop)
{
  g_autofree char *etag = NULL;
  g_autoptr (JsonArray) offers = NULL;
  JsonObject *first;

  test_shop_add_offer (shop, shop->event_id, "solo", 100, 1);
  test_shop_exec (shop, "UPDATE offers SET is_active = 0 WHERE offer_type = 'duo'");
  offers = load (shop, &etag);
  g_assert_cmpuint (json_array_get_length (offers), ==, 2);
  first = json_array_get_object_element (offers, 0);
  g_assert_cmpint (json_object_get_int_member (first, "price_cents"), ==, 100);
  g_assert_cmpstr (json_object_get_string_member (first, "sport"), ==, "athletics");
  g_assert_true (json_object_get_boolean_member (first, "is_active"));
  g_assert_true (json_object_get_null_member (first, "sold"));
}

static void
test_prices_have_two_decimals (TestShop *shop)
{
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) json = NULL;
  gsize length;

  json_array_unref (load (shop, &etag));
  g_clear_pointer (&etag, g_free);
  json = et_catalogue_get (shop->services.catalogue, &etag);
  length = g_bytes_get_size (json);
  g_assert_nonnull (
      g_strstr_len (g_bytes_get_data (json, NULL), (gssize) length, "\"price_eur\":50.00"));
}

static void
test_the_etag_follows_the_content (TestShop *shop)
{
  g_autofree char *first = NULL, *second = NULL, *third = NULL;

  json_array_unref (load (shop, &first));
  json_array_unref (load (shop, &second));
  test_shop_exec (shop, "UPDATE offers SET price_cents = 1");
  json_array_unref (load (shop, &third));
  g_assert_cmpstr (first, ==, second);
  g_assert_cmpstr (first, !=, third);
  g_assert_true (first[0] == '"' && first[strlen (first) - 1] == '"');
}

static void
assert_availability (TestShop *shop, const char *expected)
{
  g_autofree char *etag = NULL;
  g_autoptr (JsonArray) offers = load (shop, &etag);

  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (offers, 0), "availability"), ==,
      expected);
}

static void
test_availability (TestShop *shop)
{
  test_shop_exec (shop, "UPDATE offers SET sold = 8, quota = 10 WHERE offer_type = 'solo'");
  assert_availability (shop, "available");
  test_shop_exec (shop, "UPDATE offers SET held = 1 WHERE offer_type = 'solo'");
  assert_availability (shop, "few");
  test_shop_exec (shop, "UPDATE offers SET sold = 9 WHERE offer_type = 'solo'");
  assert_availability (shop, "sold_out");
  test_shop_exec (shop, "UPDATE offers SET quota = NULL WHERE offer_type = 'solo'");
  assert_availability (shop, "available");
  test_shop_exec (shop, "UPDATE offers SET sold = 0, held = 0");
}

static void
test_stale_is_loaded_at_most_four_times_a_second (TestShop *shop)
{
  EtCatalogue *catalogue = shop->services.catalogue;
  g_autofree char *before = NULL, *soon = NULL, *later = NULL;

  json_array_unref (load (shop, &before));
  test_shop_exec (shop, "UPDATE offers SET price_cents = 1");
  et_catalogue_mark_stale (catalogue);
  g_assert_true (et_catalogue_refresh (catalogue, shop->db, NULL));
  g_bytes_unref (et_catalogue_get (catalogue, &soon));
  g_usleep (G_USEC_PER_SEC * 3 / 10);
  g_assert_true (et_catalogue_refresh (catalogue, shop->db, NULL));
  g_bytes_unref (et_catalogue_get (catalogue, &later));
  g_assert_cmpstr (before, ==, soon);
  g_assert_cmpstr (before, !=, later);
}

static void
test_compressed_once_per_content (TestShop *shop)
{
  EtCatalogue *catalogue = shop->services.catalogue;
  g_autofree char *first_etag = NULL, *second_etag = NULL, *third_etag = NULL;
  g_autoptr (GBytes) first = NULL, second = NULL, third = NULL;

  g_assert_true (et_catalogue_load (catalogue, shop->db, NULL));
  first = et_catalogue_get_gzip (catalogue, &first_etag);
  g_assert_true (et_catalogue_load (catalogue, shop->db, NULL));
  second = et_catalogue_get_gzip (catalogue, &second_etag);
  test_shop_exec (shop, "UPDATE offers SET price_cents = 2");
  g_assert_true (et_catalogue_load (catalogue, shop->db, NULL));
  third = et_catalogue_get_gzip (catalogue, &third_etag);
  g_assert_true (first == second);
  g_assert_true (first != third);
  g_assert_cmpstr (first_etag, ==, second_etag);
  g_assert_cmpstr (first_etag, !=, third_etag);
}

static void
test_the_compressed_form_holds_the_same (TestShop *shop)
{
  EtCatalogue *catalogue = shop->services.catalogue;
  g_autofree char *etag = NULL, *gzip_etag = NULL;
  g_autoptr (GConverter)
      converter = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr (GBytes) json = NULL, gzip = NULL;
  char text[16 * 1024];
  gsize n_read, length;

  g_assert_true (et_catalogue_load (catalogue, shop->db, NULL));
  json = et_catalogue_get (catalogue, &etag);
  gzip = et_catalogue_get_gzip (catalogue, &gzip_etag);
  g_assert_cmpint (g_converter_convert (converter, g_bytes_get_data (gzip, NULL),
                                        g_bytes_get_size (gzip), text, sizeof text,
                                        G_CONVERTER_INPUT_AT_END, &n_read, &length, NULL),
                   ==, G_CONVERTER_FINISHED);
  g_assert_cmpmem (text, length, g_bytes_get_data (json, NULL), g_bytes_get_size (json));
}

static void
test_an_empty_catalogue (TestShop *shop)
{
  g_autoptr (EtCatalogue) catalogue = et_catalogue_new ();
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) json = et_catalogue_get (catalogue, &etag);

  g_assert_cmpmem (g_bytes_get_data (json, NULL), g_bytes_get_size (json), "[]", 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/catalogue/list", test_active_offers_by_price);
  test_shop_add ("/server/catalogue/prices", test_prices_have_two_decimals);
  test_shop_add ("/server/catalogue/etag", test_the_etag_follows_the_content);
  test_shop_add ("/server/catalogue/availability", test_availability);
  test_shop_add ("/server/catalogue/stale", test_stale_is_loaded_at_most_four_times_a_second);
  test_shop_add ("/server/catalogue/gzip/once", test_compressed_once_per_content);
  test_shop_add ("/server/catalogue/gzip/content", test_the_compressed_form_holds_the_same);
  test_shop_add ("/server/catalogue/empty", test_an_empty_catalogue);
  return g_test_run ();
}
