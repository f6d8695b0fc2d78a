/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-database.h"

#define PAGE_SIZE 4096

/* Counts to ten thousand million: longer than a reader may take. */
static const char endless[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                              "WHERE i < 10000000000) SELECT count(*) FROM n";

static void
fill (EtDb *db)
{
  et_test_exec (db, "CREATE TABLE offers (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"
                    "CREATE INDEX offers_by_name ON offers (name);"
                    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                    "WHERE i < 2000) INSERT INTO offers SELECT i, 'offer ' || i FROM n");
}

/* Writes a closed database of several pages, and has @damage done to its bytes. */
static void
make_damaged (EtTestDatabase *test, void (*damage) (char *bytes, gsize *length))
{
  EtDb *db = et_test_open (test->url, ET_DB_CLIENT);
  g_autofree char *bytes = NULL;
  gsize length;

  fill (db);
  et_db_close (db);
  g_assert_true (g_file_get_contents (test->path, &bytes, &length, NULL));
  g_assert_cmpuint (length, >, 4 * PAGE_SIZE);
  damage (bytes, &length);
  g_assert_true (g_file_set_contents (test->path, bytes, length, NULL));
}

static void
damage_header (char *bytes, gsize *length)
{
  memset (bytes, 'x', 100);
}

static void
damage_page (char *bytes, gsize *length)
{
  memset (bytes + 2 * PAGE_SIZE, 0xa5, PAGE_SIZE);
}

static void
cut_off (char *bytes, gsize *length)
{
  *length /= 2;
}

static void
assert_corrupt (EtTestDatabase *test, EtDbMode mode)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (et_db_open (test->url, mode, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CORRUPT);
}

static void
test_damaged_header (EtTestDatabase *test, gconstpointer data)
{
  make_damaged (test, damage_header);
  assert_corrupt (test, ET_DB_CLIENT);
  assert_corrupt (test, ET_DB_READ_WRITE);
}

static void
test_damaged_page (EtTestDatabase *test, gconstpointer data)
{
  make_damaged (test, damage_page);
  assert_corrupt (test, ET_DB_CLIENT);
}

/* The server's database may be large, and is checked when it has begun to serve. */
static void
test_damaged_page_of_a_server (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) reader = NULL;
  g_autoptr (GError) error = NULL;

  make_damaged (test, damage_page);
  et_db_close (et_test_open (test->url, ET_DB_READ_WRITE));
  reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_assert_false (et_db_check (reader, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CORRUPT);
}

static void
test_sound_file (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) reader = NULL;
  g_autoptr (GError) error = NULL;

  et_db_close (et_test_open (test->url, ET_DB_READ_WRITE));
  reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_assert_true (et_db_check (reader, &error));
  g_assert_no_error (error);
}

static void
test_cut_off_file (EtTestDatabase *test, gconstpointer data)
{
  make_damaged (test, cut_off);
  assert_corrupt (test, ET_DB_CLIENT);
  assert_corrupt (test, ET_DB_READ_WRITE);
}

static void
test_file_that_is_no_database (EtTestDatabase *test, gconstpointer data)
{
  g_autofree char *text = g_strnfill (3 * PAGE_SIZE, 'a');

  g_assert_true (g_file_set_contents (test->path, text, -1, NULL));
  assert_corrupt (test, ET_DB_CLIENT);
}

/* Damage that the check at start does not see is told when it is met. */
static void
test_damage_met_later (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) reader = NULL;
  g_autoptr (GError) error = NULL;

  make_damaged (test, damage_page);
  reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_assert_false (et_db_exec (reader, "SELECT count(*) FROM offers WHERE name > ''", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CORRUPT);
}

