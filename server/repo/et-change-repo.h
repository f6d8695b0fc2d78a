/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db-change.h"

G_BEGIN_DECLS

gboolean et_change_repo_take_numbers (EtDb *db, int64_t n, int64_t *ret_first, GError **error);
gboolean
et_change_repo_insert (EtDb *db, int64_t seq, const EtChange *change, int64_t now, GError **error);
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
