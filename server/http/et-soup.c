/* SPDX-License-Identifier: MIT */
#include "server/http/et-soup.h"

#include <errno.h>
#include <sys/socket.h>

/* Makes a server of libsoup's that is only ever handed connections. It keeps one alive only when it
 * has a listener: it gets one that nobody can reach, an end of a pair of sockets.
 *
 * @ret_far_fd: (transfer full): the other end, to be closed after the server.
 *
 * Returns: (transfer full). */
SoupServer *
et_soup_new (int *ret_far_fd)
{
  SoupServer *soup = soup_server_new ("raw-paths", TRUE, NULL);
  int fds[2];
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0)
    g_error ("No pair of sockets: %s", g_strerror (errno));
  *ret_far_fd = fds[1];
  socket = g_socket_new_from_fd (fds[0], &error);
  if (socket == NULL || !soup_server_listen_socket (soup, socket, 0, &error))
    g_error ("libsoup does not take a listener: %s", error->message);
  return soup;
}
