/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

#define CROWD 60

/* One server for the whole file. */
static EtTestServer *server;

/* A request that many send at once. */
typedef struct
{
  const char *method, *path, *token, *body;
  int status;
} Call;

static gpointer
send_call (gpointer data)
{
  Call *call = data;
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, call->method, call->path, call->token, call->body);

  call->status = answer->status;
  return NULL;
}

static void
send_at_once (Call *calls, guint n)
{
  GThread *threads[CROWD];

  g_assert_cmpuint (n, <=, CROWD);
  for (guint i = 0; i < n; i++)
    threads[i] = g_thread_new ("client", send_call, &calls[i]);
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
}

static guint
count_status (const Call *calls, guint n, int status)
{
  guint count = 0;

  for (guint i = 0; i < n; i++)
    count += calls[i].status == status ? 1 : 0;
  return count;
}

static void
test_one_gets_the_name (void)
{
  Call calls[20];

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    calls[i] = (Call){ "POST", "/api/accounts/signup/", NULL,
                       "{\"username\":\"wanted\",\"password\":\"" ET_TEST_PASSWORD "\"}" };
  send_at_once (calls, G_N_ELEMENTS (calls));
  g_assert_cmpuint (count_status (calls, G_N_ELEMENTS (calls), 201), ==, 1);
  g_assert_cmpuint (count_status (calls, G_N_ELEMENTS (calls), 409), ==, G_N_ELEMENTS (calls) - 1);
}

/* More than the queue for passwords holds: some are told to come again, at once, and others who do
 * not sign in notice nothing. */
static void
test_crowd_at_the_door (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "popular");
  Call calls[CROWD];

  for (guint i = 0; i < CROWD; i++)
    calls[i] = (Call){ "POST", "/api/accounts/login/", NULL,
                       "{\"username\":\"popular\",\"password\":\"" ET_TEST_PASSWORD "\"}" };
  calls[CROWD - 1] = (Call){ "GET", "/api/accounts/me/", token, NULL };
  send_at_once (calls, CROWD);
  g_assert_cmpint (calls[CROWD - 1].status, ==, 200);
  g_assert_cmpuint (count_status (calls, CROWD, 200), >, 30);
  g_assert_cmpuint (count_status (calls, CROWD, 503), >, 0);
  g_assert_cmpuint (count_status (calls, CROWD, 200) + count_status (calls, CROWD, 503), ==, CROWD);
}

static char *
get_path (const char *token)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, "GET", "/api/accounts/me/", token, NULL);

  return g_strdup_printf ("/api/admin/accounts/%" G_GINT64_FORMAT "/",
                          json_object_get_int_member (et_test_answer_get_json (answer), "id"));
}

static void
test_one_administrator_stays (void)
{
  const char *body = "{\"role\":\"customer\"}";
  g_autofree char *one = et_test_server_make (server, "admin", "admin-one");
  g_autofree char *other = et_test_server_make (server, "admin", "admin-two");
  g_autofree char *path_of_one = get_path (one), *path_of_other = get_path (other);
  Call calls[] = { { "PATCH", path_of_one, other, body }, { "PATCH", path_of_other, one, body } };

  send_at_once (calls, G_N_ELEMENTS (calls));
  g_assert_cmpuint (count_status (calls, 2, 200), >=, 1);
  g_assert_cmpint (
      et_test_server_count (server, "SELECT COUNT(*) FROM accounts WHERE role = 'admin'"), ==, 1);
}

/* A signing-in that is being hashed while the password changes must not come through. */
static void
test_old_password_loses (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "changing");
  Call calls[12];

  calls[0] = (Call){ "POST", "/api/accounts/password/", token,
                     "{\"old_password\":\"" ET_TEST_PASSWORD "\","
                     "\"new_password\":\"Zebra-Moon-77\"}" };
  for (guint i = 1; i < G_N_ELEMENTS (calls); i++)
    calls[i] = (Call){ "POST", "/api/accounts/login/", NULL,
                       "{\"username\":\"changing\",\"password\":\"" ET_TEST_PASSWORD "\"}" };
  send_at_once (calls, G_N_ELEMENTS (calls));
  g_assert_cmpint (calls[0].status, ==, 200);
  g_assert_cmpint (et_test_server_count (server,
                                         "SELECT COUNT(*) FROM sessions WHERE account_id = "
                                         "(SELECT id FROM accounts WHERE username = 'changing')"),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  server = et_test_server_new (NULL);
  g_test_add_func ("/account-races/name", test_one_gets_the_name);
  g_test_add_func ("/account-races/crowd", test_crowd_at_the_door);
  g_test_add_func ("/account-races/administrators", test_one_administrator_stays);
  g_test_add_func ("/account-races/old-password", test_old_password_loses);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}
