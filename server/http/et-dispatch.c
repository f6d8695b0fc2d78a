/* SPDX-License-Identifier: MIT */
#include "server/http/et-dispatch.h"

#include <string.h>

#include "server/http/et-answer-fields.h"
#include "server/http/et-job-private.h"

static void
send_answer (EtJob *job, int64_t took_us)
{
  EtRequest *req = job->req;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (job->msg);
  gboolean is_bare = req->status == 204 || req->status == 304;
  gboolean has_body = !is_bare && req->answer != NULL && g_bytes_get_size (req->answer) > 0;
  gboolean is_head = g_str_equal (req->head->method, "HEAD");
  GString *fields = et_answer_fields_new (job->server, req->id, has_body ? req->content_type : NULL,
                                          req->fields, took_us);

  soup_server_message_set_status (job->msg, (guint) req->status, et_status_phrase (req->status));
  if (has_body)
    soup_message_body_append_bytes (soup_server_message_get_response_body (job->msg), req->answer);
  if (req->status == 304)
    soup_message_headers_set_encoding (headers, SOUP_ENCODING_NONE);
  if (req->head->wants_close || g_atomic_int_get (&job->server->is_draining))
    soup_message_headers_append (headers, "Connection", "close");

  et_connection_begin_answer (job->connection, fields, has_body && !is_head);
  if (job->is_paused)
    soup_server_message_unpause (job->msg);
}

static void
deliver_upgrade (EtMail *mail, EtHttpThread *thread)
{
  EtJob *job = (EtJob *) mail;
  g_autoptr (GIOStream) stream = NULL;

  et_access_log_add (job, g_get_monotonic_time () - job->arrived_us);
  stream = soup_server_message_steal_connection (job->msg);
  et_http_thread_upgrade (thread, job->connection, &job->req->client, job->req->upgrade);
  et_dispatch_free (job);
}

static void
discard_upgrade (EtMail *mail)
{
  EtJob *job = (EtJob *) mail;

  et_address_count_release (job->server->live_count, &job->req->client.key);
  et_dispatch_free (job);
}

/* libsoup lets go of the connection from outside of its own call. */
static void
upgrade (EtJob *job)
{
  et_dispatch_pause (job);
  job->mail.deliver = deliver_upgrade;
  job->mail.discard = discard_upgrade;
  et_http_thread_post (job->thread, &job->mail);
}

/* Whether one more WebSocket may be opened from there. */
static gboolean
check_upgrade (EtJob *job)
{
  EtHttpServer *server = job->server;

  if (g_atomic_int_get (&server->is_draining))
    et_error_set (&job->error, ET_ERROR_UNAVAILABLE);
  else if (et_address_count_take (server->live_count, &job->req->client.key, 0,
                                  server->config.max_live_per_address) != ET_COUNTED)
    et_error_set (&job->error, ET_ERROR_RATE_LIMITED);
  return job->error == NULL;
}

/* Sends the answer of a job that is done, and frees the job. */
void
et_dispatch_answer (EtJob *job)
{
  int64_t took_us = g_get_monotonic_time () - job->arrived_us;

  if (job->error == NULL && job->req->upgrade != NULL && check_upgrade (job))
    {
      upgrade (job);
      return;
    }
  if (job->error != NULL)
    {
      et_request_reset (job->req, &job->mark);
      et_request_answer_error (job->req, job->error);
    }
  /* The effect stands even when nobody waits for the answer any more. */
  if (!g_io_stream_is_closed (G_IO_STREAM (job->connection)))
    send_answer (job, took_us);
  et_access_log_add (job, took_us);
  et_dispatch_free (job);
}

/* Lets libsoup wait for the answer. */
void
et_dispatch_pause (EtJob *job)
{
  if (job->is_paused)
    return;
  job->is_paused = TRUE;
  soup_server_message_pause (job->msg);
}

/* A bearer token that is over is told, wherever it could matter who is calling: to be taken for a
 * guest would hide from a client that it was signed out. Whoever signs in may still hold one. */
static gboolean
check_token (EtJob *job, GError **error)
{
  EtLimitKind limit = job->req->route->limit;

  if (job->token == NULL || job->is_cookie || job->req->caller.session_id != 0 ||
      limit == ET_LIMIT_SIGNUPS || limit == ET_LIMIT_LOGINS)
    return TRUE;
  et_error_set (error, ET_ERROR_UNAUTHENTICATED);
  return FALSE;
}

/* Goes on with a job whose caller is known. */
void
et_dispatch_identified (EtJob *job)
{
  job->is_identifying = FALSE;
  if (check_token (job, &job->error) && et_checks_after_caller (job, &job->error))
    et_job_begin_steps (job);
  else
    et_dispatch_answer (job);
}

/* The token the request comes with: a bearer token wins, and then cookies are not looked at. */
static void
find_token (EtJob *job)
{
  const char *authorization = et_request_get_header (job->req, "Authorization");

  if (authorization != NULL && g_ascii_strncasecmp (authorization, "Bearer ", 7) == 0)
    job->token = authorization + 7 + strspn (authorization + 7, " ");
  else
    {
      job->token = et_request_get_cookie (job->req, "sessionid");
      job->is_cookie = job->token != NULL;
    }
}

static void
identify (EtJob *job)
{
  const EtHttpHooks *hooks = &job->server->hooks;
  EtIdentity identity = ET_UNKNOWN;

  /* What is answered at once to anyone is the same for everyone. */
  if (job->req->route->role != ET_ROLE_ANYONE || job->req->route->place != ET_INLINE)
    find_token (job);
  if (job->token != NULL)
    identity = hooks->identify (hooks->app, job->token, job->is_cookie, &job->req->caller);

  if (identity == ET_ASK)
    et_job_ask_for_caller (job);
  else
    et_dispatch_identified (job);
}

/* Who is behind the connection, when one of our proxies stands in between. */
static void
find_client (EtHttpServer *server, EtRequest *req)
{
  const char *forwarded_for, *scheme;

  if (!req->client.is_proxy)
    return;
  forwarded_for = et_request_get_header (req, "X-Forwarded-For");
  scheme = et_request_get_header (req, "X-Forwarded-Proto");
  if (scheme != NULL)
    req->is_secure = g_ascii_strcasecmp (scheme, "https") == 0;
  if (forwarded_for != NULL)
    et_peer_init_forwarded (&req->client, forwarded_for, server->proxies);
}

/* Takes the request that has arrived on @connection through the checks and to its route. */
void
et_dispatch_request (EtHttpThread *thread, SoupServerMessage *msg, EtConnection *connection)
{
  EtHttpServer *server = et_http_thread_get_server (thread);
  EtJob *job = g_new0 (EtJob, 1);
  GBytes *body = NULL;
  EtHead *head = et_connection_steal_request (connection, &body, &job->arrived_us);

  job->thread = thread;
  job->server = server;
  job->msg = g_object_ref (msg);
  job->connection = g_object_ref (connection);
  job->req = et_request_new (&server->config, &server->hooks, head, body,
                             et_connection_get_peer (connection));
  et_http_server_make_request_id (server, job->req->id);
  find_client (server, job->req);
  et_request_mark (job->req, &job->mark);

  if (et_checks_before_caller (job, &job->error) && !job->req->is_final)
    identify (job);
  else
    et_dispatch_answer (job);
}

/* Drops a job whose answer nobody can be given. */
void
et_dispatch_free (EtJob *job)
{
  et_request_clear_mark (&job->mark);
  g_clear_error (&job->error);
  et_request_free (job->req);
  g_clear_object (&job->connection);
  g_clear_object (&job->msg);
  g_free (job);
}
