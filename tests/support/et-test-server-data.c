/* SPDX-License-Identifier: MIT */
#include "db/et-db-driver.h"
#include "tests/support/et-test-cluster.h"
#include "tests/support/et-test-server.h"

static void
migrate (const char *url)
{
  g_autoptr (GSubprocessLauncher)
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GSubprocess) program = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "DATABASE_URL", url, TRUE);
  program = g_subprocess_launcher_spawn (launcher, &error, ET_TEST_SERVER_PROGRAM, "migrate", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (program, NULL, &error);
  g_assert_no_error (error);
}

/* A new database, in the server's folder on SQLite. */
void
et_test_server_give_database (EtTestServer *server)
{
  g_autofree char *path = et_test_server_get_path (server, "etickets.sqlite3");
  g_autofree char *url = et_test_cluster_is_running () ? et_test_cluster_new_database_for (migrate)
                                                       : g_strconcat ("sqlite:///", path, NULL);

  et_test_server_set (server, "DATABASE_URL", url);
}

/* Returns: (transfer full): what the server has written to its log so far. */
char *
et_test_server_dup_log (EtTestServer *server)
{
  g_autofree char *path = et_test_server_get_path (server, "server.log");
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Opens the database of the server, to write only while it is stopped. */
EtDb *
et_test_server_open_database (EtTestServer *server, EtDbMode mode)
{
  g_autoptr (GError) error = NULL;
  EtDb *db = et_db_open (et_test_server_get (server, "DATABASE_URL"), mode, &error);

  g_assert_no_error (error);
  return db;
}

/* Returns: the one number that a query gives. */
int64_t
et_test_server_count (EtTestServer *server, const char *sql)
{
  g_autoptr (EtDb) db = et_test_server_open_database (server, ET_DB_READ_ONLY);
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (db, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  et_db_stmt_step (stmt, &has_row, &error);
  g_assert_no_error (error);
  g_assert_true (has_row);
  return et_db_stmt_get_int64 (stmt, 0);
}

/* Changes the database of a server that is stopped, by SQL that is written as for SQLite. */
void
et_test_server_exec (EtTestServer *server, const char *sql)
{
  g_autoptr (EtDb) db = et_test_server_open_database (server, ET_DB_READ_WRITE);
  g_autofree char *own = NULL;
  g_autoptr (GError) error = NULL;

  own = et_db_sql_translate (sql, db->driver->schema_words);
  et_db_exec (db, own, &error);
  g_assert_no_error (error);
}

/* Changes an offer, and announces it in the feed, while the server does not run.
 * @change: of an UPDATE, such as "price_cents = 100". */
void
et_test_server_change_offer (EtTestServer *server, int64_t offer_id, const char *change)
{
  g_autofree char *update = g_strdup_printf ("UPDATE offers SET %s WHERE id = %d", change,
                                             (int) offer_id);
  g_autofree char *announce = g_strdup_printf (
      "INSERT INTO changes (seq, kind, record_id, account_id, deleted, created_at) "
      "SELECT value, 'offer', %d, 0, 0, 0 FROM counters WHERE name = 'change'",
      (int) offer_id);

  et_test_server_exec (server, update);
  et_test_server_exec (server, "UPDATE counters SET value = value + 1 WHERE name = 'change'");
  et_test_server_exec (server, announce);
}

/* Makes an administrator, and by him an unlimited offer of an event to come. Returns: its id. */
int64_t
et_test_server_make_offer (EtTestServer *server)
{
  g_autofree char *root = et_test_server_make (server, "admin", "root");
  g_autoptr (EtTestAnswer) event = et_test_server_call (
      server, "POST", "/api/admin/events/", root,
      "{\"name\":\"E\",\"sport\":\"judo\",\"venue\":\"V\",\"starts_at\":\"2031-01-01T10:00:00Z\","
      "\"ends_at\":\"2031-01-01T12:00:00Z\"}");
  g_autofree char *body = g_strdup_printf (
      "{\"event_id\":%" G_GINT64_FORMAT ",\"name\":\"O\",\"offer_type\":\"solo\","
      "\"price_cents\":100,\"quota\":null}",
      json_object_get_int_member (et_test_answer_get_json (event), "id"));
  g_autoptr (EtTestAnswer)
      offer = et_test_server_call (server, "POST", "/api/admin/offers/", root, body);

  et_test_answer_assert (offer, 201, NULL);
  return json_object_get_int_member (et_test_answer_get_json (offer), "id");
}
