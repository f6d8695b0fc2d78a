/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

#define ME "/api/accounts/me/"
#define SESSIONS ME "sessions/"

/* One server for the whole file. */
static EtTestServer *server;

static void
expect_me (const char *token, int status)
{
  et_test_server_expect (server, "GET", ME, token, NULL, status,
                         status == 200 ? NULL : "unauthenticated");
}

/* Returns: (transfer full): the answer; its results are the sessions, the last used first. */
static EtTestAnswer *
list_sessions (const char *token)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", SESSIONS, token, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return g_steal_pointer (&answer);
}

/* Returns: the id of the session that asks, or of one that does not. */
static int64_t
find_session (const char *token, gboolean is_current)
{
  g_autoptr (EtTestAnswer) answer = list_sessions (token);
  JsonArray *results = json_object_get_array_member (et_test_answer_get_json (answer), "results");

  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonObject *session = json_array_get_object_element (results, i);

      if (json_object_get_boolean_member (session, "current") == is_current)
        return json_object_get_int_member (session, "id");
    }
  g_assert_not_reached ();
}

static void
end_session (const char *token, int64_t session_id, int status, const char *code)
{
  g_autofree char *path = g_strdup_printf (SESSIONS "%" G_GINT64_FORMAT "/", session_id);

  et_test_server_expect (server, "DELETE", path, token, NULL, status, code);
}

static void
test_sessions_are_listed (void)
{
  g_autofree char *first = et_test_server_sign_up (server, "lister");
  g_autofree char *second = et_test_server_sign_in (server, "lister");
  g_autoptr (EtTestAnswer) answer = list_sessions (second);
  JsonObject *root = et_test_answer_get_json (answer);
  JsonObject *session = json_array_get_object_element (
      json_object_get_array_member (root, "results"), 0);

  g_assert_cmpint (json_object_get_int_member (root, "count"), ==, 2);
  g_assert_true (json_object_get_boolean_member (session, "current"));
  g_assert_cmpstr (json_object_get_string_member (session, "address"), ==, "127.0.0.1");
  g_assert_true (g_str_has_suffix (json_object_get_string_member (session, "created_at"), "Z"));
  g_assert_true (g_str_has_suffix (json_object_get_string_member (session, "last_used_at"), "Z"));
  g_assert_cmpint (find_session (first, TRUE), ==, find_session (second, FALSE));
}

static void
test_one_session_is_revoked (void)
{
  g_autofree char *here = et_test_server_sign_up (server, "revoker");
  g_autofree char *lost = et_test_server_sign_in (server, "revoker");
  int64_t session_id = find_session (lost, TRUE);

  expect_me (lost, 200);
  end_session (here, session_id, 200, NULL);
  expect_me (lost, 401);
  expect_me (here, 200);
  end_session (here, session_id, 404, "not_found");
}

static void
test_foreign_session_stays (void)
{
  g_autofree char *owner = et_test_server_sign_up (server, "owner-of-one");
  g_autofree char *admin = et_test_server_make (server, "admin", "curious-admin");

  end_session (admin, find_session (owner, TRUE), 404, "not_found");
  expect_me (owner, 200);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_test_add_func ("/session-list/list", test_sessions_are_listed);
  g_test_add_func ("/session-list/revoke", test_one_session_is_revoked);
  g_test_add_func ("/session-list/revoke-foreign", test_foreign_session_stays);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}
