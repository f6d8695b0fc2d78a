/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-tls.h"

#include <string.h>

#define PATIENCE_S 20

static gboolean
trust_cb (GTlsConnection *connection,
          GTlsCertificate *certificate,
          GTlsCertificateFlags faults,
          gpointer data)
{
  return TRUE;
}

/* Makes NAME.pem and NAME.key in @folder. Returns: (transfer full): the first one's path. */
char *
et_test_certificate_make (const char *folder, const char *name, const char *holder)
{
  g_autofree char *command = g_strdup_printf (
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -keyout %s.key "
      "-out %s.pem -subj /CN=%s",
      name, name, holder);
  g_autofree char *file = g_strconcat (name, ".pem", NULL);
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (folder, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return g_build_filename (folder, file, NULL);
}

/* Connects to 127.0.0.1, whatever its certificate is. */
GTlsConnection *
et_test_tls_connect (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) plain = NULL;
  g_autoptr (GError) error = NULL;
  GIOStream *stream;

  g_socket_client_set_timeout (client, PATIENCE_S);
  plain = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16) port, NULL, &error);
  g_assert_no_error (error);
  stream = g_tls_client_connection_new (G_IO_STREAM (plain), NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (stream, "accept-certificate", G_CALLBACK (trust_cb), NULL);
  g_tls_connection_handshake (G_TLS_CONNECTION (stream), NULL, &error);
  g_assert_no_error (error);
  return G_TLS_CONNECTION (stream);
}

void
et_test_tls_send (GTlsConnection *connection, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Reads one answer with a Content-Length, or none. */
EtTestAnswer *
et_test_tls_read (GTlsConnection *connection)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  EtTestAnswer *answer = g_new0 (EtTestAnswer, 1);
  g_autoptr (GString) head = g_string_new (NULL);
  g_autofree char *length = NULL;
  gsize size;
  char *body;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      char c;

      g_assert_cmpint (g_input_stream_read (input, &c, 1, NULL, NULL), ==, 1);
      g_string_append_c (head, c);
    }
  answer->head = g_strdup (head->str);
  answer->status = (int) g_ascii_strtoll (answer->head + 9, NULL, 10);
  length = et_test_answer_get_field (answer, "Content-Length");
  size = length != NULL ? (gsize) g_ascii_strtoull (length, NULL, 10) : 0;
  body = g_malloc0 (size + 1);
  g_assert_true (g_input_stream_read_all (input, body, size, &size, NULL, NULL));
  answer->body = g_bytes_new_take (body, size);
  return answer;
}

EtTestAnswer *
et_test_tls_get (GTlsConnection *connection, const char *path)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);

  et_test_tls_send (connection, request);
  return et_test_tls_read (connection);
}

/* Whether the other side ends the connection without a word more, and by a farewell. */
gboolean
et_test_tls_waits_for_end (GTlsConnection *connection)
{
  char c;

  return g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), &c, 1, NULL,
                              NULL) == 0;
}

/* Returns: (transfer full): the name in the server's certificate. */
char *
et_test_tls_get_holder (GTlsConnection *connection)
{
  return g_tls_certificate_get_subject_name (g_tls_connection_get_peer_certificate (connection));
}

/* Whether the server takes a version of TLS, as "tls1_2", from a client that has no other. */
gboolean
et_test_tls_speaks (guint port, const char *version)
{
  g_autofree char *command = g_strdup_printf (
      "openssl s_client -connect 127.0.0.1:%u -%s -cipher DEFAULT@SECLEVEL=0", port, version);
  g_auto (GStrv) words = g_strsplit (command, " ", -1);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, words, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_STDOUT_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  return status == 0;
}
