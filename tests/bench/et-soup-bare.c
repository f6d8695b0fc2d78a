/* SPDX-License-Identifier: MIT */
/* The yardstick of scripts/bench: libsoup's own listener with a handler that does nothing, once a
 * thread, connections kept alive. Prints “Listening on http://127.0.0.1:PORT/” when it serves. */
#include <errno.h>
#include <libsoup/soup.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>

#define ANSWER "{\"status\":\"ok\"}"

static void
answer (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer data)
{
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, ANSWER,
                                    strlen (ANSWER));
}

/* The kernel hands each connection to one of the sockets that share a port.
 * Returns: (transfer full). */
static GSocket *
listen_on (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_port = htons (port),
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  g_autoptr (GError) error = NULL;
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;
  GSocket *listener;

  if (fd < 0 || setsockopt (fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one) != 0 ||
      bind (fd, (struct sockaddr *) &address, sizeof address) != 0 || listen (fd, 1024) != 0)
    g_error ("%s", g_strerror (errno));
  listener = g_socket_new_from_fd (fd, &error);
  g_assert_no_error (error);
  return listener;
}

static gpointer
serve (gpointer data)
{
  g_autoptr (GSocket) listener = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  g_autoptr (GError) error = NULL;
  SoupServer *server;

  g_main_context_push_thread_default (context);
  server = soup_server_new (NULL, NULL);
  soup_server_add_handler (server, NULL, answer, NULL, NULL);
  soup_server_listen_socket (server, listener, 0, &error);
  g_assert_no_error (error);
  g_main_loop_run (loop);
  return NULL;
}

int
main (int argc, char **argv)
{
  guint n_threads = argc > 1 ? (guint) atoi (argv[1]) : 2;
  GSocket *first = listen_on (0);
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (first, NULL);
  guint16 port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));

  for (guint i = 1; i < n_threads; i++)
    g_thread_new ("soup", serve, listen_on (port));
  g_print ("Listening on http://127.0.0.1:%u/\n", port);
  serve (first);
  return 0;
}
