/* SPDX-License-Identifier: MIT */
#include "cli-run.h"

#include <stdarg.h>
#include <string.h>

void
cli_run_set_up (CliRun *f, gconstpointer data)
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

void
cli_run_tear_down (CliRun *f, gconstpointer data)
{
  g_object_unref (f->launcher);
  g_free (f->output);
  g_free (f->errors);
  client_shop_tear_down (&f->shop, NULL);
}

static int
run_words (CliRun *f, const char *input, const char *const *words)
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

/* Runs a command line, split at blanks, and expects its exit status: 124 is that of a command that
 * hung. */
void
cli_run (CliRun *f, int expected, const char *input, const char *line)
{
  g_auto (GStrv) words = NULL;
  g_autofree char *whole = g_strconcat ("timeout 60 " ETICKETS_CLI " ", line, NULL);
  int status;

  g_assert_true (g_shell_parse_argv (whole, NULL, &words, NULL));
  status = run_words (f, input, (const char *const *) words);
  if (status != expected)
    g_error ("%s: %d instead of %d\n%s%s", line, status, expected, f->output, f->errors);
}

void
cli_run_format (CliRun *f, int expected, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  cli_run (f, expected, NULL, line);
}

JsonNode *
cli_run_read_output (CliRun *f)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (f->output, &error);

  g_assert_no_error (error);
  g_assert_nonnull (node);
  return node;
}

void
cli_run_assert_array (CliRun *f, guint length)
{
  g_autoptr (JsonNode) node = cli_run_read_output (f);

  g_assert_true (JSON_NODE_HOLDS_ARRAY (node));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (node)), ==, length);
}

int64_t
cli_run_get_number (CliRun *f, const char *member)
{
  g_autoptr (JsonNode) node = cli_run_read_output (f);

  return json_object_get_int_member (json_node_get_object (node), member);
}

void
cli_run_assert_text (CliRun *f, const char *member, const char *expected)
{
  g_autoptr (JsonNode) node = cli_run_read_output (f);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), member), ==,
                   expected);
}

void
cli_run_assert_code (CliRun *f, const char *expected)
{
  cli_run_assert_text (f, "code", expected);
  g_assert_nonnull (strstr (f->errors, "etickets-cli: "));
}

static void
sign_up (CliRun *f)
{
  cli_run (f, DONE, ET_TEST_PASSWORD "\n", "signup --username zoe --token-file zoe.token");
}

/* The token file lies where the tests' folder is. */
void
cli_run_set_up_signed_in (CliRun *f, gconstpointer data)
{
  cli_run_set_up (f, data);
  g_subprocess_launcher_set_cwd (f->launcher, f->shop.folder);
  sign_up (f);
}
