/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

#define ADD "/api/cart/add/"
#define LOGIN "/api/accounts/login/"
#define CHECKOUT "/api/cart/checkout/"

/* One server for the whole file, with the demonstration catalogue. */
static EtTestServer *server;

static EtTestAnswer *
call_with_key (
    const char *path, const char *token, const char *key, const char *method, const char *body)
{
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nIdempotency-Key: %s\r\n",
                                             token, key);

  return et_test_server_call_with (server, method, path, fields, body);
}

static EtTestAnswer *
add (const char *token, const char *key, const char *body)
{
  return call_with_key (ADD, token, key, "POST", body);
}

static void
expect_add (const char *token, const char *key, const char *body, int status, const char *code)
{
  g_autoptr (EtTestAnswer) answer = add (token, key, body);

  et_test_answer_assert (answer, status, code);
}

static int64_t
count_tickets (const char *token)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", "/api/cart/", token, NULL);
  JsonArray *items = json_object_get_array_member (et_test_answer_get_json (answer), "items");
  int64_t count = 0;

  for (guint i = 0; i < json_array_get_length (items); i++)
    count += json_object_get_int_member (json_array_get_object_element (items, i), "qty");
  return count;
}

static void
test_same_request_is_carried_out_once (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "repeater");
  g_autoptr (EtTestAnswer) first = add (token, "k1", "{\"offer_id\":1,\"qty\":2}");
  g_autoptr (EtTestAnswer) second = add (token, "k1", "{\"offer_id\":1,\"qty\":2}");
  g_autofree char *first_body = et_test_answer_dup_body (first);
  g_autofree char *second_body = et_test_answer_dup_body (second);
  g_autofree char *type = et_test_answer_get_field (second, "Content-Type");

  et_test_answer_assert (first, 200, NULL);
  et_test_answer_assert (second, 200, NULL);
  g_assert_cmpstr (second_body, ==, first_body);
  g_assert_cmpstr (type, ==, "application/json");
  g_assert_cmpint (count_tickets (token), ==, 2);
}

static void
test_key_belongs_to_one_request (void)
{
  const char *body = "{\"offer_id\":1,\"qty\":1}";
  g_autofree char *token = et_test_server_sign_up (server, "mixer");
  g_autoptr (EtTestAnswer) elsewhere = NULL;

  expect_add (token, "k1", body, 200, NULL);
  expect_add (token, "k1", "{\"offer_id\":2,\"qty\":1}", 422, "key_reused");
  expect_add (token, "k1", "{\"offer_id\":1,\"qty\":1 }", 422, "key_reused");
  elsewhere = call_with_key ("/api/cart/update/", token, "k1", "POST", body);
  et_test_answer_assert (elsewhere, 422, "key_reused");
  g_assert_cmpint (count_tickets (token), ==, 1);
}

static void
test_key_belongs_to_one_caller (void)
{
  g_autofree char *one = et_test_server_sign_up (server, "caller-one");
  g_autofree char *other = et_test_server_sign_up (server, "caller-two");

  expect_add (one, "shared", "{\"offer_id\":1}", 200, NULL);
  expect_add (other, "shared", "{\"offer_id\":2,\"qty\":3}", 200, NULL);
  g_assert_cmpint (count_tickets (one), ==, 1);
  g_assert_cmpint (count_tickets (other), ==, 3);
}

/* A refusal changed nothing: when the reason is gone, the same request may succeed. */
static void
test_refusal_is_decided_anew (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "refused");
  g_autoptr (EtTestAnswer) empty = call_with_key (CHECKOUT, token, "c1", "POST", NULL);
  g_autoptr (EtTestAnswer) paid = NULL;

  et_test_answer_assert (empty, 400, "cart_empty");
  expect_add (token, "a1", "{\"offer_id\":1}", 200, NULL);
  paid = call_with_key (CHECKOUT, token, "c1", "POST", NULL);
  et_test_answer_assert (paid, 200, NULL);
}

static void
test_checkout_is_answered_again (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "buyer");
  g_autoptr (EtTestAnswer) first = NULL;
  g_autoptr (EtTestAnswer) second = NULL;
  g_autofree char *first_body = NULL, *second_body = NULL;

  expect_add (token, "a1", "{\"offer_id\":1,\"qty\":2}", 200, NULL);
  first = call_with_key (CHECKOUT, token, "c1", "POST", NULL);
  second = call_with_key (CHECKOUT, token, "c1", "POST", NULL);
  et_test_answer_assert (first, 200, NULL);
  et_test_answer_assert (second, 200, NULL);
  first_body = et_test_answer_dup_body (first);
  second_body = et_test_answer_dup_body (second);
  g_assert_cmpstr (second_body, ==, first_body);
}

