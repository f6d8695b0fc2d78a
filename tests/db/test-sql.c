/* SPDX-License-Identifier: MIT */
#include "db/et-db-sql.h"

typedef struct
{
  const char *path;
  const char *sql;
  const char *numbered; /* as SQLite gets it */
  const char *names; /* joined by blanks */
} EtSqlCase;

static const EtSqlCase cases[] = {
  { "none", "SELECT 1", "SELECT 1", "" },
  { "empty", "", "", "" },
  { "one", "SELECT :id", "SELECT ?1", "id" },
  { "two", "WHERE a = :a AND b = :b_2", "WHERE a = ?1 AND b = ?2", "a b_2" },
  { "repeated", ":a + :b + :a", "?1 + ?2 + ?1", "a b" },
  { "prefix-of-another", ":id + :id2 + :id", "?1 + ?2 + ?1", "id id2" },
  { "underscore-first", ":_a", "?1", "_a" },
  { "no-blanks", "(:a,:b)||:c", "(?1,?2)||?3", "a b c" },
  { "string", "':a' || :b", "':a' || ?1", "b" },
  { "quote-in-string", "'it''s :a' || :b", "'it''s :a' || ?1", "b" },
  { "backslash-in-string", "'\\' || :a || '\\'", "'\\' || ?1 || '\\'", "a" },
  { "empty-string", "'' || :a", "'' || ?1", "a" },
  { "identifier", "\":a\" = :b", "\":a\" = ?1", "b" },
  { "backticks", "`:a` = :b", "`:a` = ?1", "b" },
  { "line-comment", "-- it's :a\n:b", "-- it's :a\n?1", "b" },
  { "line-comment-at-the-end", ":b -- :a", "?1 -- :a", "b" },
  { "block-comment", "/* it's :a\n*/ :b", "/* it's :a\n*/ ?1", "b" },
  { "slash-star-slash", "/*/ :a */ :b", "/*/ :a */ ?1", "b" },
  { "comment-in-string", "'/*' || :a || '*/' || '--' || :b", "'/*' || ?1 || '*/' || '--' || ?2",
    "a b" },
  { "minus-is-no-comment", "1 - :a - -:b", "1 - ?1 - -?2", "a b" },
  { "cast", "x::text = :a::bigint", "x::text = ?1::bigint", "a" },
  { "colon-alone", "a : b :1 :", "a : b :1 :", "" },
  { "unended-string", ":a 'x :b", "?1 'x :b", "a" },
  { "unended-comment", ":a /* :b", "?1 /* :b", "a" },
  { "utf-8", "'é:a' || :b || 'œ'", "'é:a' || ?1 || 'œ'", "b" },
};

static void
test_rewrites (gconstpointer data)
{
  const EtSqlCase *row = data;
  g_autoptr (EtDbSql) sql = et_db_sql_new (row->sql, ET_DB_PLACEHOLDER_QUESTION_NUMBER);
  g_autofree char *names = NULL;

  g_assert_cmpstr (sql->text, ==, row->numbered);
  g_ptr_array_add (sql->names, NULL);
  names = g_strjoinv (" ", (char **) sql->names->pdata);
  g_assert_cmpstr (names, ==, row->names);
}

static void
test_dollars (void)
{
  g_autoptr (EtDbSql) sql = et_db_sql_new (":a, :b, :a", ET_DB_PLACEHOLDER_DOLLAR_NUMBER);

  g_assert_cmpstr (sql->text, ==, "$1, $2, $1");
}

static void
test_plain_question_marks (void)
{
  g_autoptr (EtDbSql) sql = et_db_sql_new (":a, :b, :a", ET_DB_PLACEHOLDER_QUESTION);
  static const guint expected[] = { 0, 1, 0 };

  g_assert_cmpstr (sql->text, ==, "?, ?, ?");
  g_assert_cmpmem (sql->places->data, sql->places->len * sizeof (guint), expected, sizeof expected);
}

static void
test_find (void)
{
  g_autoptr (EtDbSql) sql = et_db_sql_new (":a, :b", ET_DB_PLACEHOLDER_QUESTION_NUMBER);
  guint index = 7;

  g_assert_false (et_db_sql_find (sql, "c", &index));
  g_assert_cmpuint (index, ==, 7);
  g_assert_true (et_db_sql_find (sql, "b", &index));
  g_assert_cmpuint (index, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/sql/rewrites/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_rewrites);
    }
  g_test_add_func ("/sql/dollars", test_dollars);
  g_test_add_func ("/sql/plain-question-marks", test_plain_question_marks);
  g_test_add_func ("/sql/find", test_find);
  return g_test_run ();
}
