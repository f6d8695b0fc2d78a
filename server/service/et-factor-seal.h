/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-second-factor-repo.h"
#include "server/service/et-signing-keys.h"

G_BEGIN_DECLS

/* The secrets of authenticators stand sealed in the database, with a key that is made from the
 * signing key file: who has a copy of the database alone cannot make codes. */
gboolean et_factor_seal (EtSigningKeys *keys,
                         int64_t account_id,
                         const guint8 secret[ET_TOTP_SECRET_SIZE],
                         EtStoredSecret *ret_stored);
gboolean et_factor_open (EtSigningKeys *keys,
                         int64_t account_id,
                         const EtStoredSecret *stored,
                         guint8 ret_secret[ET_TOTP_SECRET_SIZE]);
gboolean et_factor_seal_all (EtDb *db, EtSigningKeys *keys, GError **error);

G_END_DECLS
