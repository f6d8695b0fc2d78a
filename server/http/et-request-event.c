/* SPDX-License-Identifier: MIT */
#include "server/http/et-request-private.h"

static void
note (EtRequest *req, gboolean is_refusal, char *line)
{
  EtRequestEvent event = { line, is_refusal };

  g_array_append_val (req->events, event);
}

/* Notes what the step did for the business, as "event=order_paid order=42 …": numbers and words of
 * the API, never names or keys. It is logged once, when it is durable. */
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

/* To be called when a step has ended: writes what it did, or what it refused. */
void
et_request_log_events (EtRequest *req, gboolean has_failed)
{
  gboolean is_logged = req->config->log_level >= G_LOG_LEVEL_MESSAGE;

  for (guint i = 0; is_logged && i < req->events->len; i++)
    {
      const EtRequestEvent *event = &g_array_index (req->events, EtRequestEvent, i);

      if (event->is_refusal == has_failed)
        g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "REQUEST_ID", req->id, "MESSAGE",
                          "%s request=%s", event->line, req->id);
    }
  g_array_set_size (req->events, 0);
}
