/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 20000

struct _EtTestSocket
{
  int fd;
  GByteArray *received; /* owned: what no answer has taken yet */
};

/* Waits for bytes and takes them. Returns FALSE at the end of the stream. */
static gboolean
receive (EtTestSocket *socket)
{
  struct pollfd poll_fd = { socket->fd, POLLIN, 0 };
  guint8 chunk[16384];
  gssize n;

  g_assert_cmpint (poll (&poll_fd, 1, PATIENCE_MS), ==, 1);
  n = recv (socket->fd, chunk, sizeof chunk, 0);
  if (n <= 0)
    return FALSE;
  g_byte_array_append (socket->received, chunk, (guint) n);
  return TRUE;
}

static gsize
find_head_end (EtTestSocket *socket)
{
  const guint8 *end = socket->received->len > 0
                          ? memmem (socket->received->data, socket->received->len, "\r\n\r\n", 4)
                          : NULL;

  return end != NULL ? (gsize) (end - socket->received->data) + 4 : 0;
}

static gsize
read_body_length (EtTestAnswer *answer, gboolean is_to_head)
{
  g_autofree char *length = et_test_answer_get_field (answer, "Content-Length");

  if (is_to_head || length == NULL || answer->status == 204 || answer->status == 304)
    return 0;
  return (gsize) g_ascii_strtoull (length, NULL, 10);
}

/* Frees an answer. */
void
et_test_answer_free (EtTestAnswer *answer)
{
  g_free (answer->head);
  g_bytes_unref (answer->body);
  g_clear_pointer (&answer->json, json_node_unref);
  g_free (answer);
}

/* Returns: (transfer full) (nullable): the value of the first field of that name. */
char *
et_test_answer_get_field (EtTestAnswer *answer, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (answer->head, "\r\n", -1);
  gsize length = strlen (name);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strdup (g_strstrip (lines[i] + length + 1));
  return NULL;
}

/* Returns: (transfer full): the body as text. */
char *
et_test_answer_dup_body (EtTestAnswer *answer)
{
  gsize length;
  const char *data = g_bytes_get_data (answer->body, &length);

  return g_strndup (data != NULL ? data : "", length);
}

/* Returns: (transfer none): the body, which must be a JSON object. */
JsonObject *
et_test_answer_get_json (EtTestAnswer *answer)
{
  g_autofree char *body = et_test_answer_dup_body (answer);
  g_autoptr (GError) error = NULL;

  if (answer->json == NULL)
    answer->json = json_from_string (body, &error);
  g_assert_no_error (error);
  g_assert_true (answer->json != NULL && JSON_NODE_HOLDS_OBJECT (answer->json));
  return json_node_get_object (answer->json);
}

/* Returns: (nullable): the member "code". */
const char *
et_test_answer_get_code (EtTestAnswer *answer)
{
  return json_object_get_string_member_with_default (et_test_answer_get_json (answer), "code",
                                                     NULL);
}

/* Asserts the status and, unless @code is NULL, that it is an error in the form that all have. */
void
et_test_answer_assert (EtTestAnswer *answer, int status, const char *code)
{
  g_autofree char *body = et_test_answer_dup_body (answer);

  if (answer->status != status)
    g_test_message ("%s%s", answer->head, body);
  g_assert_cmpint (answer->status, ==, status);
  if (code == NULL)
    return;
  g_assert_cmpstr (et_test_answer_get_code (answer), ==, code);
  g_assert_false (json_object_get_boolean_member (et_test_answer_get_json (answer), "ok"));
  g_assert_cmpuint (
      strlen (json_object_get_string_member (et_test_answer_get_json (answer), "error")), >, 0);
}

