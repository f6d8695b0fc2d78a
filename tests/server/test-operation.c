/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/et-test-folder.h"
#include "command-fixture.h"

static void
test_greeting_tells_how_to_begin (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const admin[] = { CREATE ("admin", "Boss") };

  g_assert_nonnull (strstr (et_test_server_get_greeting (fixture->server),
                            "create-account --role admin --username NAME\n"));
  g_assert_cmpint (et_test_server_run (fixture->server, admin, ET_TEST_PASSWORD "\n", NULL, NULL),
                   ==, 0);
  et_test_server_stop (fixture->server);
  et_test_server_start (fixture->server);
  g_assert_null (strstr (et_test_server_get_greeting (fixture->server), "create-account"));
}

static void
test_files_are_private (CommandFixture *fixture, gconstpointer runs)
{
  command_assert_mode (fixture, "etickets.sqlite3", 0600);
  command_assert_mode (fixture, "etickets.sqlite3-wal", 0600);
  command_assert_mode (fixture, "etickets.sock", 0600);
  command_assert_mode (fixture, "signing-keys", 0600);
}

static void
test_clean_end_leaves_nothing_behind (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const gone[] = { "etickets.sock", "etickets.sqlite3-wal",
                                      "etickets.sqlite3-shm" };

  g_free (et_test_server_sign_up (fixture->server, "someone"));
  et_test_server_stop (fixture->server);
  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      g_autofree char *path = et_test_server_get_path (fixture->server, gone[i]);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* Overwrites the page of a database file on which a text stands. */
static void
spoil_page_of (const char *path, const char *text)
{
  enum
  {
    PAGE_SIZE = 4096
  };
  g_autofree char *bytes = NULL;
  gsize length;
  char *found;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  found = memmem (bytes, length, text, strlen (text));
  g_assert_nonnull (found);
  memset (bytes + (found - bytes) / PAGE_SIZE * PAGE_SIZE, 0xa5, PAGE_SIZE);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

/* Damage where nothing is read at the start is found while the server is at work, and ends it. */
static void
test_damaged_database_ends_the_server (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const serve[] = { "serve", NULL };
  g_autofree char *path = et_test_server_get_path (fixture->server, "etickets.sqlite3");
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  command_seed (fixture);
  et_test_server_exec (fixture->server, "CREATE TABLE ballast (text TEXT)");
  et_test_server_exec (fixture->server, "INSERT INTO ballast VALUES ('heavy as lead')");
  spoil_page_of (path, "heavy as lead");
  g_assert_cmpint (et_test_server_run (fixture->server, serve, NULL, &output, &errors), ==, 1);
  g_assert_nonnull (strstr (output, "Listening on "));
  g_assert_nonnull (strstr (errors, "The database file is damaged\n"));
}

static void
test_second_server_is_refused (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const serve[] = { "serve", NULL };
  g_autofree char *path = et_test_server_get_path (fixture->server, "etickets.sqlite3");
  g_autofree char *errors = g_strdup_printf (
      "Another process has the database %s open for writing\n", path);

  command_expect (fixture, serve, NULL, 1, "", errors);
  et_test_server_expect (fixture->server, "GET", "/health/", NULL, NULL, 200, NULL);
}

/* The socket names no database: two in one folder would get each other's commands. */
static void
test_second_database_in_the_folder_is_refused (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const serve[] = { "serve", NULL };
  static const char *const migrate[] = { "migrate", NULL };
  g_autofree char *other = et_test_server_get_path (fixture->server, "other.sqlite3");
  g_autofree char *url = g_strconcat ("sqlite:///", other, NULL);
  g_autofree char *errors = g_strdup_printf ("Another server has its database in the folder of %s; "
                                             "each needs a folder of its own\n",
                                             other);

  et_test_server_set (fixture->server, "DATABASE_URL", url);
  command_expect (fixture, migrate, NULL, 1, "",
                  "The server that runs in this folder serves another database\n");
  et_test_server_set (fixture->server, "ETICKETS_SIGNING_KEY_FILE", "other-keys");
  command_expect (fixture, serve, NULL, 2, "", errors);
}

static void
test_port_is_taken (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u",
                                              et_test_server_get_port (fixture->server));
  g_autofree char *errors = g_strdup_printf ("Cannot listen on %s: Address already in use\n",
                                             address);
  const char *const serve[] = { "serve", "--listen", address, NULL };
  g_autoptr (GDir) content = NULL;
  g_autofree char *folder = g_dir_make_tmp ("etickets-port-XXXXXX", NULL);
  g_autofree char *url = g_strdup_printf ("sqlite:///%s/db", folder);

  et_test_server_set (fixture->server, "DATABASE_URL", url);
  command_expect (fixture, serve, NULL, 1, "", errors);
  content = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (content));
  et_test_folder_remove (folder);
}

static void
test_commands_work_after_a_crash (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "check", NULL };
  g_autofree char *token = et_test_server_sign_up (fixture->server, "survivor");

  et_test_server_kill (fixture->server);
  command_expect (fixture, arguments, NULL, 0, "All is as it should be.\n", "");
  et_test_server_start (fixture->server);
  et_test_server_expect (fixture->server, "GET", "/api/accounts/me/", token, NULL, 200, NULL);
  command_expect (fixture, arguments, NULL, 0, "All is as it should be.\n", "");
}

