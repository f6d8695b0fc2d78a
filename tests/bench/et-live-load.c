/* SPDX-License-Identifier: MIT */
/* Opens many WebSockets and keeps them: et-live-load PORT COUNT. Says when all have been answered,
 * and ends with its standard input. The addresses 127.0.0.x give each a port. */
#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define PER_ADDRESS 5000

static const char handshake[] = "GET /api/sync/live/ HTTP/1.1\r\nHost: localhost\r\n"
                                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                "Sec-WebSocket-Version: 13\r\n"
                                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
static const char hello[] = "\x81\x82\0\0\0\0{}";

static void
receive_until (int fd, const char *end)
{
  char text[2048] = "";
  gsize length = 0;

  while (memmem (text, length, end, strlen (end)) == NULL)
    {
      ssize_t n = recv (fd, text + length, sizeof text - length, 0);

      if (n <= 0)
        g_error ("The server hung up");
      length += (gsize) n;
    }
}

static int
connect_from (guint number, uint16_t port)
{
  struct sockaddr_in from = { .sin_family = AF_INET,
                              .sin_addr = { htonl (INADDR_LOOPBACK + 1 + number / PER_ADDRESS) } };
  struct sockaddr_in to = { .sin_family = AF_INET,
                            .sin_port = htons (port),
                            .sin_addr = { htonl (INADDR_LOOPBACK) } };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0 || bind (fd, (struct sockaddr *) &from, sizeof from) != 0 ||
      connect (fd, (struct sockaddr *) &to, sizeof to) != 0)
    g_error ("Connection %u failed: %m", number);
  return fd;
}

int
main (int argc, char **argv)
{
  struct rlimit limit;
  guint count;

  g_return_val_if_fail (argc == 3, 2);
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  count = (guint) atoi (argv[2]);
  for (guint i = 0; i < count; i++)
    {
      int fd = connect_from (i, (uint16_t) atoi (argv[1]));

      if (send (fd, handshake, sizeof handshake - 1, 0) < 0)
        g_error ("Sending failed: %m");
      receive_until (fd, "\r\n\r\n");
      if (send (fd, hello, sizeof hello - 1, 0) < 0)
        g_error ("Sending failed: %m");
      receive_until (fd, "}");
    }
  puts ("ready");
  fflush (stdout);
  (void) !getchar ();
  return 0;
}
