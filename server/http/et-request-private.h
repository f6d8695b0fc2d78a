/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-client-address.h"
#include "server/http/et-framing.h"
#include "server/http/et-http-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *name; /* owned */
  char *value; /* owned */
} EtAnswerField;

typedef struct
{
  GFunc func;
  gpointer data;
} EtAfterCommit;

typedef struct
{
  char *line; /* owned */
  gboolean is_refusal; /* logged when the step fails, else when it is done */
} EtRequestEvent;

/* What a step can change, besides what the reader found. */
typedef struct
{
  int status;
  GBytes *body; /* owned, nullable */
  const char *content_type; /* interned */
  guint n_fields, n_after_commit;
  gboolean is_final;
} EtAnswerMark;

struct _EtRequest
{
  const EtHttpHooks *hooks; /* borrowed */
  const EtHttpConfig *config; /* borrowed */
  char id[ET_REQUEST_ID_LENGTH + 1];

  EtHead *head; /* owned */
  GBytes *body; /* owned, nullable */
  EtPeer client;
  gboolean is_secure;
  const EtRoute *route; /* borrowed, nullable: not found yet */
  int64_t path_id;
  const char *language; /* static, nullable: not asked for yet */
  EtCaller caller;
  JsonObject *json; /* owned, nullable: not read yet */
  GHashTable *query; /* owned, nullable: not read yet */
  GPtrArray *strings; /* owned: texts handed out */
  gpointer parsed; /* owned, nullable */
  GDestroyNotify clear_parsed;

  int status;
  GBytes *answer; /* owned, nullable */
  const char *content_type; /* interned */
  EtJsonWriter *writer; /* owned, nullable: while an answer is being written */
  GArray *fields; /* owned, of EtAnswerField */
  GArray *after_commit; /* owned, of EtAfterCommit */
  GArray *events; /* owned, of EtRequestEvent: of the present step */
  const char *upgrade; /* nullable: answers Sec-WebSocket-Key; this becomes a WebSocket */
  gboolean is_final; /* the remaining steps are left out */
};

EtRequest *et_request_new (const EtHttpConfig *config,
                           const EtHttpHooks *hooks,
                           EtHead *head,
                           GBytes *body,
                           const EtPeer *client);
void et_request_free (EtRequest *req);
gboolean et_request_read_body (EtRequest *req, GError **error);
void et_request_mark (EtRequest *req, EtAnswerMark *ret_mark);
void et_request_reset (EtRequest *req, const EtAnswerMark *mark);
void et_request_clear_mark (EtAnswerMark *mark);
void et_request_run_after_commit (EtRequest *req);
void et_request_log_events (EtRequest *req, EtMetrics *metrics, gboolean has_failed);

GBytes *et_error_answer_new (const GError *error,
                             const EtHttpHooks *hooks,
                             const char *language,
                             const char *request_id);

const char *et_accept_language_choose (const char *accept_language, const char *fallback);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtRequest, et_request_free)

G_END_DECLS