static void
test_full_disk (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDbStmt) stmt = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (64 * PAGE_SIZE, 'a');

  fill (db);
  et_test_exec (db, "PRAGMA max_page_count=1");
  stmt = et_test_prepare (db, "INSERT INTO offers (name) VALUES (:name)");
  et_db_stmt_bind_text (stmt, "name", text);
  g_assert_false (et_db_stmt_run (stmt, NULL, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_assert_cmpint (et_test_ask_int64 (db, "SELECT count(*) FROM offers"), ==, 2000);

  et_test_exec (db, "PRAGMA max_page_count=100000");
  et_db_stmt_bind_text (stmt, "name", text);
  g_assert_true (et_db_stmt_run (stmt, NULL, NULL));
}

static void
test_busy_client (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) a = et_test_open (test->url, ET_DB_CLIENT);
  g_autoptr (EtDb) b = et_test_open (test->url, ET_DB_CLIENT);
  g_autoptr (GError) error = NULL;

  et_test_exec (b, "PRAGMA busy_timeout=20");
  g_assert_true (et_db_begin (a, NULL));
  g_assert_false (et_db_begin (b, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_assert_true (et_db_commit (a, NULL));
  g_assert_true (et_db_begin (b, NULL));
}

static void
test_long_read_is_cut_off (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_autoptr (EtDbStmt) stmt = et_test_prepare (reader, endless);
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;

  g_assert_false (et_db_stmt_step (stmt, &has_row, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT 1"), ==, 1);
}

/* A transaction has one second for all that it reads. */
static void
test_long_read_transaction_is_cut_off (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;

  fill (writer);
  g_assert_true (et_db_begin (reader, NULL));
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 2000);
  g_usleep (1.3 * G_USEC_PER_SEC);
  g_assert_false (et_db_exec (reader, "SELECT count(*) FROM offers a, offers b", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

/* The same, for the tools of an operator. */
static void
test_long_reads_can_be_allowed (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;

  fill (writer);
  et_db_allow_long_reads (reader);
  g_assert_true (et_db_begin (reader, NULL));
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 2000);
  g_usleep (1.3 * G_USEC_PER_SEC);
  et_db_exec (reader, "SELECT count(*) FROM offers a, offers b", &error);
  g_assert_no_error (error);
}

static void
test_checkpoint (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);
  gsize before;

  g_assert_cmpuint (et_db_get_log_size (db), ==, 0);
  fill (db);
  before = et_db_get_log_size (db);
  g_assert_cmpuint (before, >, 4 * PAGE_SIZE);
  g_assert_true (et_db_checkpoint (db, FALSE, NULL));
  g_assert_true (et_db_checkpoint (db, TRUE, NULL));
  g_assert_cmpuint (et_db_get_log_size (db), ==, 0);
  et_test_exec (db, "DELETE FROM offers WHERE id = 1");
  g_assert_cmpuint (et_db_get_log_size (db), <, before);
}

static void
test_checkpoint_that_a_reader_hinders (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;

  fill (writer);
  g_assert_true (et_db_begin (reader, NULL));
  g_assert_cmpint (et_test_ask_int64 (reader, "SELECT count(*) FROM offers"), ==, 2000);
  et_test_exec (writer, "DELETE FROM offers WHERE id = 1");
  g_assert_false (et_db_checkpoint (writer, TRUE, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  et_db_rollback (reader);
  g_assert_true (et_db_checkpoint (writer, TRUE, NULL));
}

static void
assert_backup (EtTestDatabase *test, EtDb *db)
{
  g_autofree char *path = g_build_filename (test->folder, "copy.db", NULL);
  g_autofree char *url = g_strconcat ("sqlite:///", path, NULL);
  g_autoptr (EtDb) copy = NULL;
  g_autoptr (GError) error = NULL;

  et_db_backup (db, path, &error);
  g_assert_no_error (error);
  copy = et_test_open (url, ET_DB_CLIENT);
  g_assert_cmpint (et_test_ask_int64 (copy, "SELECT count(*) FROM offers"), ==, 2000);

  g_assert_false (et_db_backup (db, path, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
}

static void
test_backup_by_the_writer (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);

  fill (db);
  assert_backup (test, db);
}

static void
test_backup_by_a_reader (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) writer = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autoptr (EtDb) reader = et_test_open (test->url, ET_DB_READ_ONLY);

  fill (writer);
  assert_backup (test, reader);
}

static void
test_backup_into_no_folder (EtTestDatabase *test, gconstpointer data)
{
  g_autoptr (EtDb) db = et_test_open (test->url, ET_DB_READ_WRITE);
  g_autofree char *path = g_build_filename (test->folder, "none", "copy.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (et_db_backup (db, path, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  et_test_add ("/faults/damaged-header", test_damaged_header);
  et_test_add ("/faults/damaged-page", test_damaged_page);
  et_test_add ("/faults/damaged-page-of-a-server", test_damaged_page_of_a_server);
  et_test_add ("/faults/sound-file", test_sound_file);
  et_test_add ("/faults/cut-off-file", test_cut_off_file);
  et_test_add ("/faults/file-that-is-no-database", test_file_that_is_no_database);
  et_test_add ("/faults/damage-met-later", test_damage_met_later);
  et_test_add ("/faults/full-disk", test_full_disk);
  et_test_add ("/faults/busy-client", test_busy_client);
  et_test_add ("/faults/long-read", test_long_read_is_cut_off);
  et_test_add ("/faults/long-read-transaction", test_long_read_transaction_is_cut_off);
  et_test_add ("/faults/long-reads-allowed", test_long_reads_can_be_allowed);
  et_test_add ("/faults/checkpoint", test_checkpoint);
  et_test_add ("/faults/checkpoint-that-a-reader-hinders", test_checkpoint_that_a_reader_hinders);
  et_test_add ("/faults/backup-by-the-writer", test_backup_by_the_writer);
  et_test_add ("/faults/backup-by-a-reader", test_backup_by_a_reader);
  et_test_add ("/faults/backup-into-no-folder", test_backup_into_no_folder);
  return g_test_run ();
}
