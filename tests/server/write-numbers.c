/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "server/db/et-writer.h"

#define N_THREADS 4

/* A process to be killed: writes rising numbers into the table numbers of the database at the URL
 * given, from several threads, and prints each one when its write was acknowledged. */
static int64_t last_number;

static gboolean
insert (EtDb *db, gpointer data, GError **error)
{
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, "INSERT INTO numbers (n) VALUES (:n)", error);

  if (stmt == NULL)
    return FALSE;
  et_db_stmt_bind_int64 (stmt, "n", *(int64_t *) data);
  return et_db_stmt_run (stmt, NULL, error);
}

static gpointer
write_numbers (gpointer writer)
{
  for (;;)
    {
      int64_t n = __atomic_add_fetch (&last_number, 1, __ATOMIC_RELAXED);

      if (!et_writer_run (writer, insert, &n, NULL))
        return NULL;
      printf ("%" G_GINT64_FORMAT "\n", n);
      fflush (stdout);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  EtDb *db = et_db_open (argv[1], ET_DB_READ_WRITE, &error);
  GThread *threads[N_THREADS];
  EtWriter *writer;

  if (db == NULL)
    g_error ("%s", error->message);
  last_number = g_ascii_strtoll (argv[2], NULL, 10);
  writer = et_writer_new (db, 1000, 256);
  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new (NULL, write_numbers, writer);
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  return 1; /* it ends only by being killed */
}
