/* SPDX-License-Identifier: MIT */
#include "server/api/et-idempotent.h"

#include <string.h>

#include "server/http/et-request.h"

typedef gboolean (*LookFunc) (EtDb *db,
                              const EtIdempotencyKey *key,
                              EtStoredAnswer *ret_answer,
                              GError **error);

/* The path without its slash at the end: both spellings are one request. */
static char *
plain_path (EtRequest *req)
{
  const char *path = et_request_get_path (req);
  gsize length = strlen (path);

  return g_strndup (path, length > 1 && path[length - 1] == '/' ? length - 1 : length);
}

/* Reads the header Idempotency-Key. Who has neither account nor session is nobody who could be
 * recognised when he comes again: his key counts for nothing. Sets ET_ERROR_INVALID. */
gboolean
et_idempotent_read_key (EtRequest *req,
                        gboolean *ret_has_key,
                        EtIdempotencyKey *ret_key,
                        GError **error)
{
  const char *text = et_request_get_header (req, "Idempotency-Key");
  const EtCaller *caller = et_request_get_caller (req);
  g_autofree char *path = NULL;

  *ret_has_key = text != NULL && caller->session_id != 0 &&
                 !et_request_get_route (req)->answers_with_token;
  if (!*ret_has_key)
    return TRUE;
  if (!et_idempotency_key_init (ret_key, text, caller->account_id, caller->session_id, error))
    return FALSE;
  path = plain_path (req);
  et_idempotency_key_digest (ret_key, et_request_get_method (req), path, et_request_get_body (req));
  return TRUE;
}

static gboolean
answer_again (EtRequest *req, EtDb *db, LookFunc look, gboolean *ret_answered, GError **error)
{
  g_auto (EtStoredAnswer) answer = { 0 };
  EtIdempotencyKey key;
  gboolean has_key;

  *ret_answered = FALSE;
  if (!et_idempotent_read_key (req, &has_key, &key, error))
    return FALSE;
  if (!has_key)
    return TRUE;
  if (!look (db, &key, &answer, error))
    return FALSE;
  if (answer.status == 0)
    return TRUE;

  et_request_set_status (req, answer.status);
  et_request_answer_bytes (req, answer.content_type, answer.body);
  *ret_answered = TRUE;
  return TRUE;
}

/* Answers a request that was carried out before as it was answered then, and leaves one that is new
 * or under way alone. Sets ET_ERROR_KEY_REUSED. */
gboolean
et_idempotent_look_back (EtRequest *req, EtDb *db, gboolean *ret_answered, GError **error)
{
  return answer_again (req, db, et_idempotency_look_back, ret_answered, error);
}

/* The same, and notes one that is new. Sets ET_ERROR_KEY_REUSED, ET_ERROR_IN_PROGRESS. */
gboolean
et_idempotent_recall (EtRequest *req, EtDb *db, gboolean *ret_answered, GError **error)
{
  return answer_again (req, db, et_idempotency_recall, ret_answered, error);
}

/* Keeps the answer of a request that carries a key. */
gboolean
et_idempotent_remember (EtRequest *req, EtDb *db, GError **error)
{
  EtStoredAnswer answer = { 0 };
  const char *content_type;
  EtIdempotencyKey key;
  gboolean has_key;

  if (!et_idempotent_read_key (req, &has_key, &key, error))
    return FALSE;
  if (!has_key)
    return TRUE;

  answer.status = et_request_get_status (req);
  answer.body = et_request_get_answer (req, &content_type);
  answer.content_type = (char *) content_type;
  return et_idempotency_remember (db, &key, &answer, error);
}
