/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "server/http/et-csrf.h"
#include "server/http/et-request-private.h"
#include "server/http/et-websocket.h"

#define VERSION "13"

static gboolean
refuse (GError **error)
{
  et_error_set_sentence (error, ET_ERROR_BAD_REQUEST, N_ ("Only a WebSocket can be opened here"));
  return FALSE;
}

static gboolean
has_value (EtRequest *req, const char *name, const char *value)
{
  const char *text = et_request_get_header (req, name);

  return text != NULL && g_ascii_strcasecmp (text, value) == 0;
}

/* A page of another site may not listen: browsers open WebSockets to anywhere. */
static gboolean
check_origin (EtRequest *req, GError **error)
{
  const char *origin = et_request_get_header (req, "Origin");

  if (origin == NULL ||
      et_csrf_check_origin (origin, req->head->host, req->config->trusted_origins))
    return TRUE;
  et_error_set (error, ET_ERROR_FORBIDDEN);
  return FALSE;
}

/* Makes a WebSocket of the connection: RFC 6455, section 4.2.1. What the request was made of is
 * released, and who it is for is said in the first message. Sets ET_ERROR_BAD_REQUEST for another
 * request, and ET_ERROR_FORBIDDEN for one of a foreign page. */
gboolean
et_request_upgrade (EtRequest *req, GError **error)
{
  const EtHead *head = req->head;
  const char *key = et_request_get_header (req, "Sec-WebSocket-Key");
  char *accept = key != NULL ? et_websocket_make_accept (key) : NULL;

  if (accept == NULL || !g_str_equal (head->method, "GET") || head->is_http_1_0 ||
      head->body_length > 0 || !et_head_has_token (head, "Connection", "upgrade") ||
      !has_value (req, "Upgrade", "websocket") ||
      !has_value (req, "Sec-WebSocket-Version", VERSION))
    {
      g_free (accept);
      return refuse (error);
    }
  et_request_keep_string (req, accept);
  if (!check_origin (req, error))
    return FALSE;
  req->upgrade = accept;
  req->status = 101;
  return TRUE;
}
