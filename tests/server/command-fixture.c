/* SPDX-License-Identifier: MIT */
#include "command-fixture.h"

#include <sys/stat.h>

/* With a server that runs, or without one: everything must be the same. */
void
command_set_up (CommandFixture *fixture, gconstpointer runs)
{
  fixture->server = et_test_server_new_stopped (NULL, NULL);
  if (runs != NULL)
    et_test_server_start (fixture->server);
}

/* Ends the server however it is. */
void
command_tear_down (CommandFixture *fixture, gconstpointer runs)
{
  et_test_server_free (fixture->server);
}

/* Runs a command whose output is known. @output, @errors: whole. */
void
command_expect (CommandFixture *fixture,
                const char *const *arguments,
                const char *input,
                int status,
                const char *output,
                const char *errors)
{
  g_autofree char *got_output = NULL, *got_errors = NULL;
  int got = et_test_server_run (fixture->server, arguments, input, &got_output, &got_errors);

  g_assert_cmpstr (got_output, ==, output);
  g_assert_cmpstr (got_errors, ==, errors);
  g_assert_cmpint (got, ==, status);
}

/* Adds the demonstration catalogue. */
/* Returns: (transfer full): what is said when all migrations were run. */
char *
command_dup_migrated (void)
{
  g_autoptr (GDir) folder = g_dir_open (ET_SQL_FOLDER, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (folder)) != NULL)
    n += g_regex_match_simple ("^[0-9]{4}-[^.]*\\.sql$", name, 0, 0) ? 1 : 0;
  return g_strdup_printf ("Migrations that were run: %u\n", n);
}

void
command_seed (CommandFixture *fixture)
{
  static const char *const arguments[] = { "seed-offers", NULL };

  g_assert_cmpint (et_test_server_run (fixture->server, arguments, NULL, NULL, NULL), ==, 0);
}

/* Who may read a file of the server's folder. */
void
command_assert_mode (CommandFixture *fixture, const char *name, mode_t mode)
{
  g_autofree char *path = et_test_server_get_path (fixture->server, name);
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, mode);
}
