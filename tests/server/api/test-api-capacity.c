/* SPDX-License-Identifier: MIT */
#include "test-office.h"

/* What limits the sale of an event besides its offers' quotas: its capacity, which they share, and
 * its end. */
static TestOffice *office;
static int64_t solo, duo; /* of a new event each time */

#define ADD "/api/cart/add/"
#define CHECKOUT "/api/cart/checkout/"

/* Calls for the event whose times are seconds from now. */
static void
send_event (const char *method, const char *path, int64_t starts_in, int64_t capacity)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) start = g_date_time_add_seconds (now, starts_in);
  g_autoptr (GDateTime) end = g_date_time_add_seconds (start, 7200);
  g_autofree char *starts_at = g_date_time_format (start, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *ends_at = g_date_time_format (end, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nIf-Match: \"1\"\r\n",
                                             office->root);
  g_autofree char *body = g_strdup_printf (
      "{\"name\":\"E\",\"sport\":\"judo\",\"venue\":\"V\",\"starts_at\":\"%s\","
      "\"ends_at\":\"%s\",\"capacity\":%" G_GINT64_FORMAT "}",
      starts_at, ends_at, capacity);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call_with (office->server, method, path, fields, body);

  g_assert_cmpint (answer->status / 100, ==, 2);
  office->event = json_object_get_int_member (et_test_answer_get_json (answer), "id");
}

static void
clear_cart (const char *token)
{
  et_test_server_expect (office->server, "POST", "/api/cart/clear/", token, "{}", 200, NULL);
}

/* Begins an event that ends in an hour, with empty carts. */
static void
begin_event (int64_t capacity)
{
  clear_cart (office->ada);
  clear_cart (office->bob);
  send_event ("POST", "/api/admin/events/", -3600, capacity);
  solo = test_office_add_offer (office, "\"name\":\"One\",\"offer_type\":\"solo\","
                                        "\"price_cents\":100,\"quota\":500");
  duo = test_office_add_offer (office, "\"name\":\"Two\",\"offer_type\":\"duo\","
                                       "\"price_cents\":200,\"quota\":null");
}

/* Moves the event into the past. */
static void
end_event (void)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/events/%" G_GINT64_FORMAT "/",
                                           office->event);

  send_event ("PUT", path, -8000, 9);
}

static EtTestAnswer *
add (const char *token, int64_t offer_id, int quantity)
{
  return test_office_call (office, "POST", ADD, token,
                           "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%d}", offer_id, quantity);
}

static void
put (const char *token, int64_t offer_id, int quantity)
{
  g_autoptr (EtTestAnswer) added = add (token, offer_id, quantity);

  et_test_answer_assert (added, 200, NULL);
}

static void
assert_sold_out (EtTestAnswer *answer, int64_t offer_id, int64_t available)
{
  JsonObject *refusal = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 409, "sold_out");
  test_office_assert_int (refusal, "offer_id", offer_id);
  test_office_assert_int (refusal, "available", available);
}

static int64_t
count_taken (void)
{
  g_autofree char *sql = g_strdup_printf ("SELECT taken FROM events WHERE id = %" G_GINT64_FORMAT,
                                          office->event);

  return et_test_server_count (office->server, sql);
}

static void
test_offers_share_the_capacity (void)
{
  g_autoptr (EtTestAnswer) two_duos = NULL;
  g_autoptr (EtTestAnswer) two_solos = NULL;
  g_autoptr (EtTestAnswer) one_duo = NULL;

  begin_event (3);
  two_duos = add (office->bob, duo, 2);
  assert_sold_out (two_duos, duo, 1);
  test_office_buy (office, office->ada, duo, 1);
  g_assert_cmpint (count_taken (), ==, 2);
  two_solos = add (office->bob, solo, 2);
  assert_sold_out (two_solos, solo, 1);
  one_duo = add (office->bob, duo, 1);
  assert_sold_out (one_duo, duo, 0);
}

static void
test_the_checkout_is_refused (void)
{
  g_autoptr (EtTestAnswer) late = NULL;

  begin_event (3);
  put (office->ada, duo, 1);
  put (office->bob, duo, 1);
  et_test_server_expect (office->server, "POST", CHECKOUT, office->ada, "{}", 200, NULL);
  late = test_office_call (office, "POST", CHECKOUT, office->bob, "{}");
  assert_sold_out (late, duo, 0);
  g_assert_cmpint (count_taken (), ==, 2);
}

