/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "server/http/et-allowed-host.h"
#include "server/http/et-csrf.h"
#include "server/http/et-job-private.h"

#define MAX_IDEMPOTENCY_KEY 64

/* TRUE goes on to the next check, unless the request has become final. */
typedef gboolean (*EtCheck) (EtJob *job, GError **error);

static gboolean
is_safe_method (const char *method)
{
  return g_str_equal (method, "GET") || g_str_equal (method, "HEAD") ||
         g_str_equal (method, "OPTIONS");
}

static gboolean
check_host (EtJob *job, GError **error)
{
  if (et_host_is_allowed (job->req->head->host, job->server->config.allowed_hosts))
    return TRUE;
  et_error_set (error, ET_ERROR_WRONG_HOST);
  return FALSE;
}

/* Whoever came to a port of ours is sent to the other one; who named none, stays with the usual
 * ones, which something before us maps to ours. */
static char *
make_secure_host (EtJob *job)
{
  const char *host = job->req->head->host;
  const char *port = strrchr (host, ':');
  guint tls_port = et_http_server_get_tls_port (job->server);

  if (tls_port == 0 || port == NULL || strchr (port, ']') != NULL)
    return g_strdup (host);
  if (tls_port == 443)
    return g_strndup (host, port - host);
  return g_strdup_printf ("%.*s:%u", (int) (port - host), host, tls_port);
}

static void
redirect_to_https (EtJob *job)
{
  EtRequest *req = job->req;
  const char *query = req->head->query;
  g_autofree char *host = make_secure_host (job);
  g_autofree char *location = g_strconcat ("https://", host, req->head->path,
                                           query != NULL ? "?" : "", query, NULL);

  et_request_set_status (req, 308);
  et_request_set_header (req, "Location", location);
  et_request_stop (req);
}

/* In production, and where TLS is spoken, a page is sent on to HTTPS, while the API refuses: a client that wrote its token
 * into the clear should notice. A reader on this machine is not on any wire. */
static gboolean
check_scheme (EtJob *job, GError **error)
{
  EtRequest *req = job->req;
  gboolean must_be_secure = job->server->config.is_production || job->server->tls != NULL;

  if (!must_be_secure || req->is_secure || req->client.is_loopback)
    return TRUE;
  if (is_safe_method (req->head->method) && req->head->path[0] == '/' &&
      !g_str_has_prefix (req->head->path, "/api/"))
    {
      redirect_to_https (job);
      return TRUE;
    }
  et_error_set (error, ET_ERROR_HTTPS_REQUIRED);
  return FALSE;
}

static gboolean
take_from_limit (EtJob *job, EtLimitKind kind, const EtAddressKey *key, GError **error)
{
  EtRateLimit *limit = job->server->limits[kind];
  guint retry_after;

  if (limit == NULL ||
      et_rate_limit_take (limit, key, g_get_monotonic_time () / 1000, &retry_after))
    return TRUE;
  et_error_set (error, ET_ERROR_RATE_LIMITED);
  et_error_add_int64 (error, "retry_after", retry_after);
  return FALSE;
}

static gboolean
check_request_rate (EtJob *job, GError **error)
{
  return take_from_limit (job, ET_LIMIT_REQUESTS, &job->req->client.key, error);
}

/* The list of methods is the answer to OPTIONS. */
static void
answer_options (EtRequest *req, const char *allow)
{
  et_request_set_status (req, 204);
  et_request_set_header (req, "Allow", allow);
  et_request_stop (req);
}

static gboolean
find_route (EtJob *job, GError **error)
{
  EtRequest *req = job->req;
  const char *method = req->head->method;
  const char *allow = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
  gboolean is_never_ours = g_str_equal (method, "TRACE") || g_str_equal (method, "CONNECT");
  EtMatch match = is_never_ours ? ET_MATCH_METHOD
                                : et_router_match (job->server->router, method, req->head->path,
                                                   &req->route, &req->path_id, &allow);

  if (match == ET_MATCH_ROUTE)
    return TRUE;
  if (match == ET_MATCH_METHOD && g_str_equal (method, "OPTIONS"))
    {
      answer_options (req, allow);
      return TRUE;
    }

  et_error_set (error, match == ET_MATCH_NONE ? ET_ERROR_NOT_FOUND : ET_ERROR_METHOD_NOT_ALLOWED);
  if (match == ET_MATCH_METHOD)
    et_error_add_text (error, "allow", allow);
  return FALSE;
}

/* Some routes are counted for themselves, too. */
static gboolean
check_route_rate (EtJob *job, GError **error)
{
  EtLimitKind limit = job->req->route->limit;

  return (limit != ET_LIMIT_SIGNUPS && limit != ET_LIMIT_LOGINS) ||
         take_from_limit (job, limit, &job->req->client.key, error);
}

