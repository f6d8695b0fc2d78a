/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* Rows that every part of the offline copy uses, from jobs of the store. */
gboolean et_copy_put (EtDb *db, const char *table, gpointer record, GError **error);
gboolean et_copy_put_with (EtDb *db,
                           const char *table,
                           gpointer record,
                           const char *extra,
                           const char *text,
                           GError **error);
gboolean et_copy_delete (EtDb *db, const char *table, int64_t id, GError **error);
gboolean et_copy_run (EtDb *db, const char *sql, const char *name, int64_t value, GError **error);
gboolean et_copy_exec (EtDb *db, const char *sql, GError **error);
gpointer et_copy_find (EtDb *db, GType type, const char *sql, int64_t id, GError **error);
GListStore *et_copy_list (EtDb *db, GType type, const char *sql, GError **error);
GArray *et_copy_list_ids (EtDb *db, const char *sql, GError **error);
GBytes *et_copy_read_document (EtDbStmt *stmt, GError **error);
gboolean et_copy_get_number (
    EtDb *db, const char *sql, int64_t fallback, int64_t *ret_number, GError **error);

int64_t et_copy_get_setting (EtDb *db, const char *name, int64_t fallback);
gboolean et_copy_set_setting (EtDb *db, const char *name, int64_t value, GError **error);

gboolean et_copy_is_accounts (EtDb *db);
gboolean et_copy_clear_synced (EtDb *db, GError **error);
gboolean et_copy_clear_all (EtDb *db, GError **error);

G_END_DECLS
