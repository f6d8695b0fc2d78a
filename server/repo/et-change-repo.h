/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db-change.h"

G_BEGIN_DECLS

/* Holds the number of the last change. */
#define ET_CHANGE_COUNTER "change"

gboolean
et_change_repo_insert (EtDb *db, int64_t seq, const EtChange *change, int64_t now, GError **error);
gboolean et_change_repo_insert_all (
    EtDb *db, int64_t first, GPtrArray *changes, int64_t now, GError **error);
gboolean et_change_repo_get_last (EtDb *db, int64_t *ret_seq, GError **error);

/* A change of one kind, for whoever follows them. */
typedef void (*EtChangeFunc) (int64_t record_id, int64_t account_id, gpointer data);

gboolean et_change_repo_foreach_after (EtDb *db,
                                       const char *kind,
                                       int64_t after,
                                       int64_t until,
                                       EtChangeFunc func,
                                       gpointer data,
                                       GError **error);

/* The last change of an account within a part of the feed. */
typedef void (*EtAccountChangeFunc) (int64_t seq, int64_t account_id, gpointer data);

gboolean et_change_repo_foreach_account_after (EtDb *db,
                                               const char *but_kind,
                                               int64_t after,
                                               int64_t until,
                                               EtAccountChangeFunc func,
                                               gpointer data,
                                               GError **error);

G_END_DECLS
