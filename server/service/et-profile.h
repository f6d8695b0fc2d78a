/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "db/et-db.h"
#include "server/service/et-sign-in.h"

G_BEGIN_DECLS

/* A text of an account that its owner may change. */
typedef struct
{
  const char *name; /* the member of EtAccount and of its JSON */
  gsize offset; /* in EtAccount */
  gsize max; /* characters */
} EtProfileMember;

enum
{
  ET_PROFILE_EMAIL,
  ET_PROFILE_DISPLAY_NAME,
  ET_PROFILE_LANGUAGE,
  ET_PROFILE_STREET,
  ET_PROFILE_STREET2,
  ET_PROFILE_POSTAL_CODE,
  ET_PROFILE_TOWN,
  ET_PROFILE_COUNTRY,
  ET_N_PROFILE_MEMBERS
};

extern const EtProfileMember et_profile_members[ET_N_PROFILE_MEMBERS];

/* What somebody changes of the own account. */
typedef struct
{
  gboolean has[ET_N_PROFILE_MEMBERS]; /* the others stay as they are */
  const char *text[ET_N_PROFILE_MEMBERS]; /* nullable: the value is taken away */
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
