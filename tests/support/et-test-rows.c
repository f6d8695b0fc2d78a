/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-rows.h"

#include <sqlite3.h>
#include <string.h>
#ifdef ET_HAVE_POSTGRES
#include <libpq-fe.h>
#endif
#ifdef ET_HAVE_MARIADB
#include <mysql.h>
#endif

#define BINARY_CHARSET 63

/* Of one database; the others are NULL. */
struct _EtTestRows
{
  sqlite3 *sqlite; /* owned, nullable */
#ifdef ET_HAVE_POSTGRES
  PGconn *postgres; /* owned, nullable */
#endif
#ifdef ET_HAVE_MARIADB
  MYSQL *mariadb; /* owned, nullable */
#endif
};

static void
add_cell (GString *line, int column, const char *data, gsize length, gboolean is_binary)
{
  if (column > 0)
    g_string_append_c (line, '|');
  if (data == NULL)
    g_string_append (line, "NULL");
  else if (!is_binary)
    g_string_append_len (line, data, (gssize) length);
  for (gsize i = 0; is_binary && i < length; i++)
    g_string_append_printf (line, "%02x", (guint8) data[i]);
}

static void
open_sqlite (EtTestRows *self, const char *path)
{
  g_assert_cmpint (sqlite3_open_v2 (path, &self->sqlite, SQLITE_OPEN_READONLY, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_db_config (self->sqlite, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL), ==,
                   SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (self->sqlite, "BEGIN", NULL, NULL, NULL), ==, SQLITE_OK);
}

static void
read_sqlite (EtTestRows *self, const char *sql, GPtrArray *lines)
{
  sqlite3_stmt *stmt;
  int code;

  if (sqlite3_prepare_v2 (self->sqlite, sql, -1, &stmt, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (self->sqlite));
  while ((code = sqlite3_step (stmt)) == SQLITE_ROW)
    {
      GString *line = g_string_new (NULL);

      for (int i = 0; i < sqlite3_column_count (stmt); i++)
        {
          gboolean is_binary = sqlite3_column_type (stmt, i) == SQLITE_BLOB;
          const char *data = is_binary ? sqlite3_column_blob (stmt, i)
                                       : (const char *) sqlite3_column_text (stmt, i);

          add_cell (line, i, data, (gsize) sqlite3_column_bytes (stmt, i), is_binary);
        }
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  g_assert_cmpint (code, ==, SQLITE_DONE);
  sqlite3_finalize (stmt);
}

#ifdef ET_HAVE_POSTGRES
static void
open_postgres (EtTestRows *self, const char *url)
{
  PGresult *begun;

  self->postgres = PQconnectdb (url);
  if (PQstatus (self->postgres) != CONNECTION_OK)
    g_error ("%s", PQerrorMessage (self->postgres));
  begun = PQexec (self->postgres, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  g_assert_cmpint (PQresultStatus (begun), ==, PGRES_COMMAND_OK);
  PQclear (begun);
}

static void
read_postgres (EtTestRows *self, const char *sql, GPtrArray *lines)
{
  PGresult *result = PQexec (self->postgres, sql);

  if (PQresultStatus (result) != PGRES_TUPLES_OK)
    g_error ("%s: %s", sql, PQerrorMessage (self->postgres));
  for (int row = 0; row < PQntuples (result); row++)
    {
      GString *line = g_string_new (NULL);

      for (int i = 0; i < PQnfields (result); i++)
        add_cell (line, i, PQgetisnull (result, row, i) ? NULL : PQgetvalue (result, row, i),
                  (gsize) PQgetlength (result, row, i), FALSE); /* bytes come as digits */
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  PQclear (result);
}
#endif

#ifdef ET_HAVE_MARIADB
static void
exec_mariadb (EtTestRows *self, const char *sql)
{
  if (mysql_query (self->mariadb, sql) != 0)
    g_error ("%s: %s", sql, mysql_error (self->mariadb));
}

static void
open_mariadb (EtTestRows *self, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);

  g_assert_nonnull (uri);
  self->mariadb = mysql_init (NULL);
  mysql_optionsv (self->mariadb, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (mysql_real_connect (self->mariadb, g_uri_get_host (uri), g_uri_get_user (uri),
                          g_uri_get_password (uri), g_uri_get_path (uri) + 1,
                          (guint) g_uri_get_port (uri), NULL, 0) == NULL)
    g_error ("%s", mysql_error (self->mariadb));
  exec_mariadb (self, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  exec_mariadb (self, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
}

static void
read_mariadb (EtTestRows *self, const char *sql, GPtrArray *lines)
{
  MYSQL_RES *result;
  MYSQL_ROW row;

  exec_mariadb (self, sql);
  result = mysql_store_result (self->mariadb);
  g_assert_nonnull (result);
  while ((row = mysql_fetch_row (result)) != NULL)
    {
      GString *line = g_string_new (NULL);
      const gulong *lengths = mysql_fetch_lengths (result);

      for (guint i = 0; i < mysql_num_fields (result); i++)
        {
          const MYSQL_FIELD *field = mysql_fetch_field_direct (result, i);

          add_cell (line, (int) i, row[i], lengths[i],
                    field->charsetnr == BINARY_CHARSET && !IS_NUM (field->type));
        }
      g_ptr_array_add (lines, g_string_free (line, FALSE));
    }
  mysql_free_result (result);
}
#endif

/* @url: of a database as the server gets it. */
EtTestRows *
et_test_rows_open (const char *url)
{
  EtTestRows *self = g_new0 (EtTestRows, 1);

  if (g_str_has_prefix (url, "sqlite:///"))
    open_sqlite (self, url + strlen ("sqlite:///"));
#ifdef ET_HAVE_POSTGRES
  else if (g_str_has_prefix (url, "postgres"))
    open_postgres (self, url);
#endif
#ifdef ET_HAVE_MARIADB
  else if (g_str_has_prefix (url, "mariadb"))
    open_mariadb (self, url);
#endif
  else
    g_error ("What database is %s?", url);
  return self;
}

void
et_test_rows_close (EtTestRows *self)
{
  sqlite3_close (self->sqlite);
#ifdef ET_HAVE_POSTGRES
  g_clear_pointer (&self->postgres, PQfinish);
#endif
#ifdef ET_HAVE_MARIADB
  g_clear_pointer (&self->mariadb, mysql_close);
#endif
  g_free (self);
}

/* Returns: (transfer full) (element-type utf8): a line for each row, its cells with "|" between. */
GPtrArray *
et_test_rows_read (EtTestRows *self, const char *sql)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  if (self->sqlite != NULL)
    read_sqlite (self, sql, lines);
#ifdef ET_HAVE_POSTGRES
  else if (self->postgres != NULL)
    read_postgres (self, sql, lines);
#endif
#ifdef ET_HAVE_MARIADB
  else if (self->mariadb != NULL)
    read_mariadb (self, sql, lines);
#endif
  return lines;
}

/* Returns: the first number of the first row, -1 without one. */
gint64
et_test_rows_get (EtTestRows *self, const char *sql)
{
  g_autoptr (GPtrArray) lines = et_test_rows_read (self, sql);

  return lines->len > 0 ? g_ascii_strtoll (lines->pdata[0], NULL, 10) : -1;
}