static gboolean
check_role (EtJob *job, GError **error)
{
  const EtCaller *caller = &job->req->caller;

  if (caller->role >= job->req->route->role)
    return TRUE;
  et_error_set (error, caller->account_id == 0 ? ET_ERROR_UNAUTHENTICATED : ET_ERROR_FORBIDDEN);
  return FALSE;
}

static gboolean
check_enrolment (EtJob *job, GError **error)
{
  const EtRoute *route = job->req->route;

  if (!job->req->caller.must_enrol || route->role == ET_ROLE_ANYONE || route->serves_enrolment)
    return TRUE;
  et_error_set (error, ET_ERROR_SECOND_FACTOR_DUE);
  return FALSE;
}

/* A bearer token is sent on purpose; a cookie goes along with whatever a page makes a browser
 * send. So a write without a bearer token must not come from a foreign page, and one with a
 * signed-in session must know the session's token. */
static gboolean
check_csrf (EtJob *job, GError **error)
{
  EtRequest *req = job->req;
  const char *origin = et_request_get_header (req, "Origin");
  gboolean by_bearer = job->token != NULL && !job->is_cookie;
  gboolean is_sound;

  if (is_safe_method (req->head->method) || by_bearer)
    return TRUE;

  is_sound = origin == NULL ||
             et_csrf_check_origin (origin, req->head->host, job->server->config.trusted_origins);
  if (req->caller.account_id != 0)
    is_sound = is_sound &&
               et_csrf_check_token (job->token, et_request_get_cookie (req, "csrftoken"),
                                    et_request_get_header (req, "X-CSRFToken"));
  if (!is_sound)
    et_error_set (error, ET_ERROR_CSRF);
  return is_sound;
}

static gboolean
check_verification_rate (EtJob *job, GError **error)
{
  const EtCaller *caller = &job->req->caller;
  EtAddressKey key;

  if (job->req->route->limit != ET_LIMIT_VERIFICATIONS || caller->role < ET_ROLE_STAFF)
    return TRUE;
  et_rate_key_from_account (&key, caller->account_id);
  return take_from_limit (job, ET_LIMIT_VERIFICATIONS, &key, error);
}

static gboolean
check_idempotency_key (EtJob *job, GError **error)
{
  const char *key = et_request_get_header (job->req, "Idempotency-Key");
  gsize length = key != NULL ? strlen (key) : 0;

  if (key == NULL)
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (key[i]))
      length = 0;
  if (length == 0 || length > MAX_IDEMPOTENCY_KEY)
    {
      et_error_set_field (error, "Idempotency-Key",
                          N_ ("“{field}” must be 1 to 64 visible ASCII characters"));
      return FALSE;
    }
  job->has_idempotency_key = TRUE;
  return TRUE;
}

/* Secrets do not belong into addresses, which are logged everywhere. */
static gboolean
check_query (EtJob *job, GError **error)
{
  if (et_request_get_query (job->req, "token") == NULL &&
      et_request_get_query (job->req, "access_token") == NULL)
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_BAD_REQUEST,
                         N_ ("A token belongs into the Authorization header, not the address"));
  return FALSE;
}

static gboolean
check_filters (EtJob *job, GError **error)
{
  const char *const *filters = job->req->route->filters;

  return filters == NULL || et_request_refuse_unknown_query (job->req, filters, error);
}

static gboolean
read_json (EtJob *job, GError **error)
{
  return is_safe_method (job->req->head->method) || et_request_read_body (job->req, error);
}

static gboolean
read_request (EtJob *job, GError **error)
{
  return job->req->route->read == NULL || job->req->route->read (job->req, error);
}

static gboolean
run_checks (EtJob *job, const EtCheck *checks, gsize n_checks, GError **error)
{
  for (gsize i = 0; i < n_checks && !job->req->is_final; i++)
    if (!checks[i](job, error))
      return FALSE;
  return TRUE;
}

/* What can be said without knowing who is calling. FALSE with the error to answer, or TRUE, after
 * which the request may be final. */
gboolean
et_checks_before_caller (EtJob *job, GError **error)
{
  static const EtCheck checks[] = { check_host, check_scheme,     check_request_rate,
                                    find_route, check_route_rate, check_query };

  return run_checks (job, checks, G_N_ELEMENTS (checks), error);
}

/* What stands between a known caller and the route's first step. */
gboolean
et_checks_after_caller (EtJob *job, GError **error)
{
  static const EtCheck checks[] = {
    check_role,    check_enrolment, check_csrf,  check_verification_rate, check_idempotency_key,
    check_filters, read_json,       read_request
  };

  return run_checks (job, checks, G_N_ELEMENTS (checks), error);
}
