/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-role.h"
#include "db/et-db.h"
#include "server/repo/et-page.h"

G_BEGIN_DECLS

#define ET_TOKEN_HASH_SIZE 32

/* What the database keeps of a session's token. */
typedef struct
{
  guint8 bytes[ET_TOKEN_HASH_SIZE];
} EtTokenHash;

/* Who holds a session. */
typedef struct
{
  int64_t session_id;
  int64_t account_id; /* 0 for a guest */
  EtRole role; /* ET_ROLE_ANYONE for a guest */
  int64_t last_used_at;
  int64_t expires_at;
  gboolean has_second_factor; /* of the account, in force */
} EtSessionEntry;

gboolean et_session_repo_insert (EtDb *db,
                                 const EtTokenHash *hash,
                                 const EtSessionEntry *entry,
                                 const char *address,
                                 int64_t *ret_id,
                                 GError **error);
gboolean et_session_repo_find (EtDb *db,
                               const EtTokenHash *hash,
                               int64_t now,
                               EtSessionEntry *ret_entry,
                               gboolean *ret_found,
                               GError **error);
gboolean et_session_repo_count_guests (
    EtDb *db, const char *address, int64_t now, int64_t *ret_count, GError **error);
/* Whose sessions a list shows. */
typedef struct
{
  int64_t account_id;
  int64_t current_id; /* the session that asks */
  int64_t now;
} EtSessionQuery;

GPtrArray *et_session_repo_list_of_account (EtDb *db,
                                            const EtSessionQuery *query,
                                            const EtPage *page,
                                            GError **error);
gboolean et_session_repo_count_of_account (EtDb *db,
                                           const EtSessionQuery *query,
                                           int64_t *ret_count,
                                           GError **error);
gboolean et_session_repo_set_used (
    EtDb *db, int64_t session_id, int64_t used_at, int64_t expires_at, GError **error);
gboolean et_session_repo_delete (EtDb *db, int64_t session_id, GError **error);
gboolean et_session_repo_delete_own (
    EtDb *db, int64_t account_id, int64_t session_id, gboolean *ret_deleted, GError **error);
gboolean et_session_repo_delete_of_account (EtDb *db,
                                            int64_t account_id,
                                            int64_t but_session_id,
                                            GError **error);
gboolean et_session_repo_delete_expired (EtDb *db, int64_t now, int64_t limit, GError **error);

G_END_DECLS
