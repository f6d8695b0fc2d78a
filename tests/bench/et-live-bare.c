/* SPDX-License-Identifier: MIT */
/* What libsoup alone needs for the same: a SoupWebsocketConnection and nothing else on each stream,
 * which says {"version":0} to its first message. Prints its port. */
#include <libsoup/soup.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* The answer to the key that et-live-load sends, the example of RFC 6455, section 1.3. */
static const char upgrade[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                              "Connection: Upgrade\r\n"
                              "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer data)
{
  soup_websocket_connection_send_text (connection, "{\"version\":0}");
}

static gboolean
read_head (GInputStream *input)
{
  char text[2048] = "";
  gsize length = 0;

  while (strstr (text, "\r\n\r\n") == NULL)
    {
      gssize n = g_input_stream_read (input, text + length, sizeof text - 1 - length, NULL, NULL);

      if (n <= 0)
        return FALSE;
      length += (gsize) n;
    }
  return TRUE;
}

static gboolean
incoming_cb (GSocketService *service, GSocketConnection *stream, GObject *source, gpointer data)
{
  GIOStream *io = G_IO_STREAM (stream);
  g_autoptr (GUri) uri = g_uri_parse ("ws://localhost/", G_URI_FLAGS_NONE, NULL);
  SoupWebsocketConnection *connection;

  if (!read_head (g_io_stream_get_input_stream (io)) ||
      !g_output_stream_write_all (g_io_stream_get_output_stream (io), upgrade, strlen (upgrade),
                                  NULL, NULL, NULL))
    return TRUE;
  connection = soup_websocket_connection_new (io, uri, SOUP_WEBSOCKET_CONNECTION_SERVER, NULL, NULL,
                                              NULL);
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), NULL);
  g_ptr_array_add (data, connection);
  return TRUE;
}

int
main (void)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GSocketService) service = g_socket_service_new ();
  struct rlimit limit;
  guint port;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, NULL);
  g_signal_connect (service, "incoming", G_CALLBACK (incoming_cb), connections);
  printf ("Listening on http://127.0.0.1:%u/\n", port);
  fflush (stdout);
  g_main_loop_run (loop);
  return 0;
}
