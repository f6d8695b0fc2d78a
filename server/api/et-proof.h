/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "server/http/et-request.h"
#include "server/service/et-sign-in.h"

G_BEGIN_DECLS

/* That it is really the account's owner who asks: the password once more. A request that wants it has
 * this as the first member of what it parses, and the last two functions as steps of its route. */
typedef struct
{
  EtSignIn attempt;
  EtAccount *account; /* owned */
} EtProof;

void et_proof_begin (EtProof *proof, EtRequest *req);
void et_proof_clear (EtProof *proof);
gboolean et_proof_find (EtRequest *req, EtDb *db, GError **error);
gboolean et_proof_verify (EtRequest *req, EtDb *db, GError **error);

G_END_DECLS
