/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What stands in a database, read through its own client library and without a line of the
 * server's code: all queries see one moment. All of it asserts. */
typedef struct _EtTestRows EtTestRows;

EtTestRows *et_test_rows_open (const char *url);
void et_test_rows_close (EtTestRows *rows);
GPtrArray *et_test_rows_read (EtTestRows *rows, const char *sql);
gint64 et_test_rows_get (EtTestRows *rows, const char *sql);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTestRows, et_test_rows_close)

G_END_DECLS
