/* SPDX-License-Identifier: MIT */
#include "tests/server/http/test-http-server.h"

#include <string.h>

static EtTestAnswer *
post (EtTestOffice *office, const char *path, const char *fields, const char *body)
{
  return et_test_http_call (et_test_office_get_port (office), "POST", path, fields, body);
}

static void
test_worker_answers (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (et_test_office_get_port (office), "GET",
                                                       "/api/read/42/", NULL, NULL);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpint (json_object_get_int_member (et_test_answer_get_json (answer), "id"), ==, 42);
}

static void
test_write_is_answered_after_its_commit (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/write", NULL, NULL);
  g_autofree char *cookie = et_test_answer_get_field (answer, "Set-Cookie");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (cookie, ==, "sessionid=new; Path=/");
  g_assert_cmpint (et_test_office_get_state (office)->n_commits, ==, 1);
}

static void
test_failed_write_leaves_nothing (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/write/fail", NULL, NULL);
  g_autofree char *cookie = et_test_answer_get_field (answer, "Set-Cookie");

  et_test_answer_assert (answer, 409, "sold_out");
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "error"), ==,
                   "There are not enough places left: 3 of “Solo”");
  g_assert_cmpint (json_object_get_int_member (et_test_answer_get_json (answer), "available"), ==,
                   3);
  g_assert_null (cookie);
  g_assert_cmpint (et_test_office_get_state (office)->n_commits, ==, 0);
}

static void
test_repeated_batch_answers_once (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = NULL;
  const char *cookie;

  et_test_office_get_state (office)->runs_twice = TRUE;
  answer = post (office, "/api/write", NULL, NULL);
  et_test_answer_assert (answer, 200, NULL);
  cookie = strstr (answer->head, "Set-Cookie");
  g_assert_nonnull (cookie);
  g_assert_null (strstr (cookie + 1, "Set-Cookie"));
  g_assert_cmpint (et_test_office_get_state (office)->n_effects, ==, 2);
  g_assert_cmpint (et_test_office_get_state (office)->n_commits, ==, 1);
}

static void
test_chain_runs_in_order (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/chain", NULL, NULL);
  g_autofree char *begin = et_test_answer_get_field (answer, "X-Begin");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "trace"), ==,
                   "begin pay finish");
  g_assert_cmpstr (begin, ==, "1");
}

/* Each step that is run again finds the answer as it was before. */
static void
test_repeated_chain (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = NULL;
  const char *begin;

  et_test_office_get_state (office)->runs_twice = TRUE;
  answer = post (office, "/api/chain", NULL, NULL);
  et_test_answer_assert (answer, 200, NULL);
  begin = strstr (answer->head, "X-Begin");
  g_assert_nonnull (begin);
  g_assert_null (strstr (begin + 1, "X-Begin"));
}

static void
test_failed_step_ends_the_chain (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/chain", NULL, "{\"fails\":true}");

  et_test_answer_assert (answer, 504, "payment_timeout");
}

static void
test_chain_ends_on_the_http_thread (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/inline-after", NULL, NULL);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "trace"), ==,
                   "begin finish");
}

/* Has the queues fill up after the chain's first step was taken. */
static void
assert_chain_in_a_rush (gint is_full, int status, const char *code)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  EtTestState *state = et_test_office_get_state (office);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));
  g_autoptr (EtTestAnswer) answer = NULL;

  g_atomic_int_set (&state->is_held, TRUE);
  et_test_socket_send (socket, "POST /api/chain HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  while (g_atomic_int_get (&state->n_queued) == 0)
    g_usleep (500);
  g_atomic_int_set (&state->is_full, is_full);
  g_atomic_int_set (&state->is_held, FALSE);
  answer = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (answer, status, code);
}

static void
test_begun_chain_is_let_through (void)
{
  assert_chain_in_a_rush (1, 200, NULL);
}

static void
test_chain_cut_short (void)
{
  assert_chain_in_a_rush (2, 503, "unavailable");
}

static void
test_stopped_chain (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/stop", NULL, NULL);

  et_test_answer_assert (answer, 200, NULL);
}

/* A refusal that is also an effect is committed. */
static void
test_error_with_effect (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/decline", "Idempotency-Key: k\r\n", NULL);
  g_autofree char *remembered = et_test_answer_get_field (answer, "X-Remembered");

  et_test_answer_assert (answer, 402, "payment_declined");
  g_assert_true (g_str_has_prefix (remembered, "402 application/json "));
}

static void
free_socket (gpointer socket)
{
  et_test_socket_free (socket);
}

