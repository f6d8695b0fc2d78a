/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <sys/stat.h>

#include "writer-fixture.h"

#define MIB (1024 * 1024)

static gboolean
break_the_commit (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db, "INSERT INTO numbers (n, parent) VALUES (99, 1)", error);
}

static void
test_failed_commit_fails_all (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .n = 2, .fails_with = ET_ERROR_SOLD_OUT }, { 0 } };

  et_test_hold (test);
  et_test_submit (test, &writes[0], et_test_insert, 1);
  et_test_submit (test, &writes[1], et_test_insert, 1);
  et_test_submit (test, &writes[2], break_the_commit, 1);
  et_test_release (test);
  et_test_wait_finished (test, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (writes[i].result, ==, ET_ERROR_CONFLICT);
  et_test_assert_numbers (test, "");

  writes[0].n_runs = 0;
  et_test_submit (test, &writes[0], et_test_insert, 1);
  et_test_wait_finished (test, 4);
  et_test_assert_numbers (test, "1");
}

/* Ends the transaction, as SQLite itself does after some errors, in the first @fails_with runs. */
static gboolean
die_a_few_times (EtDb *db, gpointer data, GError **error)
{
  EtTestWrite *write = data;

  if (++write->n_runs > write->fails_with)
    return et_db_exec (db, "INSERT INTO numbers (n) VALUES (50)", error);
  et_db_exec (db, "ROLLBACK", NULL);
  et_error_set (error, ET_ERROR_UNAVAILABLE);
  return FALSE;
}

static void
submit_three (EtTestWriter *test, EtTestWrite *writes, EtWriteFunc second)
{
  et_test_hold (test);
  et_test_submit (test, &writes[0], et_test_insert, 1);
  et_test_submit (test, &writes[1], second, 1);
  et_test_submit (test, &writes[2], et_test_insert, 1);
  et_test_release (test);
  et_test_wait_finished (test, 3);
}

static void
test_batch_is_run_again (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .fails_with = 1 }, { .n = 3 } };

  submit_three (test, writes, die_a_few_times);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (writes[i].result, ==, -1);
  g_assert_cmpuint (writes[0].n_runs, ==, 2);
  g_assert_cmpuint (writes[1].n_runs, ==, 2);
  g_assert_cmpuint (writes[2].n_runs, ==, 1);
  et_test_assert_numbers (test, "1 50 3");
}

static void
test_write_that_kills_is_left_out (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .fails_with = 1000 }, { .n = 3 } };

  submit_three (test, writes, die_a_few_times);
  g_assert_cmpint (writes[0].result, ==, -1);
  g_assert_cmpint (writes[1].result, ==, ET_ERROR_UNAVAILABLE);
  g_assert_cmpint (writes[2].result, ==, -1);
  et_test_assert_numbers (test, "1 3");
}

static gboolean
roll_back_in_silence (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db, "ROLLBACK", error);
}

/* A write that says it succeeded in a transaction that is gone is not believed. */
static void
test_lost_transaction_is_noticed (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .n = 2 }, { .n = 3 } };

  submit_three (test, writes, roll_back_in_silence);
  g_assert_cmpint (writes[1].result, ==, ET_ERROR_UNAVAILABLE);
  et_test_assert_numbers (test, "1 3");
}

static void
test_batch_is_not_run_for_ever (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[20] = { 0 };

  et_test_hold (test);
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    {
      writes[i].fails_with = 1000;
      et_test_submit (test, &writes[i], die_a_few_times, 1);
    }
  et_test_release (test);
  et_test_wait_finished (test, G_N_ELEMENTS (writes));
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    g_assert_cmpint (writes[i].result, ==, ET_ERROR_UNAVAILABLE);
}

/* Writes down what was announced, in the place of the change feed. */
static gboolean
write_down (EtDb *db, GPtrArray *changes, gpointer data, GError **error)
{
  g_assert_cmpuint (changes->len, >, 0);
  for (guint i = 0; i < changes->len; i++)
    {
      const EtChange *change = g_ptr_array_index (changes, i);
      g_autofree char *sql = g_strdup_printf ("INSERT INTO numbers (n) VALUES (50 + %d)",
                                              (int) change->record_id);

      g_assert_cmpstr (change->kind, ==, "number");
      if (!et_db_exec (db, sql, error))
        return FALSE;
    }
  return TRUE;
}

