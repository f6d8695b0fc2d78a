/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How a database writes the place of a value. */
typedef enum
{
  ET_DB_PLACEHOLDER_QUESTION_NUMBER, /* ?1, SQLite */
  ET_DB_PLACEHOLDER_DOLLAR_NUMBER, /* $1, PostgreSQL */
  ET_DB_PLACEHOLDER_QUESTION /* ?, MariaDB: a name that stands twice is sent twice */
} EtDbPlaceholder;

/* SQL with :name parameters, rewritten for one database. */
typedef struct
{
  char *text; /* owned */
  GPtrArray *names; /* owned; each name once, in the order of its first place */
  GArray *places; /* owned, of guint: for each placeholder in the text, its index in names */
} EtDbSql;

/* One word, or several in a row, and how another database says it. */
typedef struct
{
  const char *from;
  const char *to;
} EtDbWord;

EtDbSql *et_db_sql_new (const char *sql, EtDbPlaceholder style);
void et_db_sql_free (EtDbSql *sql);
gboolean et_db_sql_find (const EtDbSql *sql, const char *name, guint *ret_index);

char *et_db_sql_translate (const char *sql, const EtDbWord *words);
GPtrArray *et_db_sql_split (const char *sql);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtDbSql, et_db_sql_free)

G_END_DECLS
