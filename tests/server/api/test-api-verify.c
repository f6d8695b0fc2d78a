/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"

#define VERIFY "/api/tickets/verify/"

static TestOffice *office;

static EtTestAnswer *
verify (const char *token, const char *key, const char *more)
{
  return test_office_call (office, "POST", VERIFY, token, "{\"ticket_key\":\"%s\"%s}", key, more);
}

static void
expect (const char *token, const char *key, int status, const char *code, const char *sentence)
{
  g_autoptr (EtTestAnswer) answer = verify (token, key, "");

  et_test_answer_assert (answer, status, code);
  test_office_assert_text (et_test_answer_get_json (answer), "error", sentence);
}

/* Returns: (transfer full): the key of a new ticket of Ada's. */
static char *
new_key (int64_t *ret_ticket_id)
{
  int64_t id = test_office_buy (office, office->ada, office->duo, 1);

  if (ret_ticket_id != NULL)
    *ret_ticket_id = id;
  return test_office_get_key (office, office->ada, id);
}

static void
test_an_owner_checks (void)
{
  int64_t id;
  g_autofree char *key = new_key (&id);

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (EtTestAnswer) answer = verify (office->ada, key, "");
      JsonObject *root = et_test_answer_get_json (answer);

      et_test_answer_assert (answer, 200, NULL);
      g_assert_true (json_object_get_boolean_member (root, "ok"));
      g_assert_false (json_object_get_boolean_member (root, "admitted"));
      test_office_assert_int (root, "ticket_id", id);
      test_office_assert_text (root, "offer", "Ticket Duo - Natation");
      g_assert_true (g_str_has_suffix (json_object_get_string_member (root, "verified_at"), "Z"));
    }
}

static void
test_staff_admit_once (void)
{
  g_autofree char *key = new_key (NULL);
  g_autoptr (EtTestAnswer) first = verify (office->sam, key, ",\"gate\":\"Nord\"");
  g_autoptr (EtTestAnswer) second = verify (office->sam, key, ",\"gate\":\"Sud\"");
  JsonObject *refusal = et_test_answer_get_json (second);

  et_test_answer_assert (first, 200, NULL);
  g_assert_true (json_object_get_boolean_member (et_test_answer_get_json (first), "admitted"));
  test_office_assert_int (et_test_answer_get_json (first), "admits", 2);
  et_test_answer_assert (second, 409, "already_used");
  test_office_assert_text (refusal, "gate", "Nord");
  test_office_assert_text (
      refusal, "first_used_at",
      json_object_get_string_member (et_test_answer_get_json (first), "verified_at"));
}

static void
test_an_administrator_admits_too (void)
{
  g_autofree char *key = new_key (NULL);
  g_autoptr (EtTestAnswer) answer = verify (office->root, key, "");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (json_object_get_boolean_member (et_test_answer_get_json (answer), "admitted"));
}

static void
test_a_repeated_scan (void)
{
  g_autofree char *key = new_key (NULL);
  g_autoptr (EtTestAnswer) first = verify (office->sam, key, ",\"nonce\":\"s1\",\"gate\":\"N\"");
  g_autoptr (EtTestAnswer) again = verify (office->sam, key, ",\"nonce\":\"s1\",\"gate\":\"N\"");
  g_autoptr (EtTestAnswer) other = verify (office->sam, key, ",\"nonce\":\"s2\",\"gate\":\"N\"");
  g_autofree char *one = et_test_answer_dup_body (first);
  g_autofree char *two = et_test_answer_dup_body (again);

  et_test_answer_assert (first, 200, NULL);
  g_assert_cmpstr (one, ==, two);
  et_test_answer_assert (other, 409, "already_used");
}

static void
test_the_direction (void)
{
  g_autofree char *key = new_key (NULL);
  g_autoptr (EtTestAnswer) out = verify (office->sam, key, ",\"direction\":\"out\"");
  g_autoptr (EtTestAnswer) in = verify (office->sam, key, ",\"direction\":\"in\"");

  et_test_answer_assert (out, 400, "invalid");
  et_test_answer_assert (in, 200, NULL);
}

static void
test_keys_that_are_none (void)
{
  g_autofree char *longest = g_strnfill (512, 'A');
  g_autofree char *longer = g_strnfill (513, 'A');

  expect (office->ada, "", 400, "ticket_key_missing", "Clé de ticket requise");
  expect (office->ada, longest, 400, "ticket_key_format", "Format invalide");
  expect (office->ada, longer, 400, "ticket_key_too_long", "Clé trop longue");
  expect (office->ada, "abc123", 400, "ticket_key_format", "Format invalide");
  expect (office->ada, "abc123:hash456", 400, "checksum", "Checksum invalide");
}

static void
test_a_missing_key (void)
{
  static const char *const bodies[] = { NULL, "{}", "{\"gate\":\"Nord\"}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    et_test_server_expect (office->server, "POST", VERIFY, office->sam, bodies[i], 400,
                           "ticket_key_missing");
}

