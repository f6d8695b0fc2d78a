/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/http/et-job-private.h"

#define SLOW_US (1000 * 1000)
#define MAX_FIELDS 10

/* A line that grows. */
typedef struct
{
  GLogField fields[MAX_FIELDS];
  gsize n;
} Line;

static void
add_field (Line *line, const char *name, const char *value)
{
  line->fields[line->n++] = (GLogField){ name, value, -1 };
}

/* Returns: (nullable): the name of a refusal that somebody who looks for attacks looks for. */
static const char *
get_security_event (EtJob *job)
{
  switch (job->error != NULL ? et_error_get_code (job->error) : ET_ERROR_N_CODES)
    {
    case ET_ERROR_WRONG_CREDENTIALS:
    case ET_ERROR_WRONG_CODE:
      return "sign_in_refused";
    case ET_ERROR_UNAUTHENTICATED:
      return job->token != NULL ? "token_refused" : NULL;
    case ET_ERROR_FORBIDDEN:
      return "forbidden";
    case ET_ERROR_CSRF:
      return "csrf_refused";
    case ET_ERROR_HTTPS_REQUIRED:
      return "plain_http_refused";
    case ET_ERROR_WRONG_HOST:
      return "host_refused";
    case ET_ERROR_RATE_LIMITED:
      return "rate_limited";
    default:
      return NULL;
    }
}

static GLogLevelFlags
get_level (EtRequest *req, gboolean is_slow, gboolean is_refusal)
{
  if (req->status >= 500 || is_slow)
    return G_LOG_LEVEL_MESSAGE;
  return g_str_equal (req->head->method, "GET") && !is_refusal ? G_LOG_LEVEL_DEBUG
                                                               : G_LOG_LEVEL_INFO;
}

static void
write_line (EtJob *job, int64_t took_us, const char *security_event)
{
  EtRequest *req = job->req;
  gboolean is_slow = took_us > SLOW_US;
  gboolean is_refusal = req->status >= 400 && req->status < 500;
  GLogLevelFlags level = get_level (req, is_slow, is_refusal);
  char ms[24], status[12];
  g_autofree char *message = NULL;
  Line line = { 0 };

  if (!et_http_config_logs (req->config, level))
    return;
  g_snprintf (status, sizeof status, "%d", req->status);
  g_snprintf (ms, sizeof ms, "%" G_GINT64_FORMAT ".%02d", took_us / 1000,
              (int) (took_us % 1000 / 10));
  message = g_strdup_printf ("%s %s %s %s ms%s%s%s [%s]", req->head->method, req->head->path,
                             status, ms, is_slow ? " slow" : "", is_refusal ? " from " : "",
                             is_refusal ? req->client.text : "", req->id);
  add_field (&line, "MESSAGE", message);
  add_field (&line, "REQUEST_ID", req->id);
  add_field (&line, "HTTP_METHOD", req->head->method);
  add_field (&line, "HTTP_PATH", req->head->path);
  add_field (&line, "HTTP_STATUS", status);
  add_field (&line, "DURATION_MS", ms);
  if (is_slow)
    add_field (&line, "SLOW", "1");
  if (is_refusal)
    add_field (&line, "CLIENT", req->client.text);
  if (security_event != NULL)
    add_field (&line, "SECURITY_EVENT", security_event);
  g_log_structured_array (level, line.fields, line.n);
}

/* Counts an answer, and writes one line of it, without the address's query, which may hold names.
 * Refusals tell who was refused. */
void
et_access_log_add (EtJob *job, int64_t took_us)
{
  EtMetrics *metrics = job->server->metrics;
  const char *security_event = get_security_event (job);

  et_metrics_count_answer (metrics, et_http_thread_get_number (job->thread), job->req->route,
                           job->req->status, took_us);
  if (security_event != NULL)
    et_metrics_count_event (metrics, security_event, strlen (security_event));
  write_line (job, took_us, security_event);
}
