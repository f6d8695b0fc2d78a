/* SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "client-shop.h"
#include "client/et-sync-lock.h"

/* The exit statuses that --help promises. */
enum
{
  DONE,
  FAILED,
  USAGE,
  OFFLINE,
  SIGN_IN,
  REFUSED,
  BUSY
};

typedef struct
{
  ClientShop shop;
  GSubprocessLauncher *launcher;
  char *output; /* of the last command */
  char *errors;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *url = NULL;

  client_shop_set_up (&f->shop, NULL);
  url = g_strdup (et_context_get_server_url (f->shop.context));
  f->launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                           G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                           G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_SERVER", url, TRUE);
  g_subprocess_launcher_setenv (f->launcher, "XDG_DATA_HOME", f->shop.folder, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->launcher);
  g_free (f->output);
  g_free (f->errors);
  client_shop_tear_down (&f->shop, NULL);
}

static int
run_words (Fixture *f, const char *input, const char *const *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_launcher_spawnv (f->launcher, words, &error);

  g_assert_no_error (error);
  g_clear_pointer (&f->output, g_free);
  g_clear_pointer (&f->errors, g_free);
  g_subprocess_communicate_utf8 (process, input, NULL, &f->output, &f->errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

/* Runs a command line, split at blanks, and expects its exit status. */
static void
run (Fixture *f, int expected, const char *input, const char *line)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *whole = g_strconcat (ETICKETS_CLI " ", line, NULL);
  int status;

  g_assert_true (g_shell_parse_argv (whole, NULL, &words, NULL));
  status = run_words (f, input, (const char *const *) words);
  if (status != expected)
    g_error ("%s: %d instead of %d\n%s%s", line, status, expected, f->output, f->errors);
}

static void run_format (Fixture *f, int expected, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
run_format (Fixture *f, int expected, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  run (f, expected, NULL, line);
}

static JsonNode *
read_output (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (f->output, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

static void
assert_array (Fixture *f, guint length)
{
  g_autoptr (JsonNode) node = read_output (f);

  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, length);
}

static int64_t
get_number (Fixture *f, const char *member)
{
  g_autoptr (JsonNode) node = read_output (f);

  return json_object_get_int_member (json_node_get_object (node), member);
}

static void
assert_text (Fixture *f, const char *member, const char *expected)
{
  g_autoptr (JsonNode) node = read_output (f);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), member), ==,
                   expected);
}

static void
assert_code (Fixture *f, const char *expected)
{
  assert_text (f, "code", expected);
  g_assert_nonnull (strstr (f->errors, "etickets-cli: "));
}

static void
sign_up (Fixture *f)
{
  run (f, DONE, ET_TEST_PASSWORD "\n", "signup --username zoe --token-file zoe.token");
}

/* The token file lies where the tests' folder is. */
static void
set_up_signed_in (Fixture *f, gconstpointer data)
{
  set_up (f, data);
  g_subprocess_launcher_set_cwd (f->launcher, f->shop.folder);
  sign_up (f);
}

