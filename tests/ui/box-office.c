/* SPDX-License-Identifier: MIT */
#include "tests/ui/box-office.h"

#include "ui/shared/et-text.h"

BoxOffice *
box_office_open (void)
{
  static const char *const seed[] = { "seed-offers", NULL };
  BoxOffice *office = g_new0 (BoxOffice, 1);
  g_autofree char *gate = NULL;
  g_autofree char *keyring = NULL;

  /* A keyring that needs no service, so that nothing tells of its absence. */
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of this test", TRUE);
  office->server = et_test_server_new (NULL);
  keyring = et_test_server_get_path (office->server, "keyring");
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_assert_cmpint (et_test_server_run (office->server, seed, NULL, NULL, NULL), ==, 0);
  office->zoe = et_test_server_sign_up (office->server, "zoe");
  gate = et_test_server_make (office->server, "staff", "gate");
  office->office = et_test_server_make (office->server, "admin", "office");
  return office;
}

void
box_office_close (BoxOffice *office)
{
  et_test_server_free (office->server);
  g_free (office->zoe);
  g_free (office->office);
  g_free (office);
}

/* Returns: the number of an active offer. */
int64_t
box_office_find_offer (BoxOffice *office, const char *name)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "GET", "/api/offers/", NULL, NULL);
  g_autofree char *body = et_test_answer_dup_body (answer);
  g_autoptr (JsonNode) offers = json_from_string (body, NULL);
  JsonArray *array = json_node_get_array (offers);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *offer = json_array_get_object_element (array, i);

      if (g_str_equal (json_object_get_string_member (offer, "name"), name))
        return json_object_get_int_member (offer, "id");
    }
  g_error ("no offer is called “%s”", name);
}

/* An administrator elsewhere gives an offer a price and a quota. */
void
box_office_change_offer (BoxOffice *office, const char *name, int64_t price_cents, int64_t quota)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/offers/%" G_GINT64_FORMAT "/",
                                           box_office_find_offer (office, name));
  g_autoptr (EtTestAnswer)
      got = et_test_server_call (office->server, "GET", path, office->office, NULL);
  g_autofree char *etag = et_test_answer_get_field (got, "ETag");
  JsonObject *offer = et_test_answer_get_json (got);
  g_autofree char *body = g_strdup_printf (
      "{\"event_id\":%" G_GINT64_FORMAT
      ",\"name\":\"%s\",\"offer_type\":\"%s\",\"admits\":%" G_GINT64_FORMAT
      ",\"description\":\"\",\"price_cents\":%" G_GINT64_FORMAT ",\"quota\":%" G_GINT64_FORMAT
      ",\"is_active\":true}",
      json_object_get_int_member (offer, "event_id"), name,
      json_object_get_string_member (offer, "offer_type"),
      json_object_get_int_member (offer, "admits"), price_cents, quota);
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nIf-Match: %s\r\n",
                                             office->office, etag);
  g_autoptr (EtTestAnswer)
      put = et_test_server_call_with (office->server, "PUT", path, fields, body);

  et_test_answer_assert (put, 200, NULL);
}

static BoughtTicket *
read_ticket (BoxOffice *office, int64_t id)
{
  g_autofree char *path = g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/", id);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "GET", path, office->zoe, NULL);
  JsonObject *json = et_test_answer_get_json (answer);
  BoughtTicket *ticket = g_new0 (BoughtTicket, 1);

  et_test_answer_assert (answer, 200, NULL);
  ticket->id = id;
  ticket->key = g_strdup (json_object_get_string_member (json, "ticket_key"));
  ticket->short_number = g_strdup (json_object_get_string_member (json, "short_number"));
  return ticket;
}

/* Zoe buys one ticket of an offer. */
BoughtTicket *
box_office_buy (BoxOffice *office, const char *offer_name)
{
  g_autofree char *line = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT "}",
                                           box_office_find_offer (office, offer_name));
  g_autoptr (EtTestAnswer) order = NULL;
  JsonArray *tickets;

  et_test_server_expect (office->server, "POST", "/api/cart/add/", office->zoe, line, 200, NULL);
  order = et_test_server_call (office->server, "POST", "/api/cart/checkout/", office->zoe, NULL);
  et_test_answer_assert (order, 200, NULL);
  tickets = json_object_get_array_member (et_test_answer_get_json (order), "tickets");
  return read_ticket (office, json_array_get_int_element (tickets, 0));
}

/* Returns: (transfer full): when the server admitted a ticket, as the interface tells it. */
char *
box_office_get_admission_clock (BoxOffice *office, BoughtTicket *ticket)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT used_at FROM tickets WHERE id = %" G_GINT64_FORMAT, ticket->id);

  return et_text_clock (et_test_server_count (office->server, sql), NULL);
}

void
bought_ticket_free (BoughtTicket *ticket)
{
  g_free (ticket->key);
  g_free (ticket->short_number);
  g_free (ticket);
}
