/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "db/et-db.h"
#include "server/service/et-sign-in.h"

G_BEGIN_DECLS

/* What somebody changes of the own account. */
typedef struct
{
  gboolean has_email, has_display_name, has_language; /* the others stay as they are */
  const char *email; /* nullable */
  const char *display_name; /* nullable */
  const char *language; /* nullable */
} EtProfileChange;

EtAccount *
et_profile_save (EtDb *db, int64_t account_id, const EtProfileChange *change, GError **error);
gboolean et_profile_hash_password (EtAccount *account,
                                   const char *new_password,
                                   char **ret_hash,
                                   GError **error);
gboolean et_profile_set_password (
    EtDb *db, int64_t account_id, int64_t session_id, const char *hash, GError **error);
gboolean et_profile_delete (EtDb *db, int64_t account_id, GError **error);

G_END_DECLS
