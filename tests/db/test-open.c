/* SPDX-License-Identifier: MIT */
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "test-database.h"

static void
assert_not_opened (const char *url, EtDbMode mode, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_db_open (url, mode, &error));
  g_assert_error (error, ET_ERROR, (int) code);
}

static void
assert_private (EtTestDatabase *test, const char *suffix)
{
  g_autofree char *path = g_strconcat (test->path, suffix, NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
test_absolute_url (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);

  g_assert_true (g_file_test (test->path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpstr (et_db_get_driver_name (db), ==, "sqlite");
}

static void
test_relative_url (EtTestDatabase *test, gconstpointer data)
{
  g_autofree char *before = g_get_current_dir ();
  g_autoptr (EtDb) db = NULL;

  g_assert_cmpint (g_chdir (test->folder), ==, 0);
  db = et_test_open ("sqlite:///tickets.db", ET_DB_READ_WRITE);
  g_assert_cmpint (g_chdir (before), ==, 0);
  g_assert_true (g_file_test (test->path, G_FILE_TEST_IS_REGULAR));
}

static void
test_escaped_url (EtTestDatabase *test, gconstpointer data)
{
  g_autofree char *url = g_strconcat ("sqlite:///", test->folder, "/my%20%C3%A9vents%3F.db", NULL);
  g_autofree char *path = g_build_filename (test->folder, "my évents?.db", NULL);
  g_autoptr (EtDb) db = et_test_open (url, ET_DB_CLIENT);

  g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
}

static void
test_memory_url (void)
{
  g_autoptr (EtDb) a = et_test_open ("sqlite://:memory:", ET_DB_READ_WRITE);
  g_autoptr (EtDb) b = et_test_open ("sqlite://:memory:", ET_DB_READ_WRITE);

  et_test_exec (a, "CREATE TABLE offers (id INTEGER)");
  g_assert_cmpint (et_test_ask_int64 (b, "SELECT count(*) FROM sqlite_schema"), ==, 0);
}

static void
test_refused_urls (void)
{
  static const char *const urls[] = { "",
                                      "tickets.db",
                                      "oracle:///tickets",
                                      "sqlite:",
                                      "sqlite:tickets.db",
                                      "sqlite://",
                                      "sqlite:///",
                                      "sqlite://host/tickets.db",
                                      "sqlite:///tickets.db?mode=ro",
                                      "sqlite:///tickets.db#a",
                                      "sqlite:///tickets%00.db",
                                      "sqlite:///tickets%ff.db",
                                      "sqlite:///tickets%zz.db" };

  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    assert_not_opened (urls[i], ET_DB_READ_WRITE, ET_ERROR_CONFIGURATION);
}

static void
test_missing_folder (EtTestDatabase *test, gconstpointer data)
{
  g_autofree char *url = g_strconcat (test->url, "/tickets.db", NULL);

  assert_not_opened (url, ET_DB_READ_WRITE, ET_ERROR_UNAVAILABLE);
  assert_not_opened (url, ET_DB_CLIENT, ET_ERROR_UNAVAILABLE);
}

static void
test_reader_makes_no_file (EtTestDatabase *test, gconstpointer data)
{
  assert_not_opened (test->url, ET_DB_READ_ONLY, ET_ERROR_UNAVAILABLE);
  g_assert_false (g_file_test (test->path, G_FILE_TEST_EXISTS));
}

static void
test_writer_settings (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autofree char *journal = et_test_ask_text (db, "PRAGMA journal_mode");

  g_assert_cmpstr (journal, ==, "wal");
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA cell_size_check"), ==, 1);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA busy_timeout"), ==, 5000);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA wal_autocheckpoint"), ==, 0);
}

static void
test_reader_settings (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_ONLY);

  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA cell_size_check"), ==, 1);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA wal_autocheckpoint"), ==, 0);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA busy_timeout"), ==, 5000);
}

static void
test_client_settings (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_CLIENT);
  g_autofree char *journal = et_test_ask_text (db, "PRAGMA journal_mode");

  g_assert_cmpstr (journal, ==, "delete");
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (et_test_ask_int64 (db, "PRAGMA cell_size_check"), ==, 1);
}

static void
test_schema_is_defended (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_CLIENT);
  g_autoptr (GError) error = NULL;

  et_test_exec (db, "CREATE TABLE offers (id INTEGER); PRAGMA writable_schema=ON");
  g_assert_false (et_db_exec (db, "UPDATE sqlite_schema SET sql = 'x'", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

static void
test_files_are_private (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);

  et_test_exec (db, "CREATE TABLE offers (id INTEGER)");
  assert_private (test, "");
  assert_private (test, "-wal");
  assert_private (test, ".lock");
}

static void
test_client_file_is_private_and_without_lock (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_CLIENT);
  g_autofree char *lock = g_strconcat (test->path, ".lock", NULL);

  assert_private (test, "");
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
}

