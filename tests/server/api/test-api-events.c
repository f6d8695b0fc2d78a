/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"

/* What happens for the business stands in the log, a line each, with numbers and no names. */

static TestOffice *
open_with_log (void)
{
  TestOffice *office = test_office_open ();

  et_test_server_stop (office->server);
  et_test_server_set (office->server, "ETICKETS_LOG_LEVEL", "info");
  et_test_server_start (office->server);
  return office;
}

static char *
read_log (TestOffice *office)
{
  g_autofree char *path = et_test_server_get_path (office->server, "server.log");
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

static guint
count (const char *log, const char *format, int64_t id)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_auto (GStrv) halves = g_strsplit (format, "$", 2);
  g_autofree char *line = g_strjoinv (number, halves);
  guint n = 0;

  for (const char *p = strstr (log, line); p != NULL; p = strstr (p + 1, line))
    n++;
  g_test_message ("%s: %u", line, n);
  return n;
}

static void
admit (TestOffice *office, const char *key, int status)
{
  g_autofree char *body = g_strdup_printf ("{\"ticket_key\":\"%s\"}", key);

  et_test_server_expect (office->server, "POST", "/api/tickets/verify/", office->sam, body, status,
                         status == 200 ? NULL : "already_used");
}

/* Returns: (transfer full): the number of the one account of that name. */
static int64_t
find_account (TestOffice *office, const char *username)
{
  g_autofree char *path = g_strconcat ("/api/admin/accounts/?q=", username, NULL);
  g_autoptr (JsonObject) list = test_office_get (office, path, office->root);

  return json_object_get_int_member (
      json_array_get_object_element (json_object_get_array_member (list, "results"), 0), "id");
}

static void
change_bob (TestOffice *office, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/accounts/%" G_GINT64_FORMAT "/",
                                           find_account (office, "bob"));

  et_test_server_expect (office->server, "PATCH", path, office->root, body, 200, NULL);
}

static void
refuse_cards_of_ada (TestOffice *office)
{
  g_autoptr (EtTestAnswer)
      added = test_office_call (office, "POST", "/api/cart/add/", office->ada,
                                "{\"offer_id\":%" G_GINT64_FORMAT "}", office->duo);

  et_test_answer_assert (added, 200, NULL);
  et_test_server_expect (office->server, "POST", "/api/cart/checkout/", office->ada,
                         "{\"card_number\":\"4000000000000002\"}", 402, "payment_declined");
  et_test_server_expect (office->server, "POST", "/api/cart/checkout/", office->ada,
                         "{\"total_cents\":1}", 409, "price_changed");
}

static void
test_events (void)
{
  TestOffice *office = open_with_log ();
  g_autofree char *eve_token = et_test_server_sign_up (office->server, "eve");
  int64_t offer = test_office_add_offer (office, "\"name\":\"New\",\"offer_type\":\"solo\","
                                                 "\"price_cents\":100,\"quota\":null");
  int64_t ticket = test_office_buy (office, office->ada, office->solo, 1);
  g_autofree char *key = test_office_get_key (office, office->ada, ticket);
  int64_t ada = find_account (office, "ada"), bob = find_account (office, "bob");
  int64_t eve = find_account (office, "eve");
  g_autofree char *log = NULL;

  admit (office, key, 200);
  admit (office, key, 409);
  refuse_cards_of_ada (office);
  change_bob (office, "{\"role\":\"staff\"}");
  change_bob (office, "{\"disabled\":true}");
  log = read_log (office);

  g_assert_cmpuint (count (log, " event=account_created account=$ role=customer ", eve), ==, 1);
  g_assert_cmpuint (count (log, " event=account_role_changed account=$ role=staff ", bob), ==, 1);
  g_assert_cmpuint (count (log, " event=account_disabled account=$ ", bob), ==, 1);
  g_assert_cmpuint (count (log, " event=offer_created offer=$ ", offer), ==, 1);
  g_assert_cmpuint (count (log, " account=$ tickets=1 total_cents=5000 ", ada), ==, 1);
  g_assert_cmpuint (count (log, " account=$ code=payment_declined ", ada), ==, 1);
  g_assert_cmpuint (count (log, " event=order_refused account=$ code=price_changed ", ada), ==, 1);
  g_assert_cmpuint (count (log, " event=ticket_admitted ticket=$ ", ticket), ==, 1);
  g_assert_cmpuint (count (log, " event=ticket_refused ticket=$ ", ticket), ==, 1);
  g_assert_null (strstr (log, key));
  g_assert_null (strstr (log, "Athl"));
  test_office_close (office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/events/log", test_events);
  return g_test_run ();
}