/* That a card was declined is an answer for good: the client must take a new key to try again. */
static void
test_declined_payment_is_kept (void)
{
  const char *declined = "{\"card_number\":\"4000000000000002\"}";
  g_autofree char *token = et_test_server_sign_up (server, "declined");
  g_autoptr (EtTestAnswer) first = NULL;
  g_autoptr (EtTestAnswer) again = NULL;
  g_autoptr (EtTestAnswer) paid = NULL;

  expect_add (token, "a1", "{\"offer_id\":1}", 200, NULL);
  first = call_with_key (CHECKOUT, token, "c1", "POST", declined);
  et_test_answer_assert (first, 402, "payment_declined");
  again = call_with_key (CHECKOUT, token, "c1", "POST", declined);
  et_test_answer_assert (again, 402, "payment_declined");
  g_assert_cmpint (count_tickets (token), ==, 1);
  paid = call_with_key (CHECKOUT, token, "c2", "POST", NULL);
  et_test_answer_assert (paid, 200, NULL);
}

static void
test_bad_keys (void)
{
#define TEN "0123456789"
  static const char *const bad[] = { "", TEN TEN TEN TEN TEN TEN "01234", "caf\xc3\xa9" };
  g_autofree char *token = et_test_server_sign_up (server, "bad-keys");

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (EtTestAnswer) answer = add (token, bad[i], "{\"offer_id\":1}");

      g_assert_cmpint (answer->status, ==, 400);
    }
  g_assert_cmpint (count_tickets (token), ==, 0);
  expect_add (token, TEN TEN TEN TEN TEN TEN "0123", "{\"offer_id\":1}", 200, NULL);
}

static void
test_signing_in_is_never_kept (void)
{
  const char *body = "{\"username\":\"signer\",\"password\":\"" ET_TEST_PASSWORD "\"}";
  g_autofree char *token = et_test_server_sign_up (server, "signer");
  g_autoptr (EtTestAnswer) first = call_with_key (LOGIN, token, "l1", "POST", body);
  g_autoptr (EtTestAnswer) second = call_with_key (LOGIN, token, "l1", "POST", body);

  et_test_answer_assert (first, 200, NULL);
  et_test_answer_assert (second, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (first), "token"), !=,
                   json_object_get_string_member (et_test_answer_get_json (second), "token"));
  g_assert_cmpint (et_test_server_count (
                       server, "SELECT COUNT(*) FROM idempotency_keys WHERE request_key = 'l1'"),
                   ==, 0);
}

/* Last, because the server stops in between. */
static void
test_answer_outlives_a_crash (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "crashed");
  g_autoptr (EtTestAnswer) before = NULL;
  g_autoptr (EtTestAnswer) after = NULL;

  expect_add (token, "a1", "{\"offer_id\":1}", 200, NULL);
  before = call_with_key (CHECKOUT, token, "c1", "POST", NULL);
  et_test_answer_assert (before, 200, NULL);
  et_test_server_kill (server);
  et_test_server_start (server);
  after = call_with_key (CHECKOUT, token, "c1", "POST", NULL);
  et_test_answer_assert (after, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (et_test_answer_get_json (after), "order_id"), ==,
                   json_object_get_int_member (et_test_answer_get_json (before), "order_id"));
}

int
main (int argc, char **argv)
{
  static const char *const seed[] = { "seed-offers", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_assert_cmpint (et_test_server_run (server, seed, NULL, NULL, NULL), ==, 0);
  g_test_add_func ("/idempotency/once", test_same_request_is_carried_out_once);
  g_test_add_func ("/idempotency/one-request", test_key_belongs_to_one_request);
  g_test_add_func ("/idempotency/one-caller", test_key_belongs_to_one_caller);
  g_test_add_func ("/idempotency/refusal", test_refusal_is_decided_anew);
  g_test_add_func ("/idempotency/checkout", test_checkout_is_answered_again);
  g_test_add_func ("/idempotency/declined", test_declined_payment_is_kept);
  g_test_add_func ("/idempotency/bad-keys", test_bad_keys);
  g_test_add_func ("/idempotency/sign-in", test_signing_in_is_never_kept);
  g_test_add_func ("/idempotency/crash", test_answer_outlives_a_crash);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}
