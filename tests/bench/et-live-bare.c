/* SPDX-License-Identifier: MIT */
/* What libsoup alone needs for the same: a SoupServer that says {"version":0} to each WebSocket's
 * first message and keeps it. Prints its port. */
#include <libsoup/soup.h>
#include <stdio.h>
#include <sys/resource.h>

static void
message_cb (SoupWebsocketConnection *connection, int type, GBytes *message, gpointer data)
{
  soup_websocket_connection_send_text (connection, "{\"version\":0}");
}

static void
opened_cb (SoupServer *server,
           SoupServerMessage *msg,
           const char *path,
           SoupWebsocketConnection *connection,
           gpointer data)
{
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), NULL);
  g_ptr_array_add (data, g_object_ref (connection));
}

int
main (void)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  struct rlimit limit;
  GSList *uris;

  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  soup_server_add_websocket_handler (server, NULL, NULL, NULL, opened_cb, connections, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL))
    return 1;
  uris = soup_server_get_uris (server);
  printf ("Listening on http://127.0.0.1:%d/\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_main_loop_run (loop);
  return 0;
}
