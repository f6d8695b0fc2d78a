/* SPDX-License-Identifier: MIT */
#include "test-office.h"

static int64_t
post_for_id (TestOffice *office, const char *path, const char *body)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "POST", path, office->root, body);

  et_test_answer_assert (answer, 201, NULL);
  return json_object_get_int_member (et_test_answer_get_json (answer), "id");
}

static char *
format_time (int64_t seconds_from_now)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) time = g_date_time_add_seconds (now, (double) seconds_from_now);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* Adds an event; its times are seconds from now. */
int64_t
test_office_add_event (TestOffice *office, int64_t starts_in, int64_t ends_in)
{
  g_autofree char *starts_at = format_time (starts_in);
  g_autofree char *ends_at = format_time (ends_in);
  g_autofree char *body = g_strdup_printf (
      "{\"name\":\"Athlétisme\",\"sport\":\"athletics\",\"venue\":\"Stade\","
      "\"starts_at\":\"%s\",\"ends_at\":\"%s\",\"time_zone\":\"Europe/Paris\"}",
      starts_at, ends_at);

  return post_for_id (office, "/api/admin/events/", body);
}

/* Adds an offer. @members: JSON members but the event. */
int64_t
test_office_add_offer (TestOffice *office, const char *members)
{
  g_autofree char *body = g_strdup_printf ("{\"event_id\":%" G_GINT64_FORMAT ",%s}", office->event,
                                           members);

  return post_for_id (office, "/api/admin/offers/", body);
}

static TestOffice *
open_with (const char *const *environment)
{
  TestOffice *office = g_new0 (TestOffice, 1);

  office->server = et_test_server_new (environment);
  office->root = et_test_server_make (office->server, "admin", "root");
  office->sam = et_test_server_make (office->server, "staff", "sam");
  office->ada = et_test_server_sign_up (office->server, "ada");
  office->bob = et_test_server_sign_up (office->server, "bob");
  office->event = test_office_add_event (office, -3600, 3600);
  office->solo = test_office_add_offer (office, "\"name\":\"Ticket Solo - Athlétisme\","
                                                "\"offer_type\":\"solo\",\"price_cents\":5000,"
                                                "\"quota\":500");
  office->duo = test_office_add_offer (office, "\"name\":\"Ticket Duo - Natation\","
                                               "\"offer_type\":\"duo\",\"price_cents\":8500,"
                                               "\"quota\":null");
  office->last = test_office_add_offer (office, "\"name\":\"Last\",\"offer_type\":\"solo\","
                                                "\"price_cents\":1000,\"quota\":1");
  office->gone = test_office_add_offer (office, "\"name\":\"Gone\",\"offer_type\":\"familiale\","
                                                "\"price_cents\":2000,\"quota\":9,"
                                                "\"is_active\":false");
  return office;
}

/* Starts the server and fills it. */
TestOffice *
test_office_open (void)
{
  return open_with (NULL);
}

/* One where carts hold no places, so that the checkout decides who gets them. */
TestOffice *
test_office_open_without_holds (void)
{
  static const char *const environment[] = { "ETICKETS_HOLD_MINUTES=0", NULL };

  return open_with (environment);
}

/* Stops the server as an operator does, which must end well. */
void
test_office_close (TestOffice *office)
{
  et_test_server_stop (office->server);
  et_test_server_free (office->server);
  g_free (office->ada);
  g_free (office->bob);
  g_free (office->sam);
  g_free (office->root);
  g_free (office);
}

/* One request. @token: (nullable). @format: (nullable): of the body. */
EtTestAnswer *
test_office_call (TestOffice *office,
                  const char *method,
                  const char *path,
                  const char *token,
                  const char *format,
                  ...)
{
  g_autofree char *body = NULL;

  if (format != NULL)
    {
      va_list arguments;

      va_start (arguments, format);
      body = g_strdup_vprintf (format, arguments);
      va_end (arguments);
    }
  return et_test_server_call (office->server, method, path, token, body);
}

/* Returns: (transfer full): the object that a GET answers with 200. */
JsonObject *
test_office_get (TestOffice *office, const char *path, const char *token)
{
  g_autoptr (EtTestAnswer) answer = test_office_call (office, "GET", path, token, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return json_object_ref (et_test_answer_get_json (answer));
}

/* Buys tickets of an offer. Returns: the id of the first one. */
int64_t
test_office_buy (TestOffice *office, const char *token, int64_t offer_id, int64_t quantity)
{
  g_autoptr (EtTestAnswer) added = test_office_call (
      office, "POST", "/api/cart/add/", token, "{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%d}",
      offer_id, (int) quantity);
  g_autoptr (EtTestAnswer)
      bought = test_office_call (office, "POST", "/api/cart/checkout/", token, NULL);
  JsonArray *tickets;

  et_test_answer_assert (added, 200, NULL);
  et_test_answer_assert (bought, 200, NULL);
  tickets = json_object_get_array_member (et_test_answer_get_json (bought), "tickets");
  g_assert_cmpuint (json_array_get_length (tickets), ==, (guint) quantity);
  return json_array_get_int_element (tickets, 0);
}

/* Returns: (transfer full): the key of one's own ticket. */
char *
test_office_get_key (TestOffice *office, const char *token, int64_t ticket_id)
{
  g_autofree char *path = g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/", ticket_id);
  g_autoptr (JsonObject) ticket = test_office_get (office, path, token);

  return g_strdup (json_object_get_string_member (ticket, "ticket_key"));
}

void
test_office_assert_text (JsonObject *object, const char *member, const char *expected)
{
  g_assert_true (json_object_has_member (object, member));
  g_assert_cmpstr (json_object_get_string_member_with_default (object, member, NULL), ==, expected);
}

void
test_office_assert_int (JsonObject *object, const char *member, int64_t expected)
{
  JsonNode *node = json_object_get_member (object, member);

  g_assert_nonnull (node);
  g_assert_true (json_node_get_value_type (node) == G_TYPE_INT64);
  g_assert_cmpint (json_node_get_int (node), ==, expected);
}
