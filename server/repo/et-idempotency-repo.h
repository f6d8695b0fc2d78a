/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

#define ET_REQUEST_DIGEST_SIZE 32

/* A request that must be carried out once: who asks, by which key, and what exactly. */
typedef struct
{
  char caller[32]; /* "a12" for an account, "s34" for a guest's session */
  char key[65];
  guint8 digest[ET_REQUEST_DIGEST_SIZE];
} EtIdempotencyKey;

/* The answer that a request got. */
typedef struct
{
  int status; /* 0: it is still being carried out */
  char *content_type; /* owned, nullable */
  GBytes *body; /* owned, nullable */
} EtStoredAnswer;

void et_stored_answer_clear (EtStoredAnswer *answer);

gboolean et_idempotency_repo_find (EtDb *db,
                                   const EtIdempotencyKey *key,
                                   gboolean *ret_found,
                                   gboolean *ret_is_same,
                                   EtStoredAnswer *ret_answer,
                                   GError **error);
gboolean et_idempotency_repo_set_answer (EtDb *db,
                                         const EtIdempotencyKey *key,
                                         const EtStoredAnswer *answer,
                                         GError **error);
gboolean et_idempotency_repo_delete (EtDb *db, const EtIdempotencyKey *key, GError **error);
gboolean et_idempotency_repo_delete_of_account (EtDb *db, int64_t account_id, GError **error);
gboolean et_idempotency_repo_delete_before (EtDb *db, int64_t time, int64_t limit, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtStoredAnswer, et_stored_answer_clear)

G_END_DECLS
