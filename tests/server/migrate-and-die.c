/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "db/et-db-driver.h"
#include "server/db/et-drivers.h"
#include "server/repo/et-schema.h"

/* Migrates the database at a URL and kills itself at a statement: migrate-and-die URL NUMBER CUT */

/* Where it dies. */
typedef enum
{
  CUT_BEFORE, /* a statement is sent */
  CUT_DURING, /* at some moment from when it is sent */
  CUT_BEHIND /* it, which has had its effect */
} Cut;

static EtDbDriver cut_driver;
static const EtDbDriver *whole_driver;
static int rest; /* statements up to the cut */
static Cut cut;

static void
die (void)
{
  kill (getpid (), SIGKILL);
}

static gpointer
die_soon (gpointer data)
{
  g_usleep ((gulong) g_random_int_range (0, 3000));
  die ();
  return NULL;
}

static gboolean
begin_statement (void)
{
  gboolean is_cut = rest-- == 0;

  if (is_cut && cut == CUT_BEFORE)
    die ();
  if (is_cut && cut == CUT_DURING)
    g_thread_unref (g_thread_new ("end", die_soon, NULL));
  return is_cut;
}

static gboolean
exec_until_cut (EtDb *db, const char *sql, GError **error)
{
  gboolean is_cut = begin_statement ();
  gboolean is_done = whole_driver->exec (db, sql, error);

  if (is_cut && cut == CUT_BEHIND)
    die ();
  return is_done;
}

static gboolean
step_until_cut (EtDbStmt *stmt, gboolean *ret_has_row, GError **error)
{
  gboolean is_cut = !stmt->is_running && begin_statement ();
  gboolean is_done = whole_driver->step (stmt, ret_has_row, error);

  if (is_cut && cut == CUT_BEHIND)
    die ();
  return is_done;
}

/* Prints how many statements it sent when it comes to its end. */
int
main (int argc, char **argv)
{
  int n = atoi (argv[2]);
  EtDb *db;

  et_drivers_add ();
  db = et_db_open (argv[1], ET_DB_READ_WRITE, NULL);
  if (db == NULL)
    return EXIT_FAILURE;
  whole_driver = db->driver;
  cut_driver = *whole_driver;
  cut_driver.exec = exec_until_cut;
  cut_driver.step = step_until_cut;
  db->driver = &cut_driver;
  rest = n;
  cut = (Cut) atoi (argv[3]);
  if (!et_schema_migrate (db, NULL, NULL))
    return EXIT_FAILURE;
  printf ("%d\n", n - rest);
  et_db_close (db);
  return 0;
}
