/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/http/et-request-private.h"

#define MAX_WORDS 8
#define NAME "event="

static void
note (EtRequest *req, gboolean is_refusal, char *line)
{
  EtRequestEvent event = { line, is_refusal };

  g_array_append_val (req->events, event);
}

/* Notes what the step did for the business, as "event=order_paid order=42 …": numbers and words of
 * the API, never names or keys. It is logged and counted once, when it is durable. */
void
et_request_note_event (EtRequest *req, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  note (req, FALSE, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* The same of what the step refuses by failing with @error, whose code stands at the end. */
void
et_request_note_refusal (EtRequest *req, const GError *error, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  note (req, TRUE,
        g_strconcat (line, " code=", et_error_code_get_word (et_error_get_code (error)), NULL));
}

/* Each word=value of the line is a field of its own, too. */
static void
log_event (EtRequest *req, const EtRequestEvent *event)
{
  g_autofree char *message = g_strdup_printf ("%s request=%s", event->line, req->id);
  g_auto (GStrv) words = g_strsplit (event->line, " ", MAX_WORDS);
  GLogField fields[MAX_WORDS + 3] = {
    { "MESSAGE", message, -1 },
    { "REQUEST_ID", req->id, -1 },
    { "PRIORITY", "5", -1 },
  };
  gsize n = 3;

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *value = strchr (words[i], '=');

      if (value == NULL)
        continue;
      *value = '\0';
      for (char *p = words[i]; *p != '\0'; p++)
        *p = g_ascii_toupper (*p);
      fields[n++] = (GLogField){ words[i], value + 1, -1 };
    }
  g_log_structured_array (G_LOG_LEVEL_MESSAGE, fields, n);
}

static void
count_event (EtMetrics *metrics, const char *line)
{
  if (g_str_has_prefix (line, NAME))
    et_metrics_count_event (metrics, line + strlen (NAME), strcspn (line + strlen (NAME), " "));
}

/* To be called when a step has ended: writes and counts what it did, or what it refused. */
void
et_request_log_events (EtRequest *req, EtMetrics *metrics, gboolean has_failed)
{
  gboolean is_logged = et_http_config_logs (req->config, G_LOG_LEVEL_MESSAGE);

  for (guint i = 0; i < req->events->len; i++)
    {
      const EtRequestEvent *event = &g_array_index (req->events, EtRequestEvent, i);

      if (event->is_refusal != has_failed)
        continue;
      count_event (metrics, event->line);
      if (is_logged)
        log_event (req, event);
    }
  g_array_set_size (req->events, 0);
}