static void
test_new_key_signs_at_once (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "generate-key", NULL };
  g_autoptr (EtTestAnswer) answer = NULL;

  g_assert_cmpint (et_test_server_run (fixture->server, arguments, NULL, NULL, NULL), ==, 0);
  answer = et_test_server_call (fixture->server, "GET", "/api/keys/", NULL, NULL);
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (et_test_answer_get_json (answer), "keys")),
                    ==, 2);
}

static void
test_seed_shows_at_once (CommandFixture *fixture, gconstpointer runs)
{
  g_autoptr (EtTestAnswer) answer = NULL;
  g_autofree char *body = NULL;

  command_seed (fixture);
  answer = et_test_server_call (fixture->server, "GET", "/api/offers/", NULL, NULL);
  body = et_test_answer_dup_body (answer);
  g_assert_nonnull (strstr (body, "Ticket Solo - Athlétisme"));
}

static void
test_folder_must_be_there (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const serve[] = { "serve", NULL };

  et_test_server_set (fixture->server, "DATABASE_URL", "sqlite:////nonexistent/db.sqlite3");
  command_expect (fixture, serve, NULL, 2, "",
                  "There is no folder /nonexistent for the database\n");
}

/* All that is wrong is said at once, also of the first start in development. */
static void
test_all_faults_are_listed (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const serve[] = { "serve", NULL };

  et_test_server_set (fixture->server, "ETICKETS_ALLOWED_HOSTS", "a b");
  et_test_server_set (fixture->server, "ETICKETS_MAX_CONNECTIONS", "0");
  et_test_server_set (fixture->server, "ETICKETS_SIGNING_KEY_FILE", "/nonexistent/keys");
  command_expect (fixture, serve, NULL, 2, "",
                  "ETICKETS_ALLOWED_HOSTS must be host names without ports, parted by commas.\n"
                  "ETICKETS_MAX_CONNECTIONS must be a number of connections from 1 to 1000000.\n"
                  "ETICKETS_SIGNING_KEY_FILE must name a file in a folder that exists.\n");
}

static void
test_connections_are_limited (CommandFixture *fixture, gconstpointer runs)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) first = NULL;

  et_test_server_set (fixture->server, "ETICKETS_MAX_CONNECTIONS", "1");
  et_test_server_start (fixture->server);
  first = g_socket_client_connect_to_host (client, "127.0.0.1",
                                           et_test_server_get_port (fixture->server), NULL, NULL);
  g_assert_nonnull (first);
  et_test_server_expect (fixture->server, "GET", "/health/", NULL, NULL, 503, "unavailable");
}

static void
test_production_names_the_command (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *migrated = command_dup_migrated ();
  static const char *const serve[] = { "serve", NULL };
  static const char *const migrate[] = { "migrate", NULL };
  static const char *const key[] = { "generate-key", NULL };
  g_autofree char *path = et_test_server_get_path (fixture->server, "signing-keys");
  g_autofree char *no_key = g_strdup_printf (
      "The signing key file %s cannot be opened: No such file or directory\n", path);
  const char *stale = "The database is not up to date: run “etickets-server migrate”\n";

  et_test_server_set (fixture->server, "ETICKETS_ENV", "production");
  et_test_server_set (fixture->server, "ETICKETS_ALLOWED_HOSTS", "127.0.0.1");
  command_expect (fixture, serve, NULL, 2, "", no_key);
  command_expect (fixture, key, NULL, 1, "", stale);
  command_expect (fixture, migrate, NULL, 0, migrated, "");
  g_assert_cmpint (et_test_server_run (fixture->server, key, NULL, NULL, NULL), ==, 0);
  g_chmod (path, 0644);
  g_assert_cmpint (et_test_server_run (fixture->server, serve, NULL, NULL, NULL), ==, 2);
  g_chmod (path, 0600);
  et_test_server_start (fixture->server);
  et_test_server_stop (fixture->server);
}

static void
test_foreign_key_file_is_refused (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const serve[] = { "serve", NULL };
  g_autofree char *path = et_test_server_get_path (fixture->server, "signing-keys");

  et_test_server_stop (fixture->server);
  g_assert_true (
      g_file_set_contents (path,
                           "etickets-signing-keys 1\n1 2026-01-01T00:00:00Z "
                           "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
                           -1, NULL));
  g_chmod (path, 0600);
  command_expect (
      fixture, serve, NULL, 2, "",
      "The signing key 1 of the key file is not the one that signed the tickets of this "
      "database; the file belongs to another one\n");
}

/* Sends bytes to the socket of the operator, and reads what comes back. */
static char *
send_to_socket (CommandFixture *fixture, const char *text)
{
  g_autofree char *path = et_test_server_get_path (fixture->server, "etickets.sock");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  char answer[1024];
  gssize n;

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (write (fd, text, strlen (text)), ==, strlen (text));
  n = read (fd, answer, sizeof answer - 1);
  g_assert_cmpint (n, >, 0);
  close (fd);
  return g_strndup (answer, n);
}

