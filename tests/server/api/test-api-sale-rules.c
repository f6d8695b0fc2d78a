/* SPDX-License-Identifier: MIT */
#include "test-office.h"

/* When an offer is on sale, and how many of its tickets an order and an account may have, as
 * callers see it. */
static TestOffice *office;

#define OFFER "\"name\":\"Ruled\",\"offer_type\":\"solo\",\"price_cents\":100,\"quota\":50,"
#define PAST "\"2001-01-01T10:00:00Z\""
#define FUTURE "\"2099-01-01T10:00:00Z\""

static EtTestAnswer *
add (int64_t offer_id, int quantity)
{
  return test_office_call (office, "POST", "/api/cart/add/", office->ada,
                           "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%d}", offer_id, quantity);
}

/* Returns: (transfer full): the refusal to sell, or to add with @quantity > 0. */
static JsonObject *
refuse (int64_t offer_id, int quantity, const char *code)
{
  g_autoptr (EtTestAnswer)
      answer = quantity > 0
                   ? add (offer_id, quantity)
                   : test_office_call (office, "POST", "/api/cart/checkout/", office->ada, "{}");

  et_test_answer_assert (answer, 409, code);
  return json_object_ref (et_test_answer_get_json (answer));
}

static void
put (int64_t offer_id, int quantity)
{
  g_autoptr (EtTestAnswer) answer = add (offer_id, quantity);

  et_test_answer_assert (answer, 200, NULL);
}

static void
clear (void)
{
  et_test_server_expect (office->server, "POST", "/api/cart/clear/", office->ada, "{}", 200, NULL);
}

/* Replaces the only version of an offer. */
static EtTestAnswer *
replace (int64_t offer_id, const char *etag, const char *members)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/offers/%" G_GINT64_FORMAT "/", offer_id);
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nIf-Match: \"%s\"\r\n",
                                             office->root, etag);
  g_autofree char *body = g_strdup_printf ("{\"event_id\":%" G_GINT64_FORMAT "," OFFER "%s}",
                                           office->event, members);

  return et_test_server_call_with (office->server, "PUT", path, fields, body);
}

static void
test_before_the_sale (void)
{
  g_autoptr (JsonObject) refusal = NULL;
  int64_t id = test_office_add_offer (office, OFFER "\"sale_starts\":" FUTURE);

  clear ();
  refusal = refuse (id, 1, "not_on_sale");
  test_office_assert_text (refusal, "sale_starts", "2099-01-01T10:00:00Z");
  test_office_assert_text (refusal, "error",
                           "La vente de « Ruled » commence le jeu. 1 janv. 2099, 10:00 UTC");
}

static void
test_after_the_sale (void)
{
  g_autoptr (JsonObject) refusal = NULL;
  int64_t id = test_office_add_offer (office, OFFER "\"sale_ends\":" PAST);

  clear ();
  refusal = refuse (id, 1, "not_on_sale");
  test_office_assert_text (refusal, "sale_ends", "2001-01-01T10:00:00Z");
}

/* Holding and buying are refused, too, and the cart stays. */
static void
test_a_sale_that_is_ended_meanwhile (void)
{
  g_autoptr (JsonObject) refusal = NULL;
  g_autoptr (EtTestAnswer) replaced = NULL;
  g_autoptr (EtTestAnswer) held = NULL;
  g_autoptr (JsonObject) cart = NULL;
  int64_t id = test_office_add_offer (office, OFFER "\"sale_ends\":" FUTURE);

  clear ();
  put (id, 2);
  replaced = replace (id, "1", "\"sale_ends\":" PAST);
  et_test_answer_assert (replaced, 200, NULL);
  held = test_office_call (office, "POST", "/api/cart/hold/", office->ada, "{}");
  et_test_answer_assert (held, 409, "not_on_sale");
  refusal = refuse (id, 0, "not_on_sale");
  test_office_assert_int (refusal, "offer_id", id);
  cart = test_office_get (office, "/api/cart/", office->ada);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (cart, "items")), ==, 1);
}

static void
test_one_order (void)
{
  g_autoptr (JsonObject) refusal = NULL;
  int64_t id = test_office_add_offer (office, OFFER "\"max_per_order\":2");

  clear ();
  put (id, 2);
  refusal = refuse (id, 1, "too_many_tickets");
  test_office_assert_int (refusal, "limit", 2);
}

static void
test_one_account (void)
{
  g_autoptr (JsonObject) refusal = NULL;
  int64_t id = test_office_add_offer (office, OFFER "\"max_per_account\":3");

  clear ();
  test_office_buy (office, office->ada, id, 2);
  refusal = refuse (id, 2, "account_limit");
  test_office_assert_int (refusal, "limit", 3);
  test_office_assert_int (refusal, "available", 1);
  put (id, 1);
}

/* Everybody sees what the sale is like, offers outside it included. */
static void
test_the_catalogue_says_so (void)
{
  g_autoptr (EtTestAnswer) answer = NULL;
  int64_t id = test_office_add_offer (office, OFFER "\"sale_starts\":" PAST ",\"sale_ends\":" FUTURE
                                                    ",\"max_per_order\":4,\"max_per_account\":6");
  g_autofree char *member = g_strdup_printf ("{\"id\":%" G_GINT64_FORMAT ",", id);
  g_autofree char *body = NULL;
  const char *text;

  answer = test_office_call (office, "GET", "/api/offers/", NULL, NULL);
  et_test_answer_assert (answer, 200, NULL);
  body = et_test_answer_dup_body (answer);
  text = strstr (body, member);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "\"sale_starts\":\"2001-01-01T10:00:00Z\","
                                  "\"sale_ends\":\"2099-01-01T10:00:00Z\","
                                  "\"max_per_order\":4,\"max_per_account\":6,"));
}

/* A replacement without them takes the rules away; one of an older version changes nothing and
 * says what another administrator did. */
static void
test_rules_are_edited (void)
{
  int64_t id = test_office_add_offer (office, OFFER "\"max_per_order\":4");
  g_autoptr (EtTestAnswer) first = replace (id, "1", "\"sale_starts\":" FUTURE);
  g_autoptr (EtTestAnswer) second = replace (id, "1", "\"max_per_account\":9");
  g_autofree char *refusal = et_test_answer_dup_body (second);
  JsonObject *object = et_test_answer_get_json (first);

  et_test_answer_assert (first, 200, NULL);
  g_assert_true (json_object_get_null_member (object, "max_per_order"));
  test_office_assert_text (object, "sale_starts", "2099-01-01T10:00:00Z");
  et_test_answer_assert (second, 412, "version_changed");
  g_assert_nonnull (strstr (refusal, "sale_starts"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/sale-rules/before", test_before_the_sale);
  g_test_add_func ("/api/sale-rules/after", test_after_the_sale);
  g_test_add_func ("/api/sale-rules/meanwhile", test_a_sale_that_is_ended_meanwhile);
  g_test_add_func ("/api/sale-rules/order", test_one_order);
  g_test_add_func ("/api/sale-rules/account", test_one_account);
  g_test_add_func ("/api/sale-rules/catalogue", test_the_catalogue_says_so);
  g_test_add_func ("/api/sale-rules/edited", test_rules_are_edited);
  status = g_test_run ();
  test_office_close (office);
  return status;
}