static void
test_help (Fixture *f, gconstpointer data)
{
  static const char *const commands[] = { "signup",   "login",    "logout",      "offers",
                                          "cart",     "cart add", "cart update", "cart clear",
                                          "checkout", "tickets",  "orders",      "sync",
                                          "export",   "verify",   "status" };

  run (f, DONE, NULL, "--help");
  g_assert_nonnull (strstr (f->output, "Exit status: 0 done, 1 failed"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *indented = g_strconcat ("\n  ", commands[i], NULL);
      g_autofree char *line = g_strconcat (commands[i], " --help", NULL);
      g_autofree char *help = NULL;

      run (f, DONE, NULL, "--help");
      help = g_strdup (f->output);
      g_assert_nonnull (strstr (help, indented));
      run (f, DONE, NULL, line);
    }
  run (f, DONE, NULL, "--version");
  g_assert_true (g_str_has_prefix (f->output, "etickets-cli "));
}

static void
test_wrong_command_lines (Fixture *f, gconstpointer data)
{
  static const char *const lines[] = {
    "",
    "frobnicate",
    "cart frobnicate",
    "--frobnicate",
    "offers --qty 1",
    "offers too many",
    "cart add",
    "cart add x",
    "cart add 0",
    "cart add 99999999999999999999",
    "cart add 1 --qty x",
    "cart add 1 --qty 0",
    "cart add 1 --qty -5",
    "cart update 1",
    "cart update 1 --qty -1",
    "export 1",
    "export 1 --pdf a --invoice 1",
    "export file --invoice x",
    "verify",
    "signup",
    "login",
    "--server ftp://x offers",
    "--server nonsense offers",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    run (f, USAGE, NULL, lines[i]);
}

static void
test_offers (Fixture *f, gconstpointer data)
{
  run (f, DONE, NULL, "offers --json");
  assert_array (f, 54);
  run (f, DONE, NULL, "--json offers --search 'NATATION duo'");
  assert_array (f, 2);
  run (f, DONE, NULL, "--json offers --type solo --sport athletics");
  g_assert_nonnull (strstr (f->output, "Athl\xc3\xa9tisme"));
  run (f, DONE, NULL, "--json offers --search nothing-like-this");
  assert_array (f, 0);
  run (f, DONE, NULL, "offers");
  g_assert_nonnull (strstr (f->output, "\xe2\x82\xac"
                                       "50.00"));
}

static void
test_guest_cart (Fixture *f, gconstpointer data)
{
  run_format (f, DONE, "--json cart add %d", (int) f->shop.solo);
  run_format (f, DONE, "--json cart add %d --qty 2", (int) f->shop.solo);
  g_assert_cmpint (get_number (f, "total_cents"), ==, 15000);
  run_format (f, DONE, "--json cart update %d --qty 1", (int) f->shop.duo);
  g_assert_cmpint (get_number (f, "total_cents"), ==, 23500);
  run (f, REFUSED, NULL, "--json cart add 424242");
  assert_code (f, "offer_unknown");
  run_format (f, REFUSED, "--json cart update %d --qty 21", (int) f->shop.duo);
  assert_code (f, "invalid");
  run (f, SIGN_IN, NULL, "--json checkout");
  assert_code (f, "unauthenticated");
  run (f, DONE, NULL, "--json cart clear");
  g_assert_cmpint (get_number (f, "total_cents"), ==, 0);
  run (f, DONE, NULL, "cart");
  g_assert_cmpstr (f->output, ==, "The cart is empty\n");
}

static void
assert_file_begins (Fixture *f, const char *name, const char *magic)
{
  g_autofree char *path = g_build_filename (f->shop.folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (bytes, strlen (magic), magic, strlen (magic));
}

static void
test_purchase (Fixture *f, gconstpointer data)
{
  int order_id;

  run_format (f, DONE, "cart add %d --qty 2", (int) f->shop.solo);
  run (f, REFUSED, NULL, "--json checkout --card 4000000000000002");
  assert_code (f, "payment_declined");
  run (f, REFUSED, NULL, "--json checkout --card 4000000000009995");
  assert_code (f, "payment_timeout");
  run (f, REFUSED, NULL, "--json checkout --card 12");
  assert_code (f, "invalid");
  run (f, DONE, NULL, "--json checkout --card '4242 4242 4242 4242'");
  order_id = (int) get_number (f, "order_id");
  run (f, REFUSED, NULL, "--json checkout");
  assert_code (f, "cart_empty");

  client_shop_stop_server (&f->shop);
  run (f, DONE, NULL, "--json tickets");
  assert_array (f, 2);
  run (f, DONE, NULL, "--json orders");
  assert_array (f, 1);
  run (f, DONE, NULL, "export 1 --pdf t.pdf --png t.png --svg t.svg");
  assert_file_begins (f, "t.pdf", "%PDF-");
  assert_file_begins (f, "t.png", "\x89PNG");
  assert_file_begins (f, "t.svg", "<?xml");
  run (f, REFUSED, NULL, "export 99 --pdf none.pdf");
  run (f, FAILED, NULL, "export 1 --pdf /nonexistent/none.pdf");
  run_format (f, OFFLINE, "export --invoice %d i.pdf", order_id);
  client_shop_start_server (&f->shop);
  run_format (f, DONE, "export --invoice %d i.pdf", order_id);
  assert_file_begins (f, "i.pdf", "%PDF-");
}

static void
test_without_the_server (Fixture *f, gconstpointer data)
{
  run (f, DONE, NULL, "sync");
  client_shop_stop_server (&f->shop);
  run (f, OFFLINE, NULL, "--json sync");
  assert_code (f, "offline");
  run (f, DONE, NULL, "--json offers");
  assert_array (f, 54);
  run_format (f, DONE, "--json cart add %d", (int) f->shop.duo);
  g_assert_cmpint (get_number (f, "total_cents"), ==, 8500);
  g_assert_nonnull (strstr (f->errors, "sent with the next sync"));
  run (f, OFFLINE, NULL, "checkout --card 4242424242424242");
  run (f, DONE, NULL, "--json status");
  g_assert_cmpint (get_number (f, "pending"), ==, 1);
  run (f, DONE, NULL, "status");
  g_assert_nonnull (strstr (f->output, "Changes that wait for the server: 1\n"));

  client_shop_start_server (&f->shop);
  run (f, DONE, NULL, "--json sync");
  g_assert_cmpint (get_number (f, "pending"), ==, 0);
}

static void
test_signing_in (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->shop.folder, "zoe.token", NULL);

  run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"is_signed_in\":true"));
  g_chmod (path, 0644);
  run (f, REFUSED, NULL, "--json sync");
  assert_code (f, "forbidden");
  g_chmod (path, 0600);
  run (f, DONE, NULL, "sync");

  run (f, DONE, NULL, "logout");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"account\":null"));
  run (f, SIGN_IN, "wrong password\n", "--json login --username zoe --token-file zoe.token");
  assert_code (f, "wrong_credentials");
  run (f, REFUSED, ET_TEST_PASSWORD "\n", "--json signup --username zoe");
  assert_code (f, "username_taken");
  run (f, REFUSED, "short\n", "--json signup --username max");
  assert_code (f, "password_weak");
  run (f, USAGE, "", "login --username zoe");
}

