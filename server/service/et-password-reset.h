/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "server/service/et-one-time-code.h"

G_BEGIN_DECLS

/* A new password on its way to somebody who forgot the old one and was given a code. */
typedef struct
{
  const char *username;
  const char *code;
  const char *new_password;
  EtCodeClaim claim;
  EtAccount *account; /* owned, nullable */
  char *new_hash; /* owned, nullable */
} EtPasswordReset;

void et_password_reset_clear (EtPasswordReset *reset);

gboolean et_password_reset_issue (
    EtDb *db, int64_t actor_id, int64_t account_id, EtIssuedCode *ret_issued, GError **error);
gboolean et_password_reset_find (EtDb *db, EtPasswordReset *reset, GError **error);
gboolean et_password_reset_hash (EtPasswordReset *reset, GError **error);
gboolean et_password_reset_finish (EtDb *db, const EtPasswordReset *reset, GError **error);

G_END_DECLS
