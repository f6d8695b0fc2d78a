/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli-run.h"
#include "client/et-sync-lock.h"

static void
test_signing_in (CliRun *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->shop.folder, "zoe.token", NULL);

  cli_run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"is_signed_in\":true"));
  g_chmod (path, 0644);
  cli_run (f, REFUSED, NULL, "--json sync");
  cli_run_assert_code (f, "forbidden");
  g_chmod (path, 0600);
  cli_run (f, DONE, NULL, "sync");

  cli_run (f, DONE, NULL, "logout");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  cli_run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"account\":null"));
  cli_run (f, SIGN_IN, "wrong password\n", "--json login --username zoe --token-file zoe.token");
  cli_run_assert_code (f, "wrong_credentials");
  cli_run (f, REFUSED, ET_TEST_PASSWORD "\n", "--json signup --username zoe");
  cli_run_assert_code (f, "username_taken");
  cli_run (f, REFUSED, "short\n", "--json signup --username max");
  cli_run_assert_code (f, "password_weak");
  cli_run (f, USAGE, "", "login --username zoe");
}

/* Gives zoe a second step whose secret is zeros, and signs her out. */
static void
add_second_step (CliRun *f)
{
  cli_run (f, DONE, NULL, "logout");
  client_shop_stop_server (&f->shop);
  et_test_server_exec (f->shop.server,
                       "INSERT INTO second_factors (account_id, secret, is_confirmed) "
                       "SELECT id, zeroblob(20), 1 FROM accounts WHERE username = 'zoe'");
  client_shop_start_server (&f->shop);
}

static void
test_second_step (CliRun *f, gconstpointer data)
{
  static const char secret[20];
  g_autofree char *input = NULL;
  char code[7];

  add_second_step (f);
  cli_run (f, USAGE, ET_TEST_PASSWORD "\n", "login --username zoe --token-file zoe.token");
  cli_run (f, SIGN_IN, ET_TEST_PASSWORD "\n000000\n",
           "--json login --username zoe --token-file zoe.token");
  cli_run_assert_code (f, "wrong_code");
  g_assert_cmpint (
      oath_totp_generate (secret, 20, g_get_real_time () / G_USEC_PER_SEC, 30, 0, 6, code), ==,
      OATH_OK);
  input = g_strdup_printf (ET_TEST_PASSWORD "\n%s\n", code);
  cli_run (f, DONE, input, "--json login --username zoe --token-file zoe.token");
  g_assert_nonnull (strstr (f->output, "\"username\":\"zoe\""));
}

/* What the server is told with the secret that it gave. */
static void
test_setting_up_the_second_step (CliRun *f, gconstpointer data)
{
  g_autoptr (JsonNode) answer = NULL;
  g_autofree char *input = NULL;
  const char *secret;
  char code[7], *bytes;
  gsize length;

  cli_run (f, SIGN_IN, "wrong password\n", "second-step begin");
  cli_run (f, DONE, ET_TEST_PASSWORD "\n", "--json second-step begin");
  answer = cli_run_read_output (f);
  secret = json_object_get_string_member (json_node_get_object (answer), "secret");
  g_assert_cmpint (oath_base32_decode (secret, strlen (secret), &bytes, &length), ==, OATH_OK);
  oath_totp_generate (bytes, length, g_get_real_time () / G_USEC_PER_SEC, 30, 0, 6, code);
  free (bytes);
  cli_run (f, SIGN_IN, "000000\n", "second-step confirm");
  input = g_strdup_printf ("%s\n", code);
  cli_run (f, DONE, input, "--json second-step confirm");
  g_assert_nonnull (strstr (f->output, "\"recovery_codes\":["));
  cli_run (f, DONE, NULL, "logout");
  cli_run (f, USAGE, ET_TEST_PASSWORD "\n", "login --username zoe --token-file zoe.token");
}

/* Without a keyring and without a file the token would be lost: said, and given back. */
static void
test_nowhere_to_keep_the_token (CliRun *f, gconstpointer data)
{
  cli_run (f, DONE, NULL, "logout");
  cli_run (f, FAILED, ET_TEST_PASSWORD "\n", "login --username zoe");
  g_assert_nonnull (strstr (f->errors, "--token-file"));
  g_assert_nonnull (strstr (f->errors, "ETICKETS_TOKEN"));
  g_assert_nonnull (strstr (f->errors, "keyring"));
  g_assert_cmpint (et_test_server_count (f->shop.server, "SELECT count(*) FROM sessions"), ==, 0);
}

static void
test_token_of_the_environment (CliRun *f, gconstpointer data)
{
  g_autofree char *token = et_test_server_sign_up (f->shop.server, "max");

  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", token, TRUE);
  cli_run (f, DONE, NULL, "--json sync");
  g_assert_nonnull (strstr (f->output, "\"username\":\"max\""));
  client_shop_stop_server (&f->shop);
  cli_run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"username\":\"max\""));
  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", "tk_unknown", TRUE);
  cli_run (f, OFFLINE, NULL, "tickets");
  client_shop_start_server (&f->shop);
  cli_run (f, SIGN_IN, NULL, "tickets");
  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", "", TRUE);
  cli_run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"username\":\"zoe\""));
}