/* Without a keyring and without a file the token would be lost: said, and given back. */
static void
test_nowhere_to_keep_the_token (Fixture *f, gconstpointer data)
{
  run (f, DONE, NULL, "logout");
  run (f, FAILED, ET_TEST_PASSWORD "\n", "login --username zoe");
  g_assert_nonnull (strstr (f->errors, "--token-file"));
  g_assert_nonnull (strstr (f->errors, "ETICKETS_TOKEN"));
  g_assert_nonnull (strstr (f->errors, "keyring"));
  g_assert_cmpint (et_test_server_count (f->shop.server, "SELECT count(*) FROM sessions"), ==, 0);
}

static void
test_token_of_the_environment (Fixture *f, gconstpointer data)
{
  g_autofree char *token = et_test_server_sign_up (f->shop.server, "max");

  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", token, TRUE);
  run (f, DONE, NULL, "--json sync");
  g_assert_nonnull (strstr (f->output, "\"username\":\"max\""));
  client_shop_stop_server (&f->shop);
  run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"username\":\"max\""));
  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", "tk_unknown", TRUE);
  run (f, OFFLINE, NULL, "tickets");
  client_shop_start_server (&f->shop);
  run (f, SIGN_IN, NULL, "tickets");
  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", "", TRUE);
  run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "\"username\":\"zoe\""));
}