/* Of one cart, too: the lines together need more than there is. */
static void
test_lines_of_one_cart_add_up (void)
{
  g_autoptr (EtTestAnswer) added = NULL;
  g_autoptr (EtTestAnswer) refused = NULL;

  begin_event (3);
  put (office->ada, solo, 2);
  added = add (office->ada, duo, 1);
  et_test_answer_assert (added, 200, NULL);
  refused = test_office_call (office, "POST", CHECKOUT, office->ada, "{}");
  assert_sold_out (refused, duo, 0);
  g_assert_cmpint (count_taken (), ==, 0);
}

static void
test_a_declined_card_gives_places_back (void)
{
  begin_event (2);
  put (office->ada, duo, 1);
  et_test_server_expect (office->server, "POST", CHECKOUT, office->ada,
                         "{\"card_number\":\"4000000000000002\"}", 402, "payment_declined");
  g_assert_cmpint (count_taken (), ==, 0);
}

static void
test_the_capacity_stays_above_what_was_sold (void)
{
  g_autofree char *path = NULL;
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nIf-Match: \"1\"\r\n",
                                             office->root);
  g_autoptr (EtTestAnswer) answer = NULL;

  begin_event (4);
  test_office_buy (office, office->ada, duo, 1);
  path = g_strdup_printf ("/api/admin/events/%" G_GINT64_FORMAT "/", office->event);
  answer = et_test_server_call_with (
      office->server, "PUT", path, fields,
      "{\"name\":\"E\",\"sport\":\"judo\",\"venue\":\"V\",\"capacity\":1,"
      "\"starts_at\":\"2031-01-01T10:00:00Z\",\"ends_at\":\"2031-01-01T12:00:00Z\"}");
  et_test_answer_assert (answer, 409, "conflict");
  test_office_assert_text (et_test_answer_get_json (answer), "field", "capacity");
}

/* An event that is over: nothing is put into carts, nor bought that was put there before. */
static void
test_an_event_that_is_over (void)
{
  g_autoptr (EtTestAnswer) added = NULL;
  g_autoptr (EtTestAnswer) bought = NULL;

  begin_event (9);
  put (office->ada, duo, 1);
  end_event ();
  added = add (office->bob, solo, 1);
  et_test_answer_assert (added, 409, "event_over");
  test_office_assert_int (et_test_answer_get_json (added), "offer_id", solo);
  bought = test_office_call (office, "POST", CHECKOUT, office->ada, "{}");
  et_test_answer_assert (bought, 409, "event_over");
  test_office_assert_int (et_test_answer_get_json (bought), "offer_id", duo);
  g_assert_cmpint (count_taken (), ==, 0);
}

/* The catalogue shows it no more, and whoever keeps a copy is told. */
static void
test_the_catalogue_forgets_what_is_over (void)
{
  g_autofree char *sync_body = NULL;
  g_autofree char *catalogue = NULL;
  g_autofree char *name = NULL;
  g_autoptr (EtTestAnswer) offers = NULL;
  g_autoptr (EtTestAnswer) changes = NULL;

  begin_event (9);
  end_event ();
  offers = test_office_call (office, "GET", "/api/offers/", NULL, NULL);
  catalogue = et_test_answer_dup_body (offers);
  name = g_strdup_printf ("\"event_id\":%" G_GINT64_FORMAT ",", office->event);
  g_assert_null (strstr (catalogue, name));
  changes = test_office_call (office, "GET", "/api/sync/?since=0", NULL, NULL);
  sync_body = et_test_answer_dup_body (changes);
  g_assert_null (strstr (sync_body, name));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open_without_holds ();
  g_test_add_func ("/api/capacity/shared", test_offers_share_the_capacity);
  g_test_add_func ("/api/capacity/checkout", test_the_checkout_is_refused);
  g_test_add_func ("/api/capacity/one-cart", test_lines_of_one_cart_add_up);
  g_test_add_func ("/api/capacity/declined", test_a_declined_card_gives_places_back);
  g_test_add_func ("/api/capacity/edit", test_the_capacity_stays_above_what_was_sold);
  g_test_add_func ("/api/capacity/over", test_an_event_that_is_over);
  g_test_add_func ("/api/capacity/catalogue", test_the_catalogue_forgets_what_is_over);
  status = g_test_run ();
  test_office_close (office);
  return status;
}
