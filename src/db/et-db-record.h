/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* Rows and records by name: a column whose name is a field's fills it, a parameter whose name is
 * a field's takes its value. */
gpointer et_db_stmt_get_record (EtDbStmt *stmt, GType type, GError **error);
void et_db_stmt_bind_record (EtDbStmt *stmt, gpointer record);
gpointer et_db_stmt_read_one (EtDbStmt *stmt, GType type, GError **error);
GPtrArray *et_db_stmt_read_all (EtDbStmt *stmt, GType type, GError **error);

G_END_DECLS
