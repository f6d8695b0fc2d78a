/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-office.h"

static TestOffice *office;

/* Buys tickets for Ada. Returns: the id of the first; @ret_order: that of the order. */
static int64_t
buy (int64_t quantity, int64_t *ret_order)
{
  int64_t ticket_id = test_office_buy (office, office->ada, office->solo, quantity);
  g_autofree char *sql = g_strdup_printf (
      "SELECT order_id FROM tickets WHERE id = %" G_GINT64_FORMAT, ticket_id);

  *ret_order = et_test_server_count (office->server, sql);
  return ticket_id;
}

/* @word: "refund" or "cancel". */
static EtTestAnswer *
ask (const char *word, int64_t order_id, const char *body)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/orders/%" G_GINT64_FORMAT "/%s/", order_id,
                                           word);

  return et_test_server_call (office->server, "POST", path, office->root, body);
}

static EtTestAnswer *
verify (const char *key)
{
  g_autofree char *body = g_strdup_printf ("{\"ticket_key\":\"%s\"}", key);

  return et_test_server_call (office->server, "POST", "/api/tickets/verify/", office->sam, body);
}

/* As its owner reads it. */
static void
assert_standing (int64_t ticket_id, const char *state, gboolean is_refunded)
{
  g_autofree char *path = g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/", ticket_id);
  g_autoptr (JsonObject) ticket = test_office_get (office, path, office->ada);

  test_office_assert_text (ticket, "state", state);
  g_assert_cmpint (json_object_get_boolean_member (ticket, "refunded"), ==, is_refunded);
}

static void
test_a_refunded_ticket_is_refused (void)
{
  int64_t order_id, ticket_id = buy (2, &order_id);
  g_autofree char *key = test_office_get_key (office, office->ada, ticket_id);
  g_autofree char *body = g_strdup_printf (
      "{\"tickets\":[%" G_GINT64_FORMAT "],\"reason\":\"Ill\"}", ticket_id);
  g_autoptr (EtTestAnswer) refunded = ask ("refund", order_id, body);
  g_autoptr (EtTestAnswer) again = ask ("refund", order_id, body);
  g_autoptr (EtTestAnswer) refused = verify (key);
  JsonObject *answer = et_test_answer_get_json (refunded);

  et_test_answer_assert (refunded, 200, NULL);
  test_office_assert_int (answer, "refunded_cents", 5000);
  test_office_assert_text (json_object_get_object_member (answer, "order"), "state", "paid");
  et_test_answer_assert (again, 409, "conflict");
  et_test_answer_assert (refused, 409, "revoked");
  test_office_assert_text (et_test_answer_get_json (refused), "reason", "refunded");
  assert_standing (ticket_id, "revoked", TRUE);
  assert_standing (ticket_id + 1, "valid", FALSE);
}

static void
test_a_used_ticket_needs_force (void)
{
  int64_t order_id, ticket_id = buy (1, &order_id);
  g_autofree char *key = test_office_get_key (office, office->ada, ticket_id);
  g_autoptr (EtTestAnswer) admitted = verify (key);
  g_autoptr (EtTestAnswer) refused = ask ("refund", order_id, "{\"reason\":\"Rain\"}");
  g_autoptr (EtTestAnswer)
      forced = ask ("refund", order_id, "{\"reason\":\"Rain\",\"force\":true}");

  et_test_answer_assert (admitted, 200, NULL);
  et_test_answer_assert (refused, 409, "already_used");
  test_office_assert_int (et_test_answer_get_json (refused), "ticket_id", ticket_id);
  et_test_answer_assert (forced, 200, NULL);
  assert_standing (ticket_id, "used", TRUE);
}

static void
test_an_order_is_cancelled (void)
{
  int64_t order_id;
  g_autoptr (EtTestAnswer) cancelled = NULL;
  g_autoptr (EtTestAnswer) listed = NULL;

  buy (3, &order_id);
  listed = ask ("cancel", order_id, "{\"reason\":\"Rain\",\"tickets\":[1]}");
  cancelled = ask ("cancel", order_id, "{\"reason\":\"Rain\"}");
  et_test_answer_assert (listed, 400, "invalid");
  et_test_answer_assert (cancelled, 200, NULL);
  test_office_assert_text (
      json_object_get_object_member (et_test_answer_get_json (cancelled), "order"), "state",
      "cancelled");
}

