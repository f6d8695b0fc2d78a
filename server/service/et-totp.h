/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-second-factor-repo.h"

G_BEGIN_DECLS

/* The codes of authenticators: six digits, SHA-1, 30 seconds (RFC 6238), which is what every
 * application understands. */
gboolean et_totp_start (void);
gboolean et_totp_find_step (const guint8 secret[ET_TOTP_SECRET_SIZE],
                            const char *code,
                            int64_t now,
                            int64_t *ret_step);
char *et_totp_encode_secret (const guint8 secret[ET_TOTP_SECRET_SIZE]);
char *et_totp_make_uri (const char *issuer, const char *username, const char *secret);

G_END_DECLS
