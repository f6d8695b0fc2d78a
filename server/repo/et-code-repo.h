/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-session-repo.h"

G_BEGIN_DECLS

/* Whose code makes the first administrator. */
#define ET_CODE_FIRST_ADMINISTRATOR 0

/* A code as the database knows it. */
typedef struct
{
  int64_t account_id;
  EtTokenHash hash;
} EtCodeClaim;

gboolean et_code_repo_put (EtDb *db, const EtCodeClaim *code, int64_t expires_at, GError **error);
gboolean et_code_repo_is_valid (
    EtDb *db, const EtCodeClaim *code, int64_t now, gboolean *ret_is_valid, GError **error);
gboolean
et_code_repo_get_expiry (EtDb *db, int64_t account_id, int64_t *ret_expires_at, GError **error);
gboolean et_code_repo_delete_of_account (EtDb *db, int64_t account_id, GError **error);
gboolean et_code_repo_delete_expired (EtDb *db, int64_t now, GError **error);

G_END_DECLS
