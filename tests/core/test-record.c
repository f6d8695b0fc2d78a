/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-error.h"
#include "core/et-json-scan.h"
#include "core/et-offer.h"
#include "core/et-order.h"

#define OFFER_JSON \
  "{\"id\":1,\"event_id\":2,\"name\":\"Solo\",\"offer_type\":\"solo\",\"admits\":1," \
  "\"price_cents\":5000,\"is_active\":true%s}"

static EtOffer *
read_offer (const char *more, EtJsonMode mode, GError **error)
{
  g_autofree char *text = g_strdup_printf (OFFER_JSON, more);
  g_autoptr (JsonObject)
      object = et_json_parse_object (text, strlen (text), &et_json_request_limits, NULL);

  return et_record_from_json (et_offer_get_type (), object, mode, error);
}

static void
test_from_json (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtOffer) offer = read_offer (",\"starts_at\":\"2025-09-20T14:30:00Z\",\"quota\":7",
                                          ET_JSON_STRICT, &error);

  g_assert_no_error (error);
  g_assert_cmpint (offer->price_cents, ==, 5000);
  g_assert_cmpstr (offer->name, ==, "Solo");
  g_assert_true (offer->is_active);
  g_assert_cmpint (offer->starts_at, ==, 1758378600000);
  g_assert_cmpint (offer->quota, ==, 7);
  g_assert_cmpint (offer->sold, ==, ET_NULL_INT64);
}

static void
assert_refused (const char *more, EtJsonMode mode, const char *field)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_offer (more, mode, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
  g_assert_cmpstr (et_error_get_detail (error, "field"), ==, field);
}

static void
test_bad_json (void)
{
  g_autoptr (EtOffer) lenient = read_offer (",\"extra\":1", ET_JSON_LENIENT, NULL);

  g_assert_nonnull (lenient);
  assert_refused (",\"extra\":1", ET_JSON_STRICT, "extra");
  assert_refused (",\"version\":\"1\"", ET_JSON_LENIENT, "version");
  assert_refused (",\"version\":1.5", ET_JSON_LENIENT, "version");
  assert_refused (",\"version\":null", ET_JSON_LENIENT, "version");
  assert_refused (",\"description\":5", ET_JSON_LENIENT, "description");
  assert_refused (",\"starts_at\":\"soon\"", ET_JSON_LENIENT, "starts_at");
}

static void
test_missing_member (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = json_object_new ();

  g_assert_null (et_record_from_json (et_offer_get_type (), object, ET_JSON_LENIENT, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
  g_assert_cmpstr (et_error_get_detail (error, "field"), ==, "id");
}

static EtOrder *
new_order (void)
{
  EtOrder *order = et_order_new ();
  EtOrderLine *line = et_order_line_new ();

  order->id = 42;
  order->total_cents = 10000;
  order->created_at = 1758378600000;
  et_record_set_text (&order->state, "paid");
  et_record_set_text (&order->currency, "EUR");
  line->offer_id = 1;
  line->quantity = 2;
  et_record_set_text (&line->name, "Duo");
  g_ptr_array_add (order->items, line);
  return order;
}

static void
test_round_trip_with_lines (void)
{
  g_autoptr (EtOrder) order = new_order ();
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (EtOrder) read = NULL;
  gsize length;
  const char *text;

  et_record_write_json (order, NULL, writer);
  json = et_json_writer_finish (writer);
  text = g_bytes_get_data (json, &length);
  object = et_json_parse_object (text, length, &et_json_request_limits, NULL);
  read = et_record_from_json (et_order_get_type (), object, ET_JSON_STRICT, NULL);
  g_assert_true (et_record_equal (order, read));
  g_assert_cmpint (json_object_get_array_member (object, "items") != NULL, ==, TRUE);
}

static void
test_money_is_shown_twice (void)
{
  g_autoptr (EtOrder) order = new_order ();
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;

  et_record_write_json (order, NULL, writer);
  json = et_json_writer_finish (writer);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (json, NULL), (gssize) g_bytes_get_size (json),
                                  "\"total_cents\":10000,\"total\":100.00,"));
}

static void
test_copy_is_its_own (void)
{
  g_autoptr (EtOrder) order = new_order ();
  g_autoptr (EtOrder) copy = et_record_copy (order);

  g_assert_true (et_record_equal (order, copy));
  ET_ORDER_LINE (g_ptr_array_index (copy->items, 0))->quantity = 3;
  g_assert_false (et_record_equal (order, copy));
  g_assert_cmpint (ET_ORDER_LINE (g_ptr_array_index (order->items, 0))->quantity, ==, 2);
}

static void
test_equal_minds_types_and_lengths (void)
{
  g_autoptr (EtOrder) order = new_order ();
  g_autoptr (EtOrder) longer = new_order ();
  g_autoptr (EtOffer) offer = et_offer_new ();

  g_assert_false (et_record_equal (order, offer));
  g_ptr_array_add (longer->items, et_order_line_new ());
  g_assert_false (et_record_equal (order, longer));
}

static void
test_properties (void)
{
  g_autoptr (EtOrder) order = new_order ();
  g_autofree char *state = NULL;
  g_autoptr (GPtrArray) items = NULL;
  int64_t total = 0;

  g_object_get (order, "state", &state, "total-cents", &total, "items", &items, NULL);
  g_assert_cmpstr (state, ==, "paid");
  g_assert_cmpint (total, ==, 10000);
  g_assert_cmpint (items->len, ==, 1);
}

static void
test_list_of_other_things (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonArray) array = json_array_new ();

  json_array_add_int_element (array, 1);
  g_assert_null (et_record_list_from_json (et_offer_get_type (), array, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/record/from-json", test_from_json);
  g_test_add_func ("/core/record/bad-json", test_bad_json);
  g_test_add_func ("/core/record/missing", test_missing_member);
  g_test_add_func ("/core/record/round-trip", test_round_trip_with_lines);
  g_test_add_func ("/core/record/money", test_money_is_shown_twice);
  g_test_add_func ("/core/record/copy", test_copy_is_its_own);
  g_test_add_func ("/core/record/equal", test_equal_minds_types_and_lengths);
  g_test_add_func ("/core/record/properties", test_properties);
  g_test_add_func ("/core/record/list", test_list_of_other_things);
  return g_test_run ();
}
