/* SPDX-License-Identifier: MIT */
#include "writer-fixture.h"

/* Submits one write for each number while the writer is held, then lets it go. */
static void
submit_together (EtTestWriter *test, EtTestWrite *writes, guint n_writes, EtWriteFunc func)
{
  et_test_hold (test);
  for (guint i = 0; i < n_writes; i++)
    et_test_submit (test, &writes[i], func, 1);
  et_test_release (test);
  et_test_wait_finished (test, n_writes);
}

static void
test_order (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[5] = { { .n = 3 }, { .n = 1 }, { .n = 4 }, { .n = 2 }, { .n = 5 } };

  submit_together (test, writes, 5, et_test_insert);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpint (writes[i].result, ==, -1);
      g_assert_cmpuint (writes[i].finished_as, ==, i + 1);
      g_assert_cmpuint (writes[i].n_runs, ==, 1);
    }
  et_test_assert_numbers (test, "3 1 4 2 5");
}

static void
test_failed_write_leaves_nothing (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[4] = {
    { .n = 1 }, { .n = 2, .fails_with = ET_ERROR_SOLD_OUT }, { .n = 3 }, { .n = 100000 }
  };

  submit_together (test, writes, 4, et_test_insert);
  g_assert_cmpint (writes[0].result, ==, -1);
  g_assert_cmpint (writes[1].result, ==, ET_ERROR_SOLD_OUT);
  g_assert_cmpint (writes[2].result, ==, -1);
  g_assert_cmpint (writes[3].result, ==, ET_ERROR_CONFLICT);
  et_test_assert_numbers (test, "1 3");
}

static gboolean
fail_in_a_savepoint (EtDb *db, gpointer data, GError **error)
{
  EtTestWrite *write = data;

  write->fails_with = ET_ERROR_SOLD_OUT;
  return et_db_exec (db, "INSERT INTO numbers (n) VALUES (9)", error) &&
         et_db_savepoint (db, error) && et_db_savepoint (db, error) &&
         et_test_insert (db, write, error);
}

static void
test_failed_write_with_savepoints_left_open (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .n = 2 }, { .n = 3 } };

  et_test_hold (test);
  et_test_submit (test, &writes[0], et_test_insert, 1);
  et_test_submit (test, &writes[1], fail_in_a_savepoint, 1);
  et_test_submit (test, &writes[2], et_test_insert, 1);
  et_test_release (test);
  et_test_wait_finished (test, 3);
  g_assert_cmpint (writes[1].result, ==, ET_ERROR_SOLD_OUT);
  et_test_assert_numbers (test, "1 3");
}

static gboolean
fail_silently (EtDb *db, gpointer data, GError **error)
{
  return FALSE;
}

