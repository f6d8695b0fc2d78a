/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-account-repo.h"
#include "server/service/et-second-step.h"
#include "server/service/et-session.h"
#include "server/service/et-sign-in-limit.h"

G_BEGIN_DECLS

/* One attempt to prove by a password who one is, on its way through its steps. */
typedef struct
{
  const char *password;
  const char *address;
  gboolean is_familiar; /* the account has signed in from this address before */
  gboolean takes_two_steps; /* not when somebody who is signed in gives the password again */
  char *username_key; /* owned */
  EtCredentials credentials; /* owned */
  EtSecondStep second; /* its code is NULL when none was given */
  char *new_hash; /* owned, nullable: the old one was made with weaker parameters */
} EtSignIn;

void et_sign_in_clear (EtSignIn *attempt);

gboolean et_sign_in_find (
    EtDb *db, EtSigningKeys *keys, EtSignIn *attempt, const char *username, GError **error);
gboolean et_sign_in_verify (EtSignIn *attempt, EtSignInLimit *limit, GError **error);
gboolean
et_sign_in_finish (EtDb *db, const EtSignIn *attempt, EtNewSession *ret_session, GError **error);

G_END_DECLS