static void
test_reader_sees_what_is_committed (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);

  et_test_exec (writer, "CREATE TABLE offers (id INTEGER)");
  g_assert_true (et_db_begin (writer, NULL));
  et_test_exec (writer, "INSERT INTO offers VALUES (1)");
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 0);
  g_assert_true (et_db_commit (writer, NULL));
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 1);
}

static void
test_read_transaction_sees_one_state (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);

  et_test_exec (writer, "CREATE TABLE offers (id INTEGER)");
  g_assert_true (et_db_begin (reader, NULL));
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 0);
  et_test_exec (writer, "INSERT INTO offers VALUES (1)");
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 0);
  g_assert_true (et_db_commit (reader, NULL));
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 1);
}

static void
test_reader_cannot_write (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;

  g_assert_false (et_db_exec (reader, "CREATE TABLE offers (id INTEGER)", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INTERNAL);
}

static void
test_clients_share_a_file (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) a = et_test_open (test->url, ET_DB_CLIENT);
  g_autoptr (EtDb) b = et_test_open (test->url, ET_DB_CLIENT);

  et_test_exec (a, "CREATE TABLE offers (id INTEGER)");
  et_test_exec (b, "INSERT INTO offers VALUES (1)");
  g_assert_cmpint (et_test_ask_int64 (a, "SELECT count(*) FROM offers"), ==, 1);
}

static void
test_second_writer_is_refused (EtTestDatabase *test, gconstpointer data)
{
  EtDb *db = et_test_open (test->url, ET_DB_READ_WRITE);

  assert_not_opened (test->url, ET_DB_READ_WRITE, ET_ERROR_UNAVAILABLE);
  et_db_close (db);
  et_db_close (et_test_open (test->url, ET_DB_READ_WRITE));
}

static void
test_second_writer_by_another_name_is_refused (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autofree char *link = g_build_filename (test->folder, "link.db", NULL);
  g_autofree char *url = g_strconcat ("sqlite:///", link, NULL);

  g_assert_cmpint (symlink ("tickets.db", link), ==, 0);
  assert_not_opened (url, ET_DB_READ_WRITE, ET_ERROR_UNAVAILABLE);
}

static GSubprocess *
start_child (EtTestDatabase *test)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "open-db", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                             G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                         &error, program, test->url, NULL);

  g_assert_no_error (error);
  return child;
}

static char *
read_line (GSubprocess *child)
{
  g_autoptr (GDataInputStream)
      output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));

  return g_data_input_stream_read_line (output, NULL, NULL, NULL);
}

static void
test_second_process_is_refused (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (GSubprocess) child = start_child (test);
  g_autofree char *line = read_line (child);
  g_autofree char *expected = g_strdup_printf (
      "Another process has the database %s open for writing", test->path);

  g_assert_cmpstr (line, ==, expected);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 1);
}

static void
test_lock_ends_with_its_process (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (GSubprocess) child = start_child (test);
  g_autofree char *line = read_line (child);

  g_assert_cmpstr (line, ==, "open");
  assert_not_opened (test->url, ET_DB_READ_WRITE, ET_ERROR_UNAVAILABLE);
  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  et_db_close (et_test_open (test->url, ET_DB_READ_WRITE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  et_test_add ("/open/absolute-url", test_absolute_url);
  et_test_add ("/open/relative-url", test_relative_url);
  et_test_add ("/open/escaped-url", test_escaped_url);
  g_test_add_func ("/open/memory-url", test_memory_url);
  g_test_add_func ("/open/refused-urls", test_refused_urls);
  et_test_add ("/open/missing-folder", test_missing_folder);
  et_test_add ("/open/reader-makes-no-file", test_reader_makes_no_file);
  et_test_add ("/open/writer-settings", test_writer_settings);
  et_test_add ("/open/reader-settings", test_reader_settings);
  et_test_add ("/open/client-settings", test_client_settings);
  et_test_add ("/open/schema-is-defended", test_schema_is_defended);
  et_test_add ("/open/files-are-private", test_files_are_private);
  et_test_add ("/open/client-file-is-private", test_client_file_is_private_and_without_lock);
  et_test_add ("/open/reader-sees-what-is-committed", test_reader_sees_what_is_committed);
  et_test_add ("/open/read-transaction-sees-one-state", test_read_transaction_sees_one_state);
  et_test_add ("/open/reader-cannot-write", test_reader_cannot_write);
  et_test_add ("/open/clients-share-a-file", test_clients_share_a_file);
  et_test_add ("/open/second-writer", test_second_writer_is_refused);
  et_test_add ("/open/second-writer-by-another-name",
               test_second_writer_by_another_name_is_refused);
  et_test_add ("/open/second-process", test_second_process_is_refused);
  et_test_add ("/open/lock-ends-with-its-process", test_lock_ends_with_its_process);
  return g_test_run ();
}