static void
test_failure_without_an_error (EtTestWriter *test, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_writer_run (test->writer, fail_silently, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

static void
test_run (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite good = { .n = 1 };
  EtTestWrite bad = { .n = 2, .fails_with = ET_ERROR_REVOKED };
  g_autoptr (GError) error = NULL;

  g_assert_true (et_writer_run (test->writer, et_test_insert, &good, NULL));
  et_test_assert_numbers (test, "1");
  g_assert_false (et_writer_run (test->writer, et_test_insert, &bad, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_REVOKED);
  et_test_assert_numbers (test, "1");
}

static gpointer
run_fifty (gpointer writer)
{
  for (int i = 0; i < 50; i++)
    {
      EtTestWrite write = { .n = i };

      g_assert_true (et_writer_run (writer, et_test_insert, &write, NULL));
    }
  return NULL;
}

static void
test_run_from_many_threads (EtTestWriter *test, gconstpointer data)
{
  GThread *threads[8];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, run_fifty, test->writer);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (et_test_ask_int64 (test->reader, "SELECT count(*) FROM numbers"), ==, 400);
  g_assert_cmpint (et_test_ask_int64 (test->reader, "SELECT sum (n) FROM numbers"), ==, 8 * 1225);
}

static void
test_full_queue (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[3] = { { .n = 1 }, { .n = 2 }, { .n = 3 } };
  g_autoptr (GError) error = NULL;

  et_test_writer_restart (test, 2, 256);
  et_test_hold (test);
  et_test_submit (test, &writes[0], et_test_insert, 1);
  et_test_submit (test, &writes[1], et_test_insert, 1);
  g_assert_cmpuint (et_writer_get_queue_length (test->writer), ==, 2);
  g_assert_false (et_writer_submit (test->writer, et_test_insert, &writes[2], 1, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  et_test_release (test);
  et_test_wait_finished (test, 2);
  g_assert_cmpuint (writes[2].n_runs, ==, 0);
  et_test_assert_numbers (test, "1 2");
}

/* Waits for a write of its own after all others, and returns in how many batches they were. */
static guint
count_batches (EtTestWriter *test, guint n_writes)
{
  guint n_batches;

  et_test_release (test);
  et_test_wait_finished (test, n_writes);
  g_clear_pointer (&test->writer, et_writer_free);
  n_batches = test->n_batches;
  et_test_writer_restart (test, 1000, 256);
  return n_batches - 1; /* without the one of et_test_hold() */
}

static void
test_batch_is_limited_by_number (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[9] = { 0 };

  et_test_writer_restart (test, 1000, 4);
  et_test_hold (test);
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    et_test_submit (test, &writes[i], et_test_insert, 1);
  g_assert_cmpuint (count_batches (test, G_N_ELEMENTS (writes)), ==, 3);
}

static void
test_batch_is_limited_by_weight (EtTestWriter *test, gconstpointer data)
{
  static const guint weights[] = { 400, 200, 300, 1000, 1, 499, 1 }; /* three of them alone */
  EtTestWrite writes[G_N_ELEMENTS (weights)] = { 0 };

  et_test_hold (test);
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    et_test_submit (test, &writes[i], et_test_insert, weights[i]);
  g_assert_cmpuint (count_batches (test, G_N_ELEMENTS (writes)), ==, 5);
}

static gboolean
insert_and_look (EtDb *db, gpointer data, GError **error)
{
  EtTestWrite *write = data;
  gboolean is_done = et_test_insert (db, write, error);

  et_test_assert_numbers (write->test, "");
  return is_done;
}

static void
test_reader_sees_nothing_of_an_open_batch (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[2] = { { .n = 1 }, { .n = 2 } };

  submit_together (test, writes, 2, insert_and_look);
  et_test_assert_numbers (test, "1 2");
}

static void
look_cb (gpointer data, const GError *error)
{
  g_assert_no_error (error);
  et_test_assert_numbers (data, "7");
}

static gboolean
insert_seven (EtDb *db, gpointer data, GError **error)
{
  return et_db_exec (db, "INSERT INTO numbers (n) VALUES (7)", error);
}

static void
test_done_comes_after_the_commit (EtTestWriter *test, gconstpointer data)
{
  g_assert_true (et_writer_submit (test->writer, insert_seven, test, 1, look_cb, NULL));
  g_clear_pointer (&test->writer, et_writer_free);
  et_test_assert_numbers (test, "7");
}

static void
check_finished_cb (gpointer data)
{
  guint *seen = data;

  seen[1] = seen[0];
}

static void
count_finished_cb (gpointer data, const GError *error)
{
  guint *seen = data;

  seen[0]++;
}

static gboolean
do_nothing (EtDb *db, gpointer data, GError **error)
{
  return TRUE;
}

static void
test_batch_done_comes_last (EtTestWriter *test, gconstpointer data)
{
  guint seen[2] = { 0, 0 };

  et_test_hold (test);
  et_writer_set_batch_done (test->writer, check_finished_cb, seen);
  for (int i = 0; i < 3; i++)
    g_assert_true (et_writer_submit (test->writer, do_nothing, seen, 1, count_finished_cb, NULL));
  et_test_release (test);
  g_clear_pointer (&test->writer, et_writer_free);
  g_assert_cmpuint (seen[1], ==, 3);
}

static void
test_free_does_what_waits (EtTestWriter *test, gconstpointer data)
{
  EtTestWrite writes[20] = { 0 };

  et_test_writer_restart (test, 1000, 3);
  for (guint i = 0; i < G_N_ELEMENTS (writes); i++)
    et_test_submit (test, &writes[i], et_test_insert, 1);
  g_clear_pointer (&test->writer, et_writer_free);
  g_assert_cmpuint (test->n_finished, ==, G_N_ELEMENTS (writes));
  g_assert_cmpint (et_test_ask_int64 (test->reader, "SELECT count(*) FROM numbers"), ==, 20);
}

static void
submit_more_cb (gpointer data, const GError *error)
{
  EtTestWriter *test = data;
  g_autoptr (GError) refusal = NULL;

  while (et_writer_submit (test->writer, do_nothing, NULL, 1, NULL, &refusal))
    g_usleep (1000);
  g_assert_error (refusal, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

static void
test_stopping_writer_takes_nothing_more (EtTestWriter *test, gconstpointer data)
{
  g_assert_true (et_writer_submit (test->writer, do_nothing, test, 1, submit_more_cb, NULL));
  et_writer_free (test->writer);
  test->writer = NULL;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  et_test_writer_add ("/writer/order", test_order);
  et_test_writer_add ("/writer/failed-write-leaves-nothing", test_failed_write_leaves_nothing);
  et_test_writer_add ("/writer/failed-write-with-savepoints",
                      test_failed_write_with_savepoints_left_open);
  et_test_writer_add ("/writer/failure-without-an-error", test_failure_without_an_error);
  et_test_writer_add ("/writer/run", test_run);
  et_test_writer_add ("/writer/run-from-many-threads", test_run_from_many_threads);
  et_test_writer_add ("/writer/full-queue", test_full_queue);
  et_test_writer_add ("/writer/limited-by-number", test_batch_is_limited_by_number);
  et_test_writer_add ("/writer/limited-by-weight", test_batch_is_limited_by_weight);
  et_test_writer_add ("/writer/reader-sees-nothing-open",
                      test_reader_sees_nothing_of_an_open_batch);
  et_test_writer_add ("/writer/done-after-the-commit", test_done_comes_after_the_commit);
  et_test_writer_add ("/writer/batch-done-comes-last", test_batch_done_comes_last);
  et_test_writer_add ("/writer/free-does-what-waits", test_free_does_what_waits);
  et_test_writer_add ("/writer/stopping-takes-nothing-more",
                      test_stopping_writer_takes_nothing_more);
  return g_test_run ();
}
