/* SPDX-License-Identifier: MIT */
#include "test-office.h"

/* What stands in every text that this test gives away; nothing of it may be in the audit log, which
 * is kept for good. Reasons, which staff type for the log, are none of these texts. */
#define CANARY "Zzyzx"
#define CANARY_KEY "zzyzx"

#define EVENT(name) \
  "{\"name\":\"" name "\",\"sport\":\"" CANARY_KEY "\",\"venue\":\"" CANARY " Hall\"," \
  "\"starts_at\":\"2031-08-01T10:00:00Z\",\"ends_at\":\"2031-08-01T12:00:00Z\",\"capacity\":9}"
#define OFFER(name, price) \
  "{\"event_id\":%" G_GINT64_FORMAT ",\"name\":\"" name "\",\"offer_type\":\"solo\"," \
  "\"description\":\"" CANARY "\",\"price_cents\":" price ",\"quota\":5}"
#define ACCOUNT "{\"username\":\"" CANARY_KEY "\",\"password\":\"" ET_TEST_PASSWORD "\"}"

static TestOffice *office;

static char *
at (const char *resource, int64_t id, const char *rest)
{
  return g_strdup_printf ("/api/admin/%s/%" G_GINT64_FORMAT "/%s", resource, id, rest);
}

static int64_t
create (const char *path, const char *body)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "POST", path, office->root, body);

  et_test_answer_assert (answer, 201, NULL);
  return json_object_get_int_member (et_test_answer_get_json (answer), "id");
}

/* Replaces a record of version 1, then removes it. */
static void
replace_and_remove (const char *path, const char *body)
{
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nIf-Match: \"1\"\r\n",
                                             office->root);
  g_autoptr (EtTestAnswer)
      saved = et_test_server_call_with (office->server, "PUT", path, fields, body);
  g_autoptr (EtTestAnswer) removed = NULL;

  et_test_answer_assert (saved, 200, NULL);
  removed = et_test_server_call (office->server, "DELETE", path, office->root, NULL);
  g_assert_true (removed->status == 200 || removed->status == 204);
}

static void
edit_the_catalogue (void)
{
  int64_t event = create ("/api/admin/events/", EVENT (CANARY " Games"));
  g_autofree char *new_offer = g_strdup_printf (OFFER (CANARY " Solo", "5000"), event);
  g_autofree char *changed_offer = g_strdup_printf (OFFER ("New " CANARY, "6000"), event);
  g_autofree char *event_path = at ("events", event, "");
  g_autofree char *offer_path = at ("offers", create ("/api/admin/offers/", new_offer), "");

  replace_and_remove (offer_path, changed_offer);
  replace_and_remove (event_path, EVENT ("New " CANARY));
}

static void
post (const char *path, const char *token, const char *body)
{
  et_test_server_expect (office->server, "POST", path, token, body, 200, NULL);
}

static void
sell_and_take_back (const char *token)
{
  int64_t admitted = test_office_buy (office, token, office->solo, 1);
  int64_t revoked = test_office_buy (office, token, office->solo, 1);
  int64_t refunded = test_office_buy (office, token, office->solo, 1);
  g_autofree char *admit = g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/admit/", admitted);
  g_autofree char *revoke = at ("tickets", revoked, "revoke/");
  g_autofree char *sql = g_strdup_printf (
      "SELECT order_id FROM tickets WHERE id = %" G_GINT64_FORMAT, refunded);
  g_autofree char *refund = at ("orders", et_test_server_count (office->server, sql), "refund/");

  post (admit, office->sam, "{\"reason\":\"forgot the telephone\"}");
  post (revoke, office->root, "{\"reason\":\"resold\"}");
  post (refund, office->root, "{\"reason\":\"rain\"}");
}

static void
use_and_delete_the_account (const char *token)
{
  g_autofree char *second = et_test_server_sign_in (office->server, CANARY_KEY);
  g_autofree char *path = at (
      "accounts",
      et_test_server_count (office->server,
                            "SELECT id FROM accounts WHERE username = '" CANARY_KEY "'"),
      "");
  g_autofree char *reset = g_strconcat (path, "reset-code/", NULL);
  g_autoptr (EtTestAnswer) promoted = et_test_server_call (office->server, "PATCH", path,
                                                           office->root, "{\"role\":\"staff\"}");

  et_test_answer_assert (promoted, 200, NULL);
  post (reset, office->root, NULL);
  post ("/api/accounts/password/", token,
        "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":\"Zebra-Moon-77\"}");
  et_test_server_expect (office->server, "DELETE", "/api/accounts/me/", token,
                         "{\"password\":\"Zebra-Moon-77\"}", 200, NULL);
}

static int64_t
count_rows (const char *action)
{
  g_autofree char *sql = g_strdup_printf ("SELECT COUNT(*) FROM audit WHERE action = '%s'", action);

  return et_test_server_count (office->server, sql);
}

static void
test_ids_and_no_names (void)
{
  static const char *const actions[] = {
    "use_signing_key",  "add_signing_key", "sign_in",       "create_event",   "change_event",
    "remove_event",     "create_offer",    "change_offer",  "remove_offer",   "admit_by_hand",
    "revoke_ticket",    "refund_order",    "change_rights", "create_account", "change_password",
    "issue_reset_code", "delete_account",
  };
  g_autofree char *token = et_test_server_sign_up (office->server, CANARY_KEY);

  et_test_server_expect (
      office->server, "PATCH", "/api/accounts/me/", token,
      "{\"display_name\":\"" CANARY " Doe\",\"email\":\"" CANARY_KEY "@example.org\","
      "\"street\":\"1 " CANARY " Road\",\"street2\":\"" CANARY " House\","
      "\"postal_code\":\"" CANARY_KEY "\",\"town\":\"" CANARY "\",\"country\":\"" CANARY "\"}",
      200, NULL);
  edit_the_catalogue ();
  sell_and_take_back (token);
  use_and_delete_the_account (token);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      g_test_message ("%s", actions[i]);
      g_assert_cmpint (count_rows (actions[i]), >=, 1);
    }
  g_assert_cmpint (et_test_server_count (office->server,
                                         "SELECT COUNT(*) FROM audit WHERE LOWER(action) LIKE "
                                         "'%zzyzx%' OR LOWER(subject) LIKE '%zzyzx%' OR "
                                         "LOWER(detail) LIKE '%zzyzx%'"),
                   ==, 0);
}

/* What changed is told of numbers, and with texts only which of them. */
static void
test_price_and_quota (void)
{
  g_assert_cmpint (
      et_test_server_count (office->server,
                            "SELECT COUNT(*) FROM audit WHERE action = 'change_offer' AND "
                            "detail LIKE '%price_cents 5000 > 6000%' AND detail LIKE 'name,%'"),
      ==, 1);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/audit/names", test_ids_and_no_names);
  g_test_add_func ("/api/audit/values", test_price_and_quota);
  result = g_test_run ();
  test_office_close (office);
  return result;
}
