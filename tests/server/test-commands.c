/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command-fixture.h"

static void
test_migrate (CommandFixture *fixture, gconstpointer runs)
{
  g_autofree char *migrated = command_dup_migrated ();
  static const char *const migrate[] = { "migrate", NULL };

  if (runs == NULL)
    command_expect (fixture, migrate, NULL, 0, migrated, "");
  command_expect (fixture, migrate, NULL, 0, "The database is up to date.\n", "");
}

static void
test_seed_offers (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "seed-offers", NULL };
  int64_t n_offers;

  command_seed (fixture);
  n_offers = et_test_server_count (fixture->server, "SELECT COUNT(*) FROM offers");
  g_assert_cmpint (n_offers, >=, 36);
  command_expect (fixture, arguments, NULL, 0,
                  "The demonstration catalogue was there already; nothing was added.\n", "");
  g_assert_cmpint (et_test_server_count (fixture->server, "SELECT COUNT(*) FROM offers"), ==,
                   n_offers);
}

static void
test_create_account (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const admin[] = { CREATE ("admin", "Boss") };
  static const char *const again[] = { CREATE ("customer", "boss") };

  command_expect (fixture, admin, ET_TEST_PASSWORD "\n", 0,
                  "The account “Boss” was made, with the role admin.\n", "");
  command_expect (fixture, again, ET_TEST_PASSWORD "\n", 1, "", "This user name is taken\n");
  g_assert_cmpint (
      et_test_server_count (fixture->server, "SELECT COUNT(*) FROM accounts WHERE role = 'admin'"),
      ==, 1);
}

static void
test_create_account_refuses (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const king[] = { CREATE ("king", "someone") };
  static const char *const blank[] = { CREATE ("staff", "a b") };
  static const char *const weak[] = { CREATE ("staff", "someone") };
  static const char *const email[] = { "create-account", "--role",  "staff",   "--username",
                                       "someone",        "--email", "nowhere", NULL };

  command_expect (fixture, king, NULL, 2, "",
                  "--role must be customer, staff or admin, not “king”\n");
  command_expect (fixture, blank, ET_TEST_PASSWORD "\n", 1, "",
                  "A user name has 3 to 64 letters, digits or one of . @ + - _\n");
  command_expect (fixture, weak, "password123\n", 1, "",
                  "This password is one of those that are tried first\n");
  command_expect (fixture, email, ET_TEST_PASSWORD "\n", 1, "", "This is not an e-mail address\n");
  command_expect (fixture, weak, "", 2, "", "There is no password on standard input\n");
}

static void
test_password_from_environment (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { CREATE ("staff", "Automat") };

  et_test_server_set (fixture->server, "ETICKETS_PASSWORD", ET_TEST_PASSWORD);
  command_expect (fixture, arguments, NULL, 0,
                  "The account “Automat” was made, with the role staff.\n", "");
}

/* Reads what a terminal shows until @text stands there. */
static void
wait_for_text (int terminal, GString *shown, const char *text)
{
  while (strstr (shown->str, text) == NULL)
    {
      char buffer[256];
      gssize n = read (terminal, buffer, sizeof buffer);

      g_assert_cmpint (n, >, 0);
      g_string_append_len (shown, buffer, n);
    }
}

