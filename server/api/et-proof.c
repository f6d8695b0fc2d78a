/* SPDX-License-Identifier: MIT */
#include "server/api/et-proof.h"

#include "server/repo/et-account-repo.h"
#include "server/service/et-services.h"

/* What is known before the body is read. */
void
et_proof_begin (EtProof *proof, EtRequest *req)
{
  proof->attempt.address = et_request_get_address (req);
}

void
et_proof_clear (EtProof *proof)
{
  et_sign_in_clear (&proof->attempt);
  g_clear_object (&proof->account);
}

/* Looks for what the password is compared with. */
gboolean
et_proof_find (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  EtProof *proof = et_request_get_parsed (req);

  proof->account = et_account_repo_get (db, et_request_get_caller (req)->account_id, error);
  return proof->account != NULL && et_sign_in_find (db, services->signing_keys, &proof->attempt,
                                                    proof->account->username, error);
}

/* Sets ET_ERROR_WRONG_CREDENTIALS. */
gboolean
et_proof_verify (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  EtProof *proof = et_request_get_parsed (req);

  return et_sign_in_verify (&proof->attempt, services->sign_in_limit, error);
}
