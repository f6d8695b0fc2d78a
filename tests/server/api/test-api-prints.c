/* SPDX-License-Identifier: MIT */
#include "test-office.h"

static TestOffice *office;

/* Tells of a print. @key: (nullable): of the request. */
static EtTestAnswer *
tell (const char *token, const char *kind, int64_t id, int copy, const char *key)
{
  g_autofree char *body = g_strdup_printf (
      "{\"kind\":\"%s\",\"ids\":[%" G_GINT64_FORMAT "],\"copies\":[%d]}", kind, id, copy);
  g_autofree char *fields = g_strdup_printf (
      "Authorization: Bearer %s\r\nContent-Type: application/json\r\nIdempotency-Key: %s\r\n",
      token, key);

  if (key == NULL)
    return et_test_server_call (office->server, "POST", "/api/prints/", token, body);
  return et_test_server_call_with (office->server, "POST", "/api/prints/", fields, body);
}

static void
assert_prints (const char *kind, int64_t id, const char *member, int64_t expected)
{
  g_autofree char *path = g_strdup_printf ("/api/%s/%" G_GINT64_FORMAT "/", kind, id);
  g_autoptr (JsonObject) record = test_office_get (office, path, office->ada);

  test_office_assert_int (record, member, expected);
}

/* Two computers that heard nothing of each other both printed a first copy. */
static void
test_prints_count_together (void)
{
  int64_t ticket_id = test_office_buy (office, office->ada, office->solo, 1);
  g_autoptr (EtTestAnswer) one = tell (office->ada, "ticket", ticket_id, 1, NULL);
  g_autoptr (EtTestAnswer) other = tell (office->ada, "ticket", ticket_id, 1, NULL);

  et_test_answer_assert (one, 200, NULL);
  et_test_answer_assert (other, 200, NULL);
  assert_prints ("tickets", ticket_id, "prints", 2);
}

static void
test_a_higher_copy_is_believed (void)
{
  int64_t ticket_id = test_office_buy (office, office->ada, office->solo, 1);
  g_autoptr (EtTestAnswer) answer = tell (office->ada, "ticket", ticket_id, 4, NULL);

  et_test_answer_assert (answer, 200, NULL);
  assert_prints ("tickets", ticket_id, "prints", 4);
}

static void
test_a_repeated_request_counts_once (void)
{
  int64_t ticket_id = test_office_buy (office, office->ada, office->solo, 1);
  g_autoptr (EtTestAnswer) first = tell (office->ada, "ticket", ticket_id, 1, "print-1");
  g_autoptr (EtTestAnswer) again = tell (office->ada, "ticket", ticket_id, 1, "print-1");

  et_test_answer_assert (again, 200, NULL);
  assert_prints ("tickets", ticket_id, "prints", 1);
}

static void
test_staff_print_for_others (void)
{
  int64_t ticket_id = test_office_buy (office, office->ada, office->solo, 1);
  g_autofree char *sql = g_strdup_printf (
      "SELECT order_id FROM tickets WHERE id = %" G_GINT64_FORMAT, ticket_id);
  int64_t order_id = et_test_server_count (office->server, sql);
  g_autoptr (EtTestAnswer) receipt = tell (office->sam, "receipt", order_id, 1, NULL);
  g_autoptr (EtTestAnswer) invoice = tell (office->ada, "invoice", order_id, 1, NULL);

  et_test_answer_assert (receipt, 200, NULL);
  et_test_answer_assert (invoice, 200, NULL);
  assert_prints ("orders", order_id, "receipt_prints", 1);
  assert_prints ("orders", order_id, "invoice_prints", 1);
}

static void
test_prints_are_audited (void)
{
  int64_t ticket_id = test_office_buy (office, office->ada, office->solo, 1);
  g_autoptr (EtTestAnswer) answer = tell (office->ada, "ticket", ticket_id, 2, NULL);
  g_autofree char *sql = g_strdup_printf (
      "SELECT COUNT(*) FROM audit WHERE action = 'print_ticket' AND detail = 'copy 2' "
      "AND subject = 'ticket %" G_GINT64_FORMAT "'",
      ticket_id);

  g_assert_cmpint (et_test_server_count (office->server, sql), ==, 1);
}

static void
assert_refused (const char *body)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "POST", "/api/prints/", office->ada, body);

  et_test_answer_assert (answer, 400, "invalid");
}

static void
test_values_are_checked (void)
{
  assert_refused ("{\"kind\":\"poster\",\"ids\":[1],\"copies\":[1]}");
  assert_refused ("{\"kind\":\"ticket\",\"ids\":[],\"copies\":[]}");
  assert_refused ("{\"kind\":\"ticket\",\"ids\":[1,2],\"copies\":[1]}");
  assert_refused ("{\"kind\":\"ticket\",\"ids\":[1],\"copies\":[0]}");
  assert_refused ("{\"kind\":\"ticket\",\"ids\":[\"1\"],\"copies\":[1]}");
  assert_refused ("{\"kind\":\"ticket\",\"ids\":1,\"copies\":[1]}");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/prints/together", test_prints_count_together);
  g_test_add_func ("/api/prints/higher", test_a_higher_copy_is_believed);
  g_test_add_func ("/api/prints/repeated", test_a_repeated_request_counts_once);
  g_test_add_func ("/api/prints/staff", test_staff_print_for_others);
  g_test_add_func ("/api/prints/audited", test_prints_are_audited);
  g_test_add_func ("/api/prints/values", test_values_are_checked);
  status = g_test_run ();
  test_office_close (office);
  return status;
}