/* Connects. */
EtTestSocket *
et_test_socket_new (guint port)
{
  EtTestSocket *self = g_new0 (EtTestSocket, 1);
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons ((uint16_t) port),
                                 .sin_addr = { htonl (INADDR_LOOPBACK) } };

  self->received = g_byte_array_new ();
  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  g_assert_cmpint (connect (self->fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  return self;
}

/* Closes the connection. */
void
et_test_socket_free (EtTestSocket *self)
{
  close (self->fd);
  g_byte_array_unref (self->received);
  g_free (self);
}

/* Sends all of @bytes; the other side may have hung up meanwhile. @length: -1 for a text. */
void
et_test_socket_send (EtTestSocket *self, const char *bytes, gssize length)
{
  gsize rest = length < 0 ? strlen (bytes) : (gsize) length;

  while (rest > 0)
    {
      gssize n = send (self->fd, bytes, rest, MSG_NOSIGNAL);

      if (n < 0)
        {
          g_assert_true (errno == EPIPE || errno == ECONNRESET);
          return;
        }
      bytes += n;
      rest -= (gsize) n;
    }
}

/* Reads the next answer. @is_to_head: a HEAD request has an answer without a body.
 * Returns: (transfer full): with status 0 when the connection ended instead. */
EtTestAnswer *
et_test_socket_read_answer (EtTestSocket *self, gboolean is_to_head)
{
  EtTestAnswer *answer = g_new0 (EtTestAnswer, 1);
  gsize end, length;

  while ((end = find_head_end (self)) == 0)
    if (!receive (self))
      {
        answer->head = g_strdup ("");
        answer->body = g_bytes_new (NULL, 0);
        return answer;
      }

  answer->head = g_strndup ((const char *) self->received->data, end);
  g_assert_true (g_str_has_prefix (answer->head, "HTTP/1."));
  answer->status = (int) g_ascii_strtoll (answer->head + 9, NULL, 10);
  length = read_body_length (answer, is_to_head);
  while (self->received->len < end + length)
    g_assert_true (receive (self));
  answer->body = g_bytes_new (self->received->data + end, length);
  g_byte_array_remove_range (self->received, 0, (guint) (end + length));
  return answer;
}

/* Whether the other side ends the connection within @ms, and sends nothing before. */
gboolean
et_test_socket_waits_for_end (EtTestSocket *self, guint ms)
{
  struct pollfd poll_fd = { self->fd, POLLIN, 0 };
  char byte;

  return self->received->len == 0 && poll (&poll_fd, 1, (int) ms) == 1 &&
         recv (self->fd, &byte, 1, MSG_DONTWAIT) <= 0;
}

/* Has the connection end by a reset instead of a farewell, when it is freed. */
void
et_test_socket_reset (EtTestSocket *self)
{
  struct linger linger = { 1, 0 };

  setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* For what the functions here do not do. */
int
et_test_socket_get_fd (EtTestSocket *self)
{
  return self->fd;
}

/* Returns: (transfer full): the answer to @bytes on a connection of their own. */
EtTestAnswer *
et_test_http_send (guint port, const char *bytes, gssize length)
{
  g_autoptr (EtTestSocket) socket = et_test_socket_new (port);

  et_test_socket_send (socket, bytes, length);
  return et_test_socket_read_answer (socket, FALSE);
}

/* Returns: (transfer full): the answer to one request; see the header. */
EtTestAnswer *
et_test_http_call (
    guint port, const char *method, const char *path, const char *fields, const char *body)
{
  g_autoptr (EtTestSocket) socket = et_test_socket_new (port);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n%s", method, path, port,
                          fields != NULL ? fields : "");
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %zu\r\n", strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  et_test_socket_send (socket, text->str, (gssize) text->len);
  return et_test_socket_read_answer (socket, g_str_equal (method, "HEAD"));
}

static void
append_field_cb (const char *name, const char *value, gpointer data)
{
  g_string_append_printf (data, "%s: %s\r\n", name, value);
}

/* The same through libsoup's client. @token: (nullable): a bearer token. @body: (nullable): JSON.
 * Returns: (transfer full). */
EtTestAnswer *
et_test_http_session_call (SoupSession *session,
                           guint port,
                           const char *method,
                           const char *path,
                           const char *token,
                           const char *body)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", port, path);
  g_autoptr (SoupMessage) msg = soup_message_new (method, url);
  g_autofree char *bearer = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  g_autoptr (GError) error = NULL;
  EtTestAnswer *answer = g_new0 (EtTestAnswer, 1);
  GString *head = g_string_new (NULL);

  if (bearer != NULL)
    soup_message_headers_append (soup_message_get_request_headers (msg), "Authorization", bearer);
  if (bytes != NULL)
    soup_message_set_request_body_from_bytes (msg, "application/json", bytes);
  answer->body = soup_session_send_and_read (session, msg, NULL, &error);
  g_assert_no_error (error);
  answer->status = (int) soup_message_get_status (msg);
  soup_message_headers_foreach (soup_message_get_response_headers (msg), append_field_cb, head);
  answer->head = g_string_free (head, FALSE);
  return answer;
}

/* How many descriptors this process has open. */
guint
et_test_count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