/* Many writes that wait together are one batch, and each gets its own one answer. */
static void
test_batch_is_answered_together (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  EtTestState *state = et_test_office_get_state (office);
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (free_socket);

  g_atomic_int_set (&state->is_held, TRUE);
  for (guint i = 0; i < 50; i++)
    {
      EtTestSocket *socket = et_test_socket_new (et_test_office_get_port (office));

      et_test_socket_send (socket, "POST /api/write HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
      g_ptr_array_add (sockets, socket);
    }
  while (g_atomic_int_get (&state->n_queued) < 49)
    g_usleep (500);
  g_atomic_int_set (&state->is_held, FALSE);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_socket_read_answer (sockets->pdata[i], FALSE);

      et_test_answer_assert (answer, 200, NULL);
      g_assert_false (et_test_socket_waits_for_end (sockets->pdata[i], 0));
    }
  g_assert_cmpint (state->n_effects, ==, 50);
  g_assert_cmpint (state->n_commits, ==, 50);
  g_assert_cmpint (state->n_batches, <=, 2);
}

static void
assert_key (const char *key, int status, const char *code)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *field = g_strdup_printf ("Idempotency-Key: %s\r\n", key);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/write", field, NULL);

  et_test_answer_assert (answer, status, code);
  g_assert_cmpint (et_test_office_get_state (office)->n_effects, ==, status == 200 ? 1 : 0);
}

static void
test_idempotency_keys (void)
{
  g_autofree char *longest = g_strnfill (64, 'k');
  g_autofree char *too_long = g_strnfill (65, 'k');

  assert_key ("a", 200, NULL);
  assert_key ("~!\"#", 200, NULL);
  assert_key (longest, 200, NULL);
  assert_key (too_long, 400, "invalid");
  assert_key ("", 400, "invalid");
  assert_key ("a b", 400, "invalid");
  assert_key ("caf\xc3\xa9", 400, "invalid");
  assert_key ("other-body", 422, "key_reused");
}

static void
test_stored_answer (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/write", "Idempotency-Key: again\r\n", NULL);
  g_autofree char *remembered = et_test_answer_get_field (answer, "X-Remembered");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_true (json_object_get_boolean_member (et_test_answer_get_json (answer), "recalled"));
  g_assert_null (remembered);
  g_assert_cmpint (et_test_office_get_state (office)->n_effects, ==, 0);
  g_assert_cmpint (et_test_office_get_state (office)->n_commits, ==, 0);
}

static void
test_stored_answer_of_a_chain (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      again = post (office, "/api/chain", "Idempotency-Key: again\r\n", "{\"fails\":true}");
  g_autoptr (EtTestAnswer) first = post (office, "/api/chain", "Idempotency-Key: first\r\n", NULL);
  g_autofree char *remembered = et_test_answer_get_field (first, "X-Remembered");

  et_test_answer_assert (again, 200, NULL); /* the step that would fail is left out */
  et_test_answer_assert (first, 200, NULL);
  g_assert_cmpstr (remembered, ==, "200 application/json 28");
}

/* Told to stop at once, the server does not wait; the work is still done, and its answer dropped. */
static void
test_stop_leaves_work_to_finish (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  EtTestState *state = et_test_office_get_state (office);
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_office_get_port (office));

  g_atomic_int_set (&state->is_held, TRUE);
  et_test_socket_send (socket, "POST /api/write HTTP/1.1\r\nHost: localhost\r\n\r\n", -1);
  while (g_atomic_int_get (&state->n_queued) == 0)
    g_usleep (500);
  et_http_server_stop (et_test_office_get_server (office), 0);
  g_assert_true (et_test_socket_waits_for_end (socket, 1000));
  g_atomic_int_set (&state->is_held, FALSE);
  while (g_atomic_int_get (&state->n_commits) == 0)
    g_usleep (500);
}

static void
test_key_is_for_writes (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = post (office, "/api/read", "Idempotency-Key: other-body\r\n", NULL);

  et_test_answer_assert (answer, 200, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/http/steps/" name, func)
  ADD ("worker-answers", test_worker_answers);
  ADD ("write-after-commit", test_write_is_answered_after_its_commit);
  ADD ("failed-write", test_failed_write_leaves_nothing);
  ADD ("repeated-batch", test_repeated_batch_answers_once);
  ADD ("batch", test_batch_is_answered_together);
  ADD ("chain", test_chain_runs_in_order);
  ADD ("chain-repeated", test_repeated_chain);
  ADD ("chain-inline", test_chain_ends_on_the_http_thread);
  ADD ("chain-in-a-rush", test_begun_chain_is_let_through);
  ADD ("chain-cut-short", test_chain_cut_short);
  ADD ("failed-step", test_failed_step_ends_the_chain);
  ADD ("stopped", test_stopped_chain);
  ADD ("error-with-effect", test_error_with_effect);
  ADD ("keys", test_idempotency_keys);
  ADD ("key/stored", test_stored_answer);
  ADD ("key/stored-chain", test_stored_answer_of_a_chain);
  ADD ("stop", test_stop_leaves_work_to_finish);
  ADD ("key/read", test_key_is_for_writes);
#undef ADD
  return g_test_run ();
}