static void
test_verify (CliRun *f, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autofree char *key = NULL;
  g_autoptr (JsonNode) tickets = NULL;

  cli_run_format (f, DONE, "cart add %d", (int) f->shop.duo);
  cli_run (f, DONE, NULL, "checkout");
  cli_run (f, DONE, NULL, "--json tickets");
  tickets = cli_run_read_output (f);
  key = g_strdup (json_object_get_string_member (
      json_array_get_object_element (json_node_get_array (tickets), 0), "ticket_key"));
  cli_run_format (f, DONE, "--json verify %s", key);
  cli_run_assert_text (f, "verdict", "own");

  token = et_test_server_make (f->shop.server, "staff", "gate");
  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", token, TRUE);
  cli_run (f, DONE, key, "--json verify - --gate North");
  cli_run_assert_text (f, "verdict", "admitted");
  g_assert_cmpint (cli_run_get_number (f, "admits"), ==, 2);
  cli_run_format (f, REFUSED, "--json verify %s --gate South", key);
  cli_run_assert_text (f, "code", "already_used");
  cli_run_assert_text (f, "gate", "North");
  cli_run (f, REFUSED, NULL, "--json verify ABC:DEF");
  cli_run_assert_text (f, "code", "checksum");
  client_shop_stop_server (&f->shop);
  cli_run_format (f, OFFLINE, "--json verify %s", key);
  cli_run_assert_code (f, "offline"); /* this copy has no keys yet */
  client_shop_start_server (&f->shop);
  cli_run (f, DONE, NULL, "sync");
  client_shop_stop_server (&f->shop);
  cli_run_format (f, OFFLINE, "--json verify %s", key);
  cli_run_assert_text (f, "verdict", "genuine");
}

static void
test_other_program_syncs (CliRun *f, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (EtStore) store = NULL;
  g_autoptr (EtSyncLock) lock = NULL;
  g_autoptr (GDir) dir = NULL;

  folder = g_build_filename (f->shop.folder, "etickets", NULL);
  dir = g_dir_open (folder, 0, NULL);
  path = g_build_filename (folder, g_dir_read_name (dir), "account-1", "copy.db", NULL);
  store = et_store_new (path);
  lock = et_sync_lock_take (store, 0, NULL, NULL);
  g_assert_nonnull (lock);

  cli_run (f, BUSY, NULL, "--json sync");
  cli_run_assert_code (f, "in_progress");
  g_assert_nonnull (strstr (f->errors, "test-client-cli"));
  cli_run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "test-client-cli"));
  cli_run_format (f, DONE, "cart add %d", (int) f->shop.solo);
  cli_run (f, DONE, NULL, "--json status");
  g_assert_cmpint (cli_run_get_number (f, "pending"), ==, 1);
}

static int64_t
count_sessions (CliRun *f)
{
  return et_test_server_count (f->shop.server, "SELECT count(*) FROM sessions");
}

static void
test_signing_out_with_edits_that_wait (CliRun *f, gconstpointer data)
{
  cli_run (f, DONE, NULL, "sync");
  client_shop_stop_server (&f->shop);
  cli_run_format (f, DONE, "cart add %d", (int) f->shop.solo);
  cli_run_format (f, DONE, "cart add %d", (int) f->shop.duo);
  cli_run (f, REFUSED, NULL, "--json logout");
  cli_run_assert_code (f, "conflict");
  g_assert_nonnull (strstr (f->errors, "would be lost: 2"));
  g_assert_nonnull (strstr (f->errors, "--discard"));
  cli_run (f, DONE, NULL, "--json status");
  g_assert_cmpint (cli_run_get_number (f, "pending"), ==, 2);
  cli_run (f, DONE, NULL, "logout --help");
  g_assert_nonnull (strstr (f->output, "--discard"));

  client_shop_start_server (&f->shop);
  g_assert_cmpint (count_sessions (f), ==, 1);
  cli_run (f, DONE, NULL, "logout --discard");
  g_assert_cmpint (count_sessions (f), ==, 0);
  cli_run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"account\":null"));
  client_shop_assert_server_cart (&f->shop, "zoe", "");
}

/* A password that is typed does not appear. */
static void
test_password_is_not_shown (CliRun *f, gconstpointer data)
{
  int master = posix_openpt (O_RDWR | O_NOCTTY);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char shown[4096] = "";
  int terminal;

  g_assert_cmpint (grantpt (master), ==, 0);
  g_assert_cmpint (unlockpt (master), ==, 0);
  terminal = open (ptsname (master), O_RDWR | O_NOCTTY);
  g_subprocess_launcher_set_flags (f->launcher, G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_subprocess_launcher_take_stdin_fd (f->launcher, dup (terminal));
  g_subprocess_launcher_take_stderr_fd (f->launcher, dup (terminal));
  process = g_subprocess_launcher_spawn (f->launcher, &error, ETICKETS_CLI, "login", "--username",
                                         "zoe", "--token-file", "other.token", NULL);
  g_assert_no_error (error);

  while (strstr (shown, "Password:") == NULL)
    g_assert_cmpint (read (master, shown + strlen (shown), 100), >, 0);
  g_assert_cmpint (write (master, ET_TEST_PASSWORD "\n", strlen (ET_TEST_PASSWORD) + 1), >, 0);
  g_subprocess_wait (process, NULL, NULL);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, DONE);
  fcntl (master, F_SETFL, O_NONBLOCK);
  while (read (master, shown + strlen (shown), 100) > 0)
    ;
  g_assert_null (strstr (shown, "horse"));
  close (terminal);
  close (master);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/cli/" path, CliRun, NULL, cli_run_set_up_signed_in, test, cli_run_tear_down)
  ADD ("signing-in", test_signing_in);
  ADD ("second-step", test_second_step);
  ADD ("second-step/setting-up", test_setting_up_the_second_step);
  ADD ("nowhere-to-keep-the-token", test_nowhere_to_keep_the_token);
  ADD ("token-of-the-environment", test_token_of_the_environment);
  ADD ("verify", test_verify);
  ADD ("other-program-syncs", test_other_program_syncs);
  ADD ("signing-out-with-edits-that-wait", test_signing_out_with_edits_that_wait);
  ADD ("password-is-not-shown", test_password_is_not_shown);
#undef ADD
  return g_test_run ();
}
