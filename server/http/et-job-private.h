/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-thread.h"
#include "server/http/et-request-private.h"

G_BEGIN_DECLS

#define ET_MAX_STEPS 3

/* A request on its way through its steps. It belongs to its HTTP thread, and between submit and
 * et_job_finish() to the place that runs its step. */
struct _EtJob
{
  EtMail mail;
  EtHttpThread *thread; /* borrowed */
  EtHttpServer *server; /* borrowed */
  SoupServerMessage *msg; /* owned */
  EtConnection *connection; /* owned */
  EtRequest *req; /* owned */
  int64_t arrived_us;
  gboolean is_paused;

  const char *token; /* borrowed from req, nullable: who calls, by his own words */
  gboolean is_cookie;
  gboolean is_identifying;
  guint64 live; /* the WebSocket that asks who it is; 0: this is a request */

  EtStep steps[ET_MAX_STEPS];
  guint n_steps;
  guint step;
  EtAnswerMark mark; /* the answer before the step that runs now */
  gboolean has_idempotency_key;
  GError *error; /* owned, nullable */
};

/* et-checks.c: what stands before a handler. Each sets an error, or an answer that is final. */
gboolean et_checks_before_caller (EtJob *job, GError **error);
gboolean et_checks_after_caller (EtJob *job, GError **error);

/* et-job.c */
void et_job_ask_for_caller (EtJob *job);
void et_job_begin_steps (EtJob *job);

/* et-access-log.c */
void et_access_log_add (EtJob *job, int64_t took_us);

/* et-dispatch.c */
void et_dispatch_pause (EtJob *job);
void et_dispatch_identified (EtJob *job);
void et_dispatch_answer (EtJob *job);
void et_dispatch_free (EtJob *job);

G_END_DECLS
