/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"
#include "server/share/et-share.h"

G_BEGIN_DECLS

/* Who wants to sign in from where. */
typedef struct
{
  const char *username_key; /* the folded name, of an account or of none */
  const char *address;
  gboolean is_familiar; /* the account has signed in from there before */
} EtSignInSource;

/* Slows down guessing the password of an account: from one address, and from all addresses together
 * with which the account never signed in. Its owner, who is where he was before, is never kept
 * out by others. Safe from any thread. */
typedef struct _EtSignInLimit EtSignInLimit;

EtSignInLimit *et_sign_in_limit_new (void);
void et_sign_in_limit_share (EtSignInLimit *limit, EtShare *share);
void et_sign_in_limit_free (EtSignInLimit *limit);

gboolean et_sign_in_limit_check (EtSignInLimit *limit,
                                 const EtSignInSource *source,
                                 int64_t now,
                                 GError **error);
void et_sign_in_limit_note (EtSignInLimit *limit,
                            const EtSignInSource *source,
                            gboolean succeeded,
                            int64_t now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSignInLimit, et_sign_in_limit_free)

G_END_DECLS