static void
test_socket_refuses_rubbish (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const rubbish[] = {
    "\n",
    "hello\n",
    "{}\n",
    "[]\n",
    "{\"command\":\"migrate\"}\n",
    "{\"command\":\"migrate\",\"version\":\"0\",\"database\":\"x\",\"language\":\"en\"}\n",
    "{\"command\":\"rm\",\"version\":\"" ET_VERSION "\",\"database\":\"x\",\"language\":\"en\"}\n",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rubbish); i++)
    {
      g_autofree char *answer = send_to_socket (fixture, rubbish[i]);

      g_assert_true (g_str_has_prefix (answer, "{\"status\":1,\"output\":\"\",\"errors\":\""));
    }
  et_test_server_expect (fixture->server, "GET", "/health/", NULL, NULL, 200, NULL);
}

#define CANARY "Canary-Bird-5"

static void
make_noise (CommandFixture *fixture)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (
      fixture->server, "POST", "/api/accounts/signup/?q=Canary-Bird-5", NULL,
      "{\"username\":\"noisy\",\"password\":\"Zebra-Moon-77\",\"email\":\"" CANARY "@x.org\"}");
  const char *token = json_object_get_string_member (et_test_answer_get_json (answer), "token");

  et_test_server_expect (fixture->server, "GET", "/api/accounts/me/", token, NULL, 200, NULL);
  et_test_server_expect (fixture->server, "GET", "/api/" CANARY "%0d%0aINFO/", NULL, NULL, 400,
                         "bad_request");
  et_test_server_expect (fixture->server, "GET", "/api/accounts/me/", "tk_" CANARY, NULL, 401,
                         "unauthenticated");
}

static char *
read_log (CommandFixture *fixture)
{
  g_autofree char *path = et_test_server_get_path (fixture->server, "server.log");
  char *text = NULL;

  et_test_server_stop (fixture->server);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* What people write stays out of the log, but for the path. */
static void
test_log_keeps_secrets (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *log = NULL;

  et_test_server_set (fixture->server, "ETICKETS_LOG_LEVEL", "debug");
  et_test_server_start (fixture->server);
  make_noise (fixture);
  log = read_log (fixture);
  g_assert_nonnull (strstr (log, " POST /api/accounts/signup/ 201 "));
  g_assert_null (strstr (log, CANARY "@"));
  g_assert_null (strstr (log, "Zebra"));
  g_assert_null (strstr (log, "?q="));
  g_assert_null (strstr (log, "tk_"));
}

static void
test_log_is_json_in_production (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const commands[][2] = { { "migrate", NULL }, { "generate-key", NULL } };
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;

  et_test_server_set (fixture->server, "ETICKETS_ENV", "production");
  et_test_server_set (fixture->server, "ETICKETS_ALLOWED_HOSTS", "127.0.0.1");
  et_test_server_set (fixture->server, "ETICKETS_LOG_LEVEL", "debug");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_assert_cmpint (et_test_server_run (fixture->server, commands[i], NULL, NULL, NULL), ==, 0);
  et_test_server_start (fixture->server);
  make_noise (fixture);
  log = read_log (fixture);
  lines = g_strsplit (log, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 4);
  for (guint i = 0; *lines[i] != '\0'; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);

      g_assert_nonnull (node);
      g_assert_true (json_object_has_member (json_node_get_object (node), "time"));
      g_assert_true (json_object_has_member (json_node_get_object (node), "level"));
      g_assert_true (json_object_has_member (json_node_get_object (node), "message"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, runs, func) \
  g_test_add (name, CommandFixture, runs, command_set_up, func, command_tear_down)
  ADD ("/operation/folder", NULL, test_folder_must_be_there);
  ADD ("/operation/damage", NULL, test_damaged_database_ends_the_server);
  ADD ("/operation/all-faults", NULL, test_all_faults_are_listed);
  ADD ("/operation/connections", NULL, test_connections_are_limited);
  ADD ("/operation/production", NULL, test_production_names_the_command);
  ADD ("/operation/greeting", "runs", test_greeting_tells_how_to_begin);
  ADD ("/operation/private-files", "runs", test_files_are_private);
  ADD ("/operation/clean-end", "runs", test_clean_end_leaves_nothing_behind);
  ADD ("/operation/second-server", "runs", test_second_server_is_refused);
  ADD ("/operation/second-database", "runs", test_second_database_in_the_folder_is_refused);
  ADD ("/operation/port-taken", "runs", test_port_is_taken);
  ADD ("/operation/after-crash", "runs", test_commands_work_after_a_crash);
  ADD ("/operation/new-key", "runs", test_new_key_signs_at_once);
  ADD ("/operation/seed-shows", "runs", test_seed_shows_at_once);
  ADD ("/operation/foreign-key-file", "runs", test_foreign_key_file_is_refused);
  ADD ("/operation/socket-rubbish", "runs", test_socket_refuses_rubbish);
  ADD ("/operation/log-secrets", NULL, test_log_keeps_secrets);
  ADD ("/operation/log-json", NULL, test_log_is_json_in_production);
  return g_test_run ();
}