static void
test_verify (Fixture *f, gconstpointer data)
{
  g_autofree char *token = NULL;
  g_autofree char *key = NULL;
  g_autoptr (JsonNode) tickets = NULL;

  run_format (f, DONE, "cart add %d", (int) f->shop.duo);
  run (f, DONE, NULL, "checkout");
  run (f, DONE, NULL, "--json tickets");
  tickets = read_output (f);
  key = g_strdup (json_object_get_string_member (
      json_array_get_object_element (json_node_get_array (tickets), 0), "ticket_key"));
  run_format (f, DONE, "--json verify %s", key);
  assert_text (f, "verdict", "own");

  token = et_test_server_make (f->shop.server, "staff", "gate");
  g_subprocess_launcher_setenv (f->launcher, "ETICKETS_TOKEN", token, TRUE);
  run (f, DONE, key, "--json verify - --gate North");
  assert_text (f, "verdict", "admitted");
  g_assert_cmpint (get_number (f, "admits"), ==, 2);
  run_format (f, REFUSED, "--json verify %s --gate South", key);
  assert_text (f, "code", "already_used");
  assert_text (f, "gate", "North");
  run (f, REFUSED, NULL, "--json verify ABC:DEF");
  assert_text (f, "code", "checksum");
  client_shop_stop_server (&f->shop);
  run_format (f, OFFLINE, "--json verify %s", key);
  assert_code (f, "offline"); /* this copy has no keys yet */
  client_shop_start_server (&f->shop);
  run (f, DONE, NULL, "sync");
  client_shop_stop_server (&f->shop);
  run_format (f, OFFLINE, "--json verify %s", key);
  assert_text (f, "verdict", "genuine");
}

static void
test_other_program_syncs (Fixture *f, gconstpointer data)
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

  run (f, BUSY, NULL, "--json sync");
  assert_code (f, "in_progress");
  g_assert_nonnull (strstr (f->errors, "test-client-cli"));
  run (f, DONE, NULL, "--json status");
  g_assert_nonnull (strstr (f->output, "test-client-cli"));
  run_format (f, DONE, "cart add %d", (int) f->shop.solo);
  run (f, DONE, NULL, "--json status");
  g_assert_cmpint (get_number (f, "pending"), ==, 1);
}

static void
test_french (Fixture *f, gconstpointer data)
{
  g_subprocess_launcher_setenv (f->launcher, "LANGUAGE", "fr_FR:fr", TRUE);
  run (f, DONE, NULL, "cart");
  g_assert_cmpstr (f->output, ==, "Panier vide\n");
}

static void
test_damaged_copy (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (f->shop.folder, "etickets", NULL);
  g_autoptr (GDir) dir = NULL;
  g_autofree char *path = NULL;

  run (f, DONE, NULL, "offers");
  dir = g_dir_open (folder, 0, NULL);
  path = g_build_filename (folder, g_dir_read_name (dir), "guest", "copy.db", NULL);
  g_assert_true (g_file_set_contents (path, "damaged", -1, NULL));
  run (f, DONE, NULL, "--json offers");
  assert_array (f, 54);
  g_assert_nonnull (strstr (f->errors, "damaged"));
}

/* A password that is typed does not appear. */
static void
test_password_is_not_shown (Fixture *f, gconstpointer data)
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

#define ADD(path, start, test) g_test_add ("/cli/" path, Fixture, NULL, start, test, tear_down)
  ADD ("help", set_up, test_help);
  ADD ("wrong-command-lines", set_up, test_wrong_command_lines);
  ADD ("offers", set_up, test_offers);
  ADD ("guest-cart", set_up, test_guest_cart);
  ADD ("french", set_up, test_french);
  ADD ("damaged-copy", set_up, test_damaged_copy);
  ADD ("purchase", set_up_signed_in, test_purchase);
  ADD ("without-the-server", set_up_signed_in, test_without_the_server);
  ADD ("signing-in", set_up_signed_in, test_signing_in);
  ADD ("nowhere-to-keep-the-token", set_up_signed_in, test_nowhere_to_keep_the_token);
  ADD ("token-of-the-environment", set_up_signed_in, test_token_of_the_environment);
  ADD ("verify", set_up_signed_in, test_verify);
  ADD ("other-program-syncs", set_up_signed_in, test_other_program_syncs);
  ADD ("password-is-not-shown", set_up_signed_in, test_password_is_not_shown);
#undef ADD
  return g_test_run ();
}
