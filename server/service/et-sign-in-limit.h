/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"

G_BEGIN_DECLS

/* Slows down guessing the password of one account from one address, without ever keeping its
 * owner, who is elsewhere, out. Safe from any thread. */
typedef struct _EtSignInLimit EtSignInLimit;

EtSignInLimit *et_sign_in_limit_new (void);
void et_sign_in_limit_free (EtSignInLimit *limit);

gboolean et_sign_in_limit_check (EtSignInLimit *limit,
                                 const char *username_key,
                                 const char *address,
                                 int64_t now,
                                 GError **error);
void et_sign_in_limit_note (EtSignInLimit *limit,
                            const char *username_key,
                            const char *address,
                            gboolean succeeded,
                            int64_t now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSignInLimit, et_sign_in_limit_free)

G_END_DECLS