static void
test_seal_gets_the_changes_that_stay (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .n = 2, .fails_with = ET_ERROR_SOLD_OUT }, { .n = 3 } };

  et_writer_set_seal (test->writer, write_down, NULL);
  submit_three (test, writes, et_test_insert);
  et_test_assert_numbers (test, "1 3 51 53");
}

static void
test_seal_of_a_batch_that_is_run_again (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .fails_with = 1 }, { .n = 3 } };

  et_writer_set_seal (test->writer, write_down, NULL);
  submit_three (test, writes, die_a_few_times);
  et_test_assert_numbers (test, "1 50 3 51 53");
}

static gboolean
refuse_to_seal (EtDb *db, GPtrArray *changes, gpointer data, GError **error)
{
  et_error_set (error, ET_ERROR_REVOKED);
  return FALSE;
}

static void
test_failed_seal_fails_all (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .n = 2, .fails_with = ET_ERROR_SOLD_OUT }, { .n = 3 } };

  et_writer_set_seal (test->writer, refuse_to_seal, NULL);
  submit_three (test, writes, et_test_insert);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (writes[i].result, ==, ET_ERROR_REVOKED);
  et_test_assert_numbers (test, "");
}

static gboolean
insert_mebibyte (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db, "INSERT INTO blobs VALUES (zeroblob (1048576))", error);
}

static gboolean
limit_pages (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db, "PRAGMA max_page_count=32", error);
}

/* A disk without room for the large write still takes the small ones beside it. */
static void
test_full_disk (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .n = 2 }, { .n = 3 } };

  g_assert_true (et_writer_run (test->writer, limit_pages, NULL, NULL));
  submit_three (test, writes, insert_mebibyte);
  g_assert_cmpint (writes[0].result, ==, -1);
  g_assert_cmpint (writes[1].result, ==, ET_ERROR_UNAVAILABLE);
  g_assert_cmpint (writes[2].result, ==, -1);
  et_test_assert_numbers (test, "1 3");
}

static gsize
measure (EtTestWriter *test, const char *suffix)
{
  g_autofree char *path = g_strconcat (test->database.path, suffix, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gsize) info.st_size : 0;
}

static void
test_idle_writer_copies_the_log (EtTestWriter *test, gconstpointer data)
{
  g_assert_true (et_writer_run (test->writer, insert_mebibyte, NULL, NULL));
  for (int i = 0; measure (test, "") < MIB && i < 1000; i++)
    g_usleep (10000);
  g_assert_cmpuint (measure (test, ""), >=, MIB);
  g_assert_cmpuint (et_writer_get_log_size (test->writer), >=, MIB);
}

/* The log of a writer that is never idle stays near 16 MiB. */
static void
test_busy_writer_limits_the_log (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[48] = { 0 };

  et_test_hold (test);
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    et_test_submit (test, &writes[i], insert_mebibyte, 500);
  et_test_release (test);
  et_test_wait_finished (test, G_N_ELEMENTS (writes));
  g_assert_cmpuint (measure (test, "-wal"), <, 20 * MIB);
  g_assert_cmpint (et_test_ask_int64 (test->reader, "SELECT count(*) FROM blobs"), ==, 48);
}

/* Lets a process write, kills it after @n_lines acknowledged writes, and collects all of them. */
static GArray *
collect_acknowledged (EtTestWriter *test, guint n_lines, int64_t first)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "write-numbers", NULL);
  g_autofree char *start = g_strdup_printf ("%" G_GINT64_FORMAT, first);
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL, program,
                                                    test->database.url, start, NULL);
  g_autoptr (GDataInputStream)
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (int64_t));
  char *line;

  while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL)
    {
      int64_t number = g_ascii_strtoll (line, NULL, 10);

      g_array_append_val (numbers, number);
      if (numbers->len == n_lines)
        g_subprocess_force_exit (child);
      g_free (line);
    }
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (child));
  return numbers;
}

