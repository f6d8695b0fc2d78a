/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"

G_BEGIN_DECLS

#define ET_PASSWORD_MIN 10 /* characters */
#define ET_PASSWORD_MAX 256 /* bytes */

gboolean et_password_prepare (void);
gboolean et_password_judge (const char *password, const char *const *personal, GError **error);
gboolean et_password_hash (const char *password, char **ret_hash, GError **error);
gboolean
et_password_verify (const char *password, const char *hash, gboolean *ret_matches, GError **error);
gboolean et_password_needs_rehash (const char *hash);

G_END_DECLS
