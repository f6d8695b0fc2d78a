/* SPDX-License-Identifier: MIT */
#include "server/http/et-request-private.h"

#define CONTENT_TYPE "text/plain; version=0.0.4; charset=utf-8"

/* A proxy that nobody named speaks for anybody, from an address that may be trusted. */
static gboolean
was_forwarded (EtRequest *req)
{
  static const char *const marks[] = { "X-Forwarded-For", "X-Real-IP", "Forwarded", "Via" };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (et_request_get_header (req, marks[i]) != NULL)
      return TRUE;
  return FALSE;
}

/* Answers with all figures, to whoever asks directly from a network that may. Everybody else is
 * told that there is nothing here: ET_ERROR_NOT_FOUND. */
gboolean
et_request_answer_metrics (EtRequest *req, GError **error)
{
  g_autoptr (GPtrArray) networks = et_address_masks_new (req->config->metrics_networks, error);
  GString *text;
  g_autoptr (GBytes) body = NULL;

  if (networks == NULL)
    return FALSE;
  if (was_forwarded (req) || !et_peer_is_in (&req->client, networks))
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return FALSE;
    }

  text = g_string_sized_new (16 * 1024);
  req->hooks->write_metrics (req->hooks->app, text);
  body = g_string_free_to_bytes (text);
  et_request_answer_bytes (req, CONTENT_TYPE, body);
  return TRUE;
}

/* Appends what the server counted and has open. */
void
et_http_server_write_metrics (EtHttpServer *server, GString *text)
{
  guint n_live = et_address_count_get_all (server->live_count);

  et_metrics_write (server->metrics, text);
  et_metrics_write_number (text, "etickets_connections", "gauge",
                           "Connections that are open, WebSockets among them.",
                           et_address_count_get_all (server->connections));
  et_metrics_write_number (text, "etickets_connections_max", "gauge",
                           "Connections that may be open.", server->config.max_connections);
  et_metrics_write_number (text, "etickets_websockets", "gauge", "WebSockets that are open.",
                           n_live);
}