static void
test_values_are_checked (void)
{
  static const char *const bodies[] = {
    "{}",
    "{\"reason\":\"\"}",
    "{\"reason\":\"Ill\",\"tickets\":[]}",
    "{\"reason\":\"Ill\",\"tickets\":[1,1]}",
    "{\"reason\":\"Ill\",\"tickets\":[\"1\"]}",
    "{\"reason\":\"Ill\",\"tickets\":1}",
    "{\"reason\":\"Ill\",\"force\":1}",
  };
  int64_t order_id;

  buy (1, &order_id);
  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (EtTestAnswer) answer = ask ("refund", order_id, bodies[i]);

      et_test_answer_assert (answer, 400, "invalid");
    }
}

static void
test_the_credit_note_is_a_document (void)
{
  int64_t order_id;
  g_autoptr (EtTestAnswer) refunded = NULL;
  g_autoptr (EtTestAnswer) note = NULL;
  g_autoptr (EtTestAnswer) missing = NULL;
  g_autofree char *path = NULL;
  g_autofree char *second = NULL;
  g_autofree char *body = NULL;

  buy (1, &order_id);
  path = g_strdup_printf ("/api/orders/%" G_GINT64_FORMAT "/credit-note.pdf", order_id);
  second = g_strconcat (path, "?n=2", NULL);
  et_test_server_expect (office->server, "GET", path, office->ada, NULL, 404, "not_found");
  refunded = ask ("refund", order_id, "{\"reason\":\"Ill\"}");
  et_test_answer_assert (refunded, 200, NULL);
  note = et_test_server_call (office->server, "GET", path, office->ada, NULL);
  missing = et_test_server_call (office->server, "GET", second, office->ada, NULL);
  body = et_test_answer_dup_body (note);
  g_assert_cmpint (note->status, ==, 200);
  g_assert_true (g_str_has_prefix (body, "%PDF"));
  et_test_answer_assert (missing, 404, "not_found");
}

static void
test_the_money_is_given_back (void)
{
  int64_t end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (et_test_server_count (office->server,
                               "SELECT COUNT(*) FROM credit_notes WHERE returned_at IS NULL") > 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (G_USEC_PER_SEC / 20);
    }
}

/* An order names its credit notes; the number of each leads to its PDF. */
static void
test_an_order_lists_its_credit_notes (void)
{
  int64_t order_id;
  g_autoptr (JsonObject) before = NULL;
  g_autoptr (JsonObject) after = NULL;
  g_autoptr (EtTestAnswer) refunded = NULL;
  g_autofree char *path = NULL;
  JsonArray *notes;
  JsonObject *note;

  buy (2, &order_id);
  path = g_strdup_printf ("/api/orders/%" G_GINT64_FORMAT "/", order_id);
  before = test_office_get (office, path, office->ada);
  notes = json_object_get_array_member (before, "credit_notes");
  g_assert_cmpuint (json_array_get_length (notes), ==, 0);
  refunded = ask ("refund", order_id, "{\"reason\":\"Ill\"}");
  et_test_answer_assert (refunded, 200, NULL);
  after = test_office_get (office, path, office->ada);
  notes = json_object_get_array_member (after, "credit_notes");
  g_assert_cmpuint (json_array_get_length (notes), ==, 1);
  note = json_array_get_object_element (notes, 0);
  test_office_assert_int (note, "n", 1);
  test_office_assert_int (note, "total_cents", json_object_get_int_member (before, "total_cents"));
  g_assert_true (g_str_has_prefix (json_object_get_string_member (note, "number"), "A20"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  office = test_office_open ();
  g_test_add_func ("/api/refund/ticket", test_a_refunded_ticket_is_refused);
  g_test_add_func ("/api/refund/used", test_a_used_ticket_needs_force);
  g_test_add_func ("/api/refund/cancel", test_an_order_is_cancelled);
  g_test_add_func ("/api/refund/values", test_values_are_checked);
  g_test_add_func ("/api/refund/credit-note", test_the_credit_note_is_a_document);
  g_test_add_func ("/api/refund/listed", test_an_order_lists_its_credit_notes);
  g_test_add_func ("/api/refund/money", test_the_money_is_given_back);
  status = g_test_run ();
  test_office_close (office);
  return status;
}
