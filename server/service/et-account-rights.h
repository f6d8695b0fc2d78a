/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* What an administrator changes of an account. */
typedef struct
{
  gboolean has_role, has_is_disabled; /* the others stay as they are */
  EtRole role;
  gboolean is_disabled;
} EtRightsChange;

gboolean et_account_rights_check_administrators (EtDb *db, GError **error);
EtAccount *et_account_rights_save (
    EtDb *db, int64_t actor_id, int64_t account_id, const EtRightsChange *change, GError **error);

G_END_DECLS
