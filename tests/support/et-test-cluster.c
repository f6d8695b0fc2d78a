/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-cluster.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "server/db/et-drivers.h"

static EtDb *
open_as_administrator (void)
{
  static gsize has_drivers = 0;
  g_autoptr (GError) error = NULL;
  EtDb *db;

  if (g_once_init_enter (&has_drivers))
    {
      et_drivers_add ();
      g_once_init_leave (&has_drivers, 1);
    }
  db = et_db_open (g_getenv ("ET_TEST_DATABASE_URL"), ET_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  et_db_allow_long_reads (db);
  return db;
}

static void
run (const char *verb, const char *name, const char *template)
{
  g_autofree char *sql = g_strdup_printf ("%s DATABASE %s%s%s", verb, name,
                                          template != NULL ? " TEMPLATE " : "",
                                          template != NULL ? template : "");
  g_autoptr (EtDb) db = open_as_administrator ();
  g_autoptr (GError) error = NULL;

  et_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

static void
call_dbrun (const char *verb)
{
  const char *const argv[] = { g_getenv ("ET_TEST_DBRUN"), verb, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
}

gboolean
et_test_cluster_is_running (void)
{
  return g_getenv ("ET_TEST_DATABASE_URL") != NULL;
}

static const char *
get_name (const char *url)
{
  return strrchr (url, '/') + 1;
}

/* @template: (nullable): the URL of the database to copy, to which nobody is connected. */
static char *
make_database (const char *template)
{
  static int n_databases;
  const char *url = g_getenv ("ET_TEST_DATABASE_URL");
  g_autofree char *name = g_strdup_printf ("test_%d_%d", (int) getpid (),
                                           g_atomic_int_add (&n_databases, 1));

  run ("CREATE", name, template != NULL ? get_name (template) : NULL);
  return g_strdup_printf ("%.*s/%s", (int) (strrchr (url, '/') - url), url, name);
}

/* Returns: (transfer full): the URL of a new, empty database. */
char *
et_test_cluster_new_database (void)
{
  return make_database (NULL);
}

/* Returns: (transfer full): the URL of a new database in which @migrate has run or is to run yet:
 * PostgreSQL copies one in which it has, which takes half of the time. */
char *
et_test_cluster_new_database_for (EtTestMigrate migrate)
{
  static char *template; /* owned, until the program ends */
  static EtTestMigrate has_run;

  if (!g_str_has_prefix (g_getenv ("ET_TEST_DATABASE_URL"), "postgres"))
    return make_database (NULL);
  if (template == NULL)
    {
      template = make_database (NULL);
      has_run = migrate;
      migrate (template);
    }
  g_assert_true (migrate == has_run);
  return make_database (template);
}

/* Removes a database to which nobody is connected any more. */
void
et_test_cluster_drop_database (const char *url)
{
  run ("DROP", get_name (url), NULL);
}

/* Ends the database server as a power cut does. */
void
et_test_cluster_kill (void)
{
  call_dbrun ("--kill");
}

/* Starts it again and returns when it answers. */
void
et_test_cluster_start (void)
{
  call_dbrun ("--start");
}

/* Whether all threads of a process stand still. */
static gboolean
is_stopped (const char *pid)
{
  g_autofree char *folder = g_strdup_printf ("/proc/%s/task", pid);
  g_autoptr (GDir) threads = g_dir_open (folder, 0, NULL);
  const char *thread;

  g_assert_nonnull (threads);
  while ((thread = g_dir_read_name (threads)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, thread, "stat", NULL);
      g_autofree char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) &&
          !g_str_has_prefix (strrchr (text, ')'), ") T"))
        return FALSE;
    }
  return TRUE;
}

/* Returns once the process has got it: SIGSTOP reaches its threads one after the other. */
static void
send_signal (const char *pid, int number)
{
  kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), number);
  while (number == SIGSTOP && !is_stopped (pid))
    g_usleep (1000);
}

/* Sends a signal to the server's processes, such as to freeze it and to let it go on. */
void
et_test_cluster_signal (int number)
{
  g_autofree char *path = g_build_filename (g_getenv ("ET_TEST_DATABASE_FOLDER"), "pid", NULL);
  g_autofree char *text = NULL, *children = NULL, *list = NULL;
  g_auto (GStrv) pids = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_strchomp (text);
  list = g_strdup_printf ("/proc/%s/task/%s/children", text, text);
  g_assert_true (g_file_get_contents (list, &children, NULL, NULL));
  pids = g_strsplit (children, " ", -1);
  send_signal (text, number);
  for (int i = 0; pids[i] != NULL && *pids[i] != '\0'; i++)
    send_signal (pids[i], number);
}