/* Checksums of whoever can compute them: the payload says what it likes. */
static char *
with_checksum (const char *payload)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, payload, -1);
  g_autofree char *upper = g_ascii_strup (hash, 8);

  return g_strconcat (payload, ":", upper, NULL);
}

static void
test_forged_keys (void)
{
  g_autofree char *key = new_key (NULL);
  g_autofree char *payload = g_strndup (key, strchr (key, ':') - key);
  g_autofree char *short_key = with_checksum ("AEAQ");
  g_autofree char *forged = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;

  payload[20] = payload[20] == 'A' ? 'B' : 'A';
  forged = with_checksum (payload);
  expect (office->sam, forged, 404, "ticket_unknown", "Ticket inconnu ou non autorisé");
  expect (office->sam, short_key, 404, "ticket_unknown", "Ticket inconnu ou non autorisé");
  answer = verify (office->sam, key, "");
  et_test_answer_assert (answer, 200, NULL);
}

static void
test_somebody_elses_key (void)
{
  g_autofree char *key = new_key (NULL);
  g_autoptr (EtTestAnswer) nobody = verify (NULL, key, "");

  expect (office->bob, key, 404, "ticket_unknown", "Ticket inconnu ou non autorisé");
  et_test_answer_assert (nobody, 401, "unauthenticated");
}

static void
test_blanks_and_small_letters (void)
{
  g_autofree char *key = new_key (NULL);
  g_autofree char *lower = g_ascii_strdown (key, -1);
  g_autofree char *typed = g_strdup_printf (" %.10s  %s ", lower, lower + 10);
  g_autoptr (EtTestAnswer) answer = verify (office->ada, typed, "");

  et_test_answer_assert (answer, 200, NULL);
}

static void
test_a_revoked_ticket (void)
{
  int64_t id;
  g_autofree char *key = new_key (&id);
  g_autofree char *path = g_strdup_printf ("/api/admin/tickets/%" G_GINT64_FORMAT "/revoke/", id);
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_server_expect (office->server, "POST", path, office->root, "{\"reason\":\"lost\"}", 200,
                         NULL);
  answer = verify (office->sam, key, "");
  et_test_answer_assert (answer, 409, "revoked");
  et_test_server_expect (office->server, "POST", path, office->root, "{\"reason\":\"lost\"}", 409,
                         "revoked");
}

static void
test_another_day (void)
{
  int64_t today = office->event, offer, id;
  g_autofree char *key = NULL;
  g_autoptr (EtTestAnswer) answer = NULL;

  office->event = test_office_add_event (office, 3 * 86400, 3 * 86400 + 3600);
  offer = test_office_add_offer (office, "\"name\":\"Later\",\"offer_type\":\"solo\","
                                         "\"price_cents\":100,\"quota\":5");
  office->event = today;
  id = test_office_buy (office, office->ada, offer, 1);
  key = test_office_get_key (office, office->ada, id);
  answer = verify (office->sam, key, "");
  et_test_answer_assert (answer, 409, "outside_validity");
  g_assert_true (json_object_has_member (et_test_answer_get_json (answer), "valid_from"));
  g_assert_true (json_object_has_member (et_test_answer_get_json (answer), "valid_until"));
}

static void
test_by_hand (void)
{
  int64_t id = test_office_buy (office, office->bob, office->solo, 1);
  g_autofree char *path = g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/admit/", id);

  et_test_server_expect (office->server, "POST", path, office->bob, "{\"reason\":\"x\"}", 403,
                         "forbidden");
  et_test_server_expect (office->server, "POST", path, office->sam, "{}", 400, "invalid");
  et_test_server_expect (office->server, "POST", path, office->sam, "{\"reason\":\"x\"}", 200,
                         NULL);
  et_test_server_expect (office->server, "POST", path, office->sam, "{\"reason\":\"x\"}", 409,
                         "already_used");
  et_test_server_expect (office->server, "POST", "/api/tickets/4711/admit/", office->sam,
                         "{\"reason\":\"x\"}", 404, "ticket_unknown");
  g_assert_cmpint (et_test_server_count (office->server, "SELECT COUNT(*) FROM audit "
                                                         "WHERE action = 'admit_by_hand'"),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/verify/owner", test_an_owner_checks);
  g_test_add_func ("/api/verify/once", test_staff_admit_once);
  g_test_add_func ("/api/verify/administrator", test_an_administrator_admits_too);
  g_test_add_func ("/api/verify/nonce", test_a_repeated_scan);
  g_test_add_func ("/api/verify/direction", test_the_direction);
  g_test_add_func ("/api/verify/no-key", test_keys_that_are_none);
  g_test_add_func ("/api/verify/missing", test_a_missing_key);
  g_test_add_func ("/api/verify/forged", test_forged_keys);
  g_test_add_func ("/api/verify/stranger", test_somebody_elses_key);
  g_test_add_func ("/api/verify/typed", test_blanks_and_small_letters);
  g_test_add_func ("/api/verify/revoked", test_a_revoked_ticket);
  g_test_add_func ("/api/verify/another-day", test_another_day);
  g_test_add_func ("/api/verify/by-hand", test_by_hand);
  result = g_test_run ();
  test_office_close (office);
  return result;
}
