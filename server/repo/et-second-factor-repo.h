/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-code-repo.h"

G_BEGIN_DECLS

#define ET_TOTP_SECRET_SIZE 20 /* bytes, as RFC 4226 recommends */

/* A secret as it stands in the database. */
#define ET_STORED_SECRET_MAX 64
typedef struct
{
  guint8 bytes[ET_STORED_SECRET_MAX];
  gsize size;
} EtStoredSecret;

/* The second step of an account's sign-in. */
typedef struct
{
  gboolean is_confirmed; /* FALSE: there is none, or its enrolment was not finished */
  gboolean has_secret;
  EtStoredSecret stored;
} EtSecondFactor;

/* A code of an authenticator that was found right. */
typedef struct
{
  int64_t account_id;
  int64_t step; /* the 30 seconds since 1970 that it belongs to */
} EtTotpClaim;

gboolean et_second_factor_repo_find (EtDb *db,
                                     int64_t account_id,
                                     EtSecondFactor *ret_factor,
                                     GError **error);
gboolean et_second_factor_repo_begin (EtDb *db,
                                      int64_t account_id,
                                      const EtStoredSecret *secret,
                                      GError **error);
GArray *et_second_factor_repo_list (EtDb *db, GError **error);
gboolean et_second_factor_repo_replace_secret (EtDb *db,
                                               int64_t account_id,
                                               const EtStoredSecret *old,
                                               const EtStoredSecret *secret,
                                               GError **error);
gboolean et_second_factor_repo_confirm (EtDb *db,
                                        const EtTotpClaim *claim,
                                        gboolean *ret_confirmed,
                                        GError **error);
gboolean et_second_factor_repo_delete (EtDb *db, int64_t account_id, GError **error);

gboolean
et_second_factor_repo_add_recovery_code (EtDb *db, const EtCodeClaim *code, GError **error);
gboolean et_second_factor_repo_has_recovery_code (EtDb *db,
                                                  const EtCodeClaim *code,
                                                  gboolean *ret_has_it,
                                                  GError **error);
gboolean et_second_factor_repo_count_recovery_codes (EtDb *db,
                                                     int64_t account_id,
                                                     int64_t *ret_count,
                                                     GError **error);
gboolean et_second_factor_repo_delete_recovery_codes (EtDb *db, int64_t account_id, GError **error);

G_END_DECLS
