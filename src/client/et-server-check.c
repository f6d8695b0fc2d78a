/* SPDX-License-Identifier: MIT */
#include "client/et-server-check.h"

#include <glib/gi18n-lib.h>

#include "client/et-answer.h"
#include "client/et-call.h"
#include "client/et-http-client.h"
#include "core/et-error.h"

/* What any visitor may ask for and nothing else has: the public keys of the tickets. */
#define PATH "/api/keys/"
#define MEMBER "keys"

#define NETWORK_WANTS_SIGN_IN 511 /* RFC 6585 */
#define MAX_SIZE (256 * 1024)
#define PATIENCE_MS 10000

static EtServerFault
judge_certificate (SoupMessage *message)
{
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (message);

  if (flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return ET_SERVER_CERTIFICATE_EXPIRED;
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY && !(flags & G_TLS_CERTIFICATE_UNKNOWN_CA))
    return ET_SERVER_CERTIFICATE_OF_OTHERS;
  return ET_SERVER_CERTIFICATE_UNTRUSTED;
}

/* No answer came. */
static EtServerFault
judge_silence (SoupMessage *message, const GError *failure)
{
  if (failure->domain == G_RESOLVER_ERROR)
    return ET_SERVER_UNKNOWN_HOST;
  if (g_error_matches (failure, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return judge_certificate (message);
  if (failure->domain == G_TLS_ERROR)
    return ET_SERVER_NOT_ENCRYPTED;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return ET_SERVER_REFUSES;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return ET_SERVER_SILENT;
  return failure->domain == SOUP_SESSION_ERROR || failure->domain == ET_ERROR
             ? ET_SERVER_OTHER
             : ET_SERVER_UNREACHABLE;
}

static EtServerFault
judge_redirect (SoupMessage *message)
{
  GUri *from = soup_message_get_uri (message);
  const char *location = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                       "Location");
  g_autoptr (GUri) to = location != NULL
                            ? g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL)
                            : NULL;

  if (to == NULL)
    return ET_SERVER_OTHER;
  if (g_strcmp0 (g_uri_get_host (from), g_uri_get_host (to)) != 0)
    return ET_SERVER_WEB_PAGE;
  if (g_strcmp0 (g_uri_get_scheme (from), g_uri_get_scheme (to)) != 0)
    return ET_SERVER_WANTS_HTTPS;
  return g_uri_get_port (from) != g_uri_get_port (to) ? ET_SERVER_WEB_PAGE : ET_SERVER_OTHER;
}

/* Something answered, but not with what was asked for. */
static EtServerFault
judge_stranger (SoupMessage *message)
{
  guint status = soup_message_get_status (message);
  const char *type = soup_message_headers_get_content_type (
      soup_message_get_response_headers (message), NULL);

  if (SOUP_STATUS_IS_REDIRECTION (status))
    return judge_redirect (message);
  return SOUP_STATUS_IS_SUCCESSFUL (status) && g_strcmp0 (type, "text/html") == 0
             ? ET_SERVER_WEB_PAGE
             : ET_SERVER_OTHER;
}

static EtServerFault
judge_answer (SoupMessage *message, GBytes *body)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (JsonNode) json = et_answer_read_json (message, body, &refusal);

  if (json != NULL)
    return JSON_NODE_HOLDS_OBJECT (json) &&
                   json_object_has_member (json_node_get_object (json), MEMBER)
               ? ET_SERVER_ANSWERS
               : ET_SERVER_OTHER;
  if (soup_message_get_status (message) == NETWORK_WANTS_SIGN_IN)
    return ET_SERVER_WEB_PAGE;
  switch (et_error_get_code (refusal))
    {
    case ET_ERROR_HTTPS_REQUIRED:
      return ET_SERVER_WANTS_HTTPS;
    case ET_ERROR_WRONG_HOST:
      return ET_SERVER_OTHER_NAME;
    case ET_ERROR_UNAVAILABLE:
    case ET_ERROR_RATE_LIMITED:
      return ET_SERVER_BUSY;
    default:
      return judge_stranger (message);
    }
}

static gpointer
check (gpointer source, gpointer args, GCancellable *cancellable, GError **error)
{
  EtServerFault fault = et_server_check (args, PATIENCE_MS, cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  return GINT_TO_POINTER (fault + 1);
}

/* Returns: the English sentence of a fault, a msgid. */
const char *
et_server_fault_get_sentence (EtServerFault fault)
{
  static const char *const sentences[ET_SERVER_N_FAULTS] = {
    [ET_SERVER_ANSWERS] = N_ ("The server answers."),
    [ET_SERVER_NO_ADDRESS] = N_ ("This is not the address of a server."),
    [ET_SERVER_UNKNOWN_HOST] = N_ (
        "There is no computer of this name. Is it spelled right, and is there a network?"),
    [ET_SERVER_REFUSES] = N_ ("The computer is there, but no server listens at this address."),
    [ET_SERVER_UNREACHABLE] = N_ ("The computer cannot be reached. Is there a network?"),
    [ET_SERVER_SILENT] = N_ ("The server did not answer in time."),
    [ET_SERVER_NOT_ENCRYPTED] = N_ ("The server does not speak HTTPS at this address."),
    [ET_SERVER_WANTS_HTTPS] = N_ (
        "The server wants an encrypted connection: write the address with https://."),
    [ET_SERVER_CERTIFICATE_EXPIRED] = N_ (
        "The certificate of the server has expired, or the clock of this computer is wrong."),
    [ET_SERVER_CERTIFICATE_OF_OTHERS] = N_ (
        "The certificate of the server is for another name. Somebody may be listening in."),
    [ET_SERVER_CERTIFICATE_UNTRUSTED] = N_ (
        "The certificate of the server is from nobody whom this computer trusts. Somebody may be "
        "listening in."),
    [ET_SERVER_WEB_PAGE] = N_ ("A web page answered instead of eTickets. Perhaps this network "
                               "wants you to sign in first."),
    [ET_SERVER_OTHER_NAME] = N_ (
        "The server of eTickets does not serve this name. Ask whoever runs it for its address."),
    [ET_SERVER_OTHER] = N_ ("Something answers there, but it is not eTickets."),
    [ET_SERVER_BUSY] = N_ ("The server is not available just now."),
  };

  g_return_val_if_fail (fault < ET_SERVER_N_FAULTS, NULL);

  return sentences[fault];
}

/* Blocks for @patience_ms at most: a server that says nothing until then is silent. */
EtServerFault
et_server_check (const char *url, guint patience_ms, GCancellable *cancellable)
{
  g_autoptr (EtHttpClient) client = et_http_client_new ();
  g_autofree char *address = g_strconcat (url, PATH, NULL);
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) failure = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return ET_SERVER_NO_ADDRESS;
  message = soup_message_new_from_uri ("GET", uri);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  body = et_http_client_send (client, message, MAX_SIZE, patience_ms, cancellable, &failure);
  return body != NULL ? judge_answer (message, body) : judge_silence (message, failure);
}

/* @url: without a slash at its end. It is asked without a token, as a stranger would. */
void
et_server_check_async (const char *url,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  et_call_async (NULL, check, g_strdup (url), g_free, NULL, cancellable, callback, data);
}

/* Returns: FALSE with G_IO_ERROR_CANCELLED when the caller cancelled. */
gboolean
et_server_check_finish (GAsyncResult *result, EtServerFault *ret_fault, GError **error)
{
  gpointer answer = et_call_finish (NULL, result, error);

  if (answer == NULL)
    return FALSE;
  *ret_fault = GPOINTER_TO_INT (answer) - 1;
  return TRUE;
}
