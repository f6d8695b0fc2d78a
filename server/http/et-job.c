/* SPDX-License-Identifier: MIT */
#include "server/http/et-job-private.h"
#include "server/http/et-live.h"

static gboolean
has_step (EtJob *job)
{
  return job->error == NULL && !job->req->is_final && job->step < job->n_steps;
}

/* Whether the job's step is the first WRITE of the chain (@direction -1) or the last (1). */
static gboolean
is_edge_write (EtJob *job, int direction)
{
  for (int i = (int) job->step + direction; i >= 0 && i < (int) job->n_steps; i += direction)
    if (job->steps[i].place == ET_WRITE)
      return FALSE;
  return job->steps[job->step].place == ET_WRITE;
}

/* A stored answer to the same request stands in for the steps. A READ already looks for it: what it
 * goes by, such as a password, may have been changed by the request itself. */
static gboolean
recall (EtJob *job, EtDb *db, GError **error)
{
  const EtHttpHooks *hooks = &job->server->hooks;
  EtRecallFunc func = is_edge_write (job, -1)                  ? hooks->recall
                      : job->steps[job->step].place == ET_READ ? hooks->look_back
                                                               : NULL;
  gboolean was_answered = FALSE;

  if (!job->has_idempotency_key || func == NULL)
    return TRUE;
  if (!func (hooks->app, db, job->req, &was_answered, error))
    return FALSE;
  if (was_answered)
    et_request_stop (job->req);
  return TRUE;
}

/* Keeps the answer of the last WRITE, be it the chain's or the one that ended it. */
static gboolean
remember (EtJob *job, EtDb *db, GError **error)
{
  const EtHttpHooks *hooks = &job->server->hooks;
  gboolean is_write = job->steps[job->step].place == ET_WRITE;

  if (!job->has_idempotency_key || hooks->remember == NULL || !is_write ||
      !(job->req->is_final || is_edge_write (job, 1)))
    return TRUE;
  return hooks->remember (hooks->app, db, job->req, error);
}

static gboolean
run_step (EtJob *job, EtDb *db, GError **error)
{
  et_request_reset (job->req, &job->mark);
  if (!recall (job, db, error))
    return FALSE;
  if (job->req->is_final)
    return TRUE;
  return job->steps[job->step].act (job->req, db, error) && remember (job, db, error);
}

static gboolean
identify (EtJob *job, EtDb *db, GError **error)
{
  const EtHttpHooks *hooks = &job->server->hooks;

  return hooks->identify_from_db (hooks->app, db, job->token, job->is_cookie, &job->req->caller,
                                  error);
}

static gboolean
submit (EtJob *job, GError **error)
{
  const EtHttpHooks *hooks = &job->server->hooks;

  return hooks->submit (hooks->app, job, error);
}

/* Runs the steps whose place is this thread and hands the next one on; without one, answers. */
static void
go_on (EtJob *job)
{
  while (has_step (job) && job->steps[job->step].place == ET_INLINE)
    {
      et_request_mark (job->req, &job->mark);
      if (run_step (job, NULL, &job->error))
        job->step++;
    }
  if (!has_step (job))
    {
      et_dispatch_answer (job);
      return;
    }

  et_request_mark (job->req, &job->mark);
  et_dispatch_pause (job);
  if (!submit (job, &job->error))
    et_dispatch_answer (job);
}

static void
deliver_job (EtMail *mail, EtHttpThread *thread)
{
  EtJob *job = (EtJob *) mail;

  if (job->live != 0)
    et_live_job_done (job);
  else if (job->is_identifying && job->error == NULL)
    et_dispatch_identified (job);
  else
    go_on (job);
}

static void
discard_job (EtMail *mail)
{
  et_dispatch_free ((EtJob *) mail);
}

/* Has a worker look up the caller, whom memory does not know. */
void
et_job_ask_for_caller (EtJob *job)
{
  job->is_identifying = TRUE;
  et_dispatch_pause (job);
  if (!submit (job, &job->error))
    et_dispatch_answer (job);
}

/* Starts the route's steps; the answer follows by itself. */
void
et_job_begin_steps (EtJob *job)
{
  const EtRoute *route = job->req->route;
  EtStep steps[ET_MAX_STEPS] = { { route->place, route->act }, route->then[0], route->then[1] };

  for (guint i = 0; i < ET_MAX_STEPS && steps[i].place != ET_PLACE_NONE; i++)
    job->steps[job->n_steps++] = steps[i];
  go_on (job);
}

/* Does the work of the job's step; may be called again when a batch is repeated.
 *
 * @db: (nullable): a connection as the place has it.
 *
 * Returns: FALSE with the error that is to undo the step. */
gboolean
et_job_run (EtJob *job, EtDb *db, GError **error)
{
  return job->is_identifying ? identify (job, db, error) : run_step (job, db, error);
}

/* Says that the step's effect is durable, or failed by @error (nullable). The job then belongs to
 * somebody else. */
void
et_job_finish (EtJob *job, const GError *error)
{
  EtPlace place = et_job_get_place (job);
  EtHttpThread *thread = job->thread;

  job->error = error != NULL ? g_error_copy (error) : NULL;
  et_request_log_events (job->req, job->server->metrics, error != NULL);
  if (!job->is_identifying && error == NULL)
    {
      et_request_run_after_commit (job->req);
      job->step++;
      if (has_step (job) && job->steps[job->step].place != ET_INLINE)
        {
          et_request_mark (job->req, &job->mark);
          if (submit (job, &job->error))
            return;
        }
    }
  job->mail.deliver = deliver_job;
  job->mail.discard = discard_job;
  et_http_thread_post (thread, &job->mail);
  if (place != ET_WRITE)
    et_http_thread_wake (thread);
}

/* Where the job's step is to run. */
EtPlace
et_job_get_place (EtJob *job)
{
  return job->is_identifying ? ET_READ : job->steps[job->step].place;
}

/* Whether an earlier step has had its effect already: a queue should take such a job even when it
 * is full, within reason, since to refuse it would leave the work half done. */
gboolean
et_job_is_continued (EtJob *job)
{
  for (guint i = 0; !job->is_identifying && i < job->step; i++)
    if (job->steps[i].place == ET_WRITE)
      return TRUE;
  return FALSE;
}