static void
test_killed_process_loses_nothing (EtTestWriter *test, gconstpointer data)
{
  static const guint lines[] = { 1, 7, 50, 200, 1000 };

  g_clear_pointer (&test->reader, et_db_close);
  g_clear_pointer (&test->writer, et_writer_free);
  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GArray)
          numbers = collect_acknowledged (test, lines[i], -1000000 * (int64_t) (i + 1));
      g_autoptr (EtDb) db = et_test_open (test->database.url, ET_DB_READ_WRITE);

      g_assert_cmpuint (numbers->len, >=, lines[i]);
      for (guint k = 0; k < numbers->len; k++)
        {
          g_autofree char *sql = g_strdup_printf (
              "SELECT count(*) FROM numbers WHERE n = %" G_GINT64_FORMAT,
              g_array_index (numbers, int64_t, k));

          g_assert_cmpint (et_test_ask_int64 (db, sql), ==, 1);
        }
    }
}

static gboolean
move_one (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db, "UPDATE numbers SET n = n - 1 WHERE rowid = 1", error) &&
         et_db_exec (db, "UPDATE numbers SET n = n + 1 WHERE rowid = 2", error);
}

static gpointer
watch_sum (gpointer data)
{
  EtTestWriter *test = data;
  g_autoptr (EtDb) reader = et_test_open (test->database.url, ET_DB_READ_ONLY);
  gboolean is_over = FALSE;

  while (!is_over)
    {
      is_over = et_test_ask_int64 (reader, "SELECT n FROM numbers WHERE rowid = 1") <= -2000;
      g_assert_cmpint (et_test_ask_int64 (reader, "SELECT sum (n) FROM numbers"), ==, 0);
    }
  return NULL;
}

/* Many readers never see one half of a write, nor keep the writer from its work. */
static void
test_readers_beside_the_writer (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[2] = { { .n = 0 }, { .n = 0 } };
  GThread *threads[4];

  for (int i = 0; i < 2; i++)
    g_assert_true (et_writer_run (test->writer, et_test_insert, &writes[i], NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, watch_sum, test);
  for (int i = 0; i < 2000; i++)
    while (!et_writer_submit (test->writer, move_one, NULL, 1, NULL, NULL))
      g_usleep (1000);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_throughput (EtTestWriter *test, gconstpointer data)
{
  guint n_writes = 20000;
  g_autofree EtTestWrite *writes = g_new0 (EtTestWrite, n_writes);
  int64_t start;

  et_test_writer_restart (test, n_writes + 1, 256);
  et_test_hold (test);
  for (guint i = 0; i < n_writes; i++)
    et_test_submit (test, &writes[i], et_test_insert, 1);
  start = g_get_monotonic_time ();
  et_test_release (test);
  et_test_wait_finished (test, n_writes);
  g_test_message ("%.0f durable writes a second",
                  n_writes / ((g_get_monotonic_time () - start) / (double) G_USEC_PER_SEC));
  g_assert_cmpint (et_test_ask_int64 (test->reader, "SELECT count(*) FROM numbers"), ==, n_writes);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  et_test_writer_add ("/writer/failed-commit-fails-all", test_failed_commit_fails_all);
  et_test_writer_add ("/writer/batch-is-run-again", test_batch_is_run_again);
  et_test_writer_add ("/writer/killing-write-is-left-out", test_write_that_kills_is_left_out);
  et_test_writer_add ("/writer/lost-transaction-is-noticed", test_lost_transaction_is_noticed);
  et_test_writer_add ("/writer/not-run-for-ever", test_batch_is_not_run_for_ever);
  et_test_writer_add ("/writer/seal", test_seal_gets_the_changes_that_stay);
  et_test_writer_add ("/writer/seal-again", test_seal_of_a_batch_that_is_run_again);
  et_test_writer_add ("/writer/failed-seal-fails-all", test_failed_seal_fails_all);
  et_test_writer_add ("/writer/full-disk", test_full_disk);
  et_test_writer_add ("/writer/idle-writer-copies-the-log", test_idle_writer_copies_the_log);
  et_test_writer_add ("/writer/busy-writer-limits-the-log", test_busy_writer_limits_the_log);
  et_test_writer_add ("/writer/killed-process-loses-nothing", test_killed_process_loses_nothing);
  et_test_writer_add ("/writer/readers-beside-the-writer", test_readers_beside_the_writer);
  et_test_writer_add ("/writer/throughput", test_throughput);
  return g_test_run ();
}
