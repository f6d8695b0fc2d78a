/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-time.h"
#include "server/repo/et-code-repo.h"
#include "server/service/et-signing-keys.h"

G_BEGIN_DECLS

#define ET_ONE_TIME_CODE_LIFE (15 * ET_MINUTE)

/* A code that was just made; only its hash is kept. */
typedef struct
{
  char *code; /* owned */
  int64_t expires_at;
} EtIssuedCode;

void et_issued_code_clear (EtIssuedCode *issued);

char *et_one_time_code_make (guint n_groups);
char *et_one_time_code_derive (const guint8 key[ET_DERIVED_KEY_SIZE], int64_t number);
void et_one_time_code_hash (const char *text, EtTokenHash *ret_hash);
gboolean
et_one_time_code_issue (EtDb *db, int64_t account_id, EtIssuedCode *ret_issued, GError **error);
gboolean et_one_time_code_use (EtDb *db, const EtCodeClaim *code, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtIssuedCode, et_issued_code_clear)

G_END_DECLS
