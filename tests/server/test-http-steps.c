/* SPDX-License-Identifier: MIT */
#include "tests/server/test-http-server.h"

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

static void
test_failed_step_ends_the_chain (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/chain", NULL, "{\"fails\":true}");

  et_test_answer_assert (answer, 504, "payment_timeout");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http/steps/worker-answers", test_worker_answers);
  g_test_add_func ("/http/steps/write-after-commit", test_write_is_answered_after_its_commit);
  g_test_add_func ("/http/steps/failed-write", test_failed_write_leaves_nothing);
  g_test_add_func ("/http/steps/repeated-batch", test_repeated_batch_answers_once);
  g_test_add_func ("/http/steps/chain", test_chain_runs_in_order);
  g_test_add_func ("/http/steps/failed-step", test_failed_step_ends_the_chain);
  return g_test_run ();
}