static void
test_terminal_shows_no_password (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { CREATE ("staff", "Typist") };
  int terminal = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GSubprocess) process = NULL;
  int inner;

  g_assert_cmpint (grantpt (terminal), ==, 0);
  g_assert_cmpint (unlockpt (terminal), ==, 0);
  inner = open (ptsname (terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
  process = et_test_server_spawn_on (fixture->server, arguments, inner);
  for (int i = 0; i < 2; i++)
    {
      wait_for_text (terminal, shown, i == 0 ? "Password" : "again");
      g_assert_cmpint (write (terminal, ET_TEST_PASSWORD "\n", strlen (ET_TEST_PASSWORD) + 1), >,
                       0);
    }
  wait_for_text (terminal, shown, "“Typist” was made");
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  g_assert_null (strstr (shown->str, ET_TEST_PASSWORD));
  close (terminal);
}

static void
test_generate_key (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "generate-key", NULL };
  g_autofree char *path = et_test_server_get_path (fixture->server, "signing-keys");
  g_autofree char *first = g_strdup_printf ("The signing key 1 was added to %s.\n", path);
  g_autofree char *second = g_strdup_printf ("The signing key 2 was added to %s.\n", path);

  if (runs == NULL)
    command_expect (fixture, arguments, NULL, 0, first, "");
  command_expect (fixture, arguments, NULL, 0, second, "");
  command_assert_mode (fixture, "signing-keys", 0600);
  g_assert_cmpint (et_test_server_count (fixture->server, "SELECT COUNT(*) FROM signing_keys"), ==,
                   2);
}

static void
test_check (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "check", NULL };

  command_seed (fixture);
  command_expect (fixture, arguments, NULL, 0, "All is as it should be.\n", "");
}

static void
test_check_finds_faults (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "check", NULL };
  g_autofree char *output = NULL, *errors = NULL;

  command_seed (fixture);
  if (runs != NULL)
    et_test_server_stop (fixture->server);
  et_test_server_exec (fixture->server, "UPDATE offers SET sold = 3 WHERE id = 2");
  if (runs != NULL)
    et_test_server_start (fixture->server);
  g_assert_cmpint (et_test_server_run (fixture->server, arguments, NULL, &output, &errors), ==, 1);
  g_assert_nonnull (strstr (output, "2"));
  g_assert_cmpstr (errors, ==, "Faults that were found: 1\n");
}

static void
test_verify_audit (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "verify-audit", NULL };
  static const char *const key[] = { "generate-key", NULL };
  g_autofree char *output = NULL, *errors = NULL;

  if (runs == NULL)
    {
      et_test_server_start (fixture->server); /* makes the first key */
      et_test_server_stop (fixture->server);
    }
  g_assert_cmpint (et_test_server_run (fixture->server, key, NULL, NULL, NULL), ==, 0);
  command_expect (fixture, arguments, NULL, 0, "Audit rows: 3\nAll is as it should be.\n", "");
  if (runs != NULL)
    et_test_server_stop (fixture->server);
  et_test_server_exec (fixture->server, "DELETE FROM audit WHERE id = 1");
  if (runs != NULL)
    et_test_server_start (fixture->server);
  g_assert_cmpint (et_test_server_run (fixture->server, arguments, NULL, &output, &errors), ==, 1);
  g_assert_nonnull (strstr (output, "Before audit row 2, rows are missing\n"));
  g_assert_cmpstr (errors, ==, "Faults that were found: 1\n");
}

/* A chain that is sound because all of it is gone. */
static void
test_verify_audit_that_was_thrown_away (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "verify-audit", NULL };
  g_autofree char *output = NULL;

  et_test_server_start (fixture->server);
  et_test_server_stop (fixture->server);
  et_test_server_exec (fixture->server, "DELETE FROM audit");
  et_test_server_exec (fixture->server, "UPDATE audit_head SET entries = 0, key_id = NULL, "
                                        "last_code = NULL, code = NULL");
  g_assert_cmpint (et_test_server_run (fixture->server, arguments, NULL, &output, NULL), ==, 1);
  g_assert_nonnull (strstr (output, "The audit log had 2 rows when its mark beside the signing "
                                    "keys was written"));
}

static void
test_french (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const arguments[] = { "migrate", NULL };
  g_autofree char *output = NULL;

  et_test_server_set (fixture->server, "LC_ALL", "C.UTF-8");
  et_test_server_set (fixture->server, "LANGUAGE", "fr");
  g_assert_cmpint (et_test_server_run (fixture->server, arguments, NULL, &output, NULL), ==, 0);
  g_clear_pointer (&output, g_free);
  g_assert_cmpint (et_test_server_run (fixture->server, arguments, NULL, &output, NULL), ==, 0);
  g_assert_cmpstr (output, ==, "La base est à jour.\n");
}

static void
test_usage (CommandFixture *fixture, gconstpointer runs)
{
  static const struct
  {
    const char *const arguments[8];
    const char *errors;
  } cases[] = {
    { { "dance" }, "There is no command dance; see --help\n" },
    { { "migrate", "now" }, "“now” is one word too many; see --help\n" },
    { { "migrate", "--role", "admin" }, "migrate has no --role, --username or --email\n" },
    { { "migrate", "--listen", "127.0.0.1:1" }, "migrate has no --listen\n" },
    { { "create-account", "--role", "admin" }, "create-account needs --role and --username\n" },
    { { "create-account", "--username", "x" }, "create-account needs --role and --username\n" },
    { { "serve", "--loud" }, "Unknown option --loud\n" },
    { { "serve", "--listen", "here" },
      "ETICKETS_LISTEN must be ADDRESS:PORT, such as 127.0.0.1:8000 or [::1]:8000.\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    command_expect (fixture, cases[i].arguments, NULL, 2, "", cases[i].errors);
}

static void
test_help_and_version (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const version[] = { "--version", NULL };
  static const char *const help[] = { "create-account", "--help", NULL };
  static const char *const said[] = {
    "serve",    "migrate",     "seed-offers",      "create-account",
    "check",    "--env-file",  "--listen",         "DATABASE_URL",
    "generate", "exit status", "ETICKETS_PASSWORD"
  };
  g_autofree char *output = NULL;

  command_expect (fixture, version, NULL, 0, "etickets-server " ET_VERSION "\n", "");
  g_assert_cmpint (et_test_server_run (fixture->server, help, NULL, &output, NULL), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_nonnull (strstr (output, said[i]));
}

static void
test_env_file (CommandFixture *fixture, gconstpointer runs)
{
  static const char *const missing[] = { "migrate", "--env-file", "/nonexistent/env", NULL };
  static const char *const present[] = { "migrate", "--env-file", "env", NULL };
  g_autofree char *path = et_test_server_get_path (fixture->server, "env");
  g_autofree char *other = et_test_server_get_path (fixture->server, "other.sqlite3");
  g_autofree char *text = g_strdup_printf ("# of this test\nDATABASE_URL='sqlite:///%s'\n", other);
  g_autofree char *errors = NULL;

  et_test_server_set (fixture->server, "DATABASE_URL", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_assert_cmpint (et_test_server_run (fixture->server, present, NULL, NULL, NULL), ==, 0);
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_assert_cmpint (et_test_server_run (fixture->server, missing, NULL, NULL, &errors), ==, 2);
  g_assert_nonnull (strstr (errors, "/nonexistent/env"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, runs, func) \
  g_test_add (name, CommandFixture, runs, command_set_up, func, command_tear_down)
#define ADD_BOTH(name, func) \
  ADD ("/commands/stopped/" name, NULL, func); \
  ADD ("/commands/running/" name, "runs", func)
  ADD_BOTH ("migrate", test_migrate);
  ADD_BOTH ("seed-offers", test_seed_offers);
  ADD_BOTH ("create-account", test_create_account);
  ADD_BOTH ("create-account-refuses", test_create_account_refuses);
  ADD_BOTH ("password-from-environment", test_password_from_environment);
  ADD_BOTH ("terminal", test_terminal_shows_no_password);
  ADD_BOTH ("generate-key", test_generate_key);
  ADD_BOTH ("check", test_check);
  ADD_BOTH ("check-finds-faults", test_check_finds_faults);
  ADD_BOTH ("verify-audit", test_verify_audit);
  ADD ("/commands/verify-audit-thrown-away", NULL, test_verify_audit_that_was_thrown_away);
  ADD_BOTH ("french", test_french);
  ADD ("/commands/usage", NULL, test_usage);
  ADD ("/commands/help", NULL, test_help_and_version);
  ADD ("/commands/env-file", NULL, test_env_file);
  return g_test_run ();
}
