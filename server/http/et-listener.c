/* SPDX-License-Identifier: MIT */
#include "server/http/et-listener.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "core/et-error.h"

#define BACKLOG 1024
#define PAUSE_MS 100

struct _EtListener
{
  EtListenerOptions options;
  int fd;
  int wake_fd;
  int reserve_fd; /* given up to answer when no descriptor is left */
  guint port;
  GThread *thread; /* nullable: not started */
};

static gboolean
fail_listening (GError **error, EtErrorCode code, const char *address, const char *reason)
{
  et_error_set_sentence (error, code, N_ ("Cannot listen on {address}: {reason}"));
  et_error_add_text (error, "address", address);
  et_error_add_text (error, "reason", reason);
  return FALSE;
}

/* Reads ADDRESS:PORT; an IPv6 address may stand in brackets. */
static gboolean
read_address (const char *text, struct sockaddr_storage *ret_address, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *host = colon != NULL ? g_strndup (text, colon - text) : NULL;
  guint64 port;
  g_autoptr (GSocketAddress) address = NULL;
  char *bare = host;

  if (host == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, 65535, &port, NULL))
    return fail_listening (error, ET_ERROR_CONFIGURATION, text, "ADDRESS:PORT");

  if (*bare == '[' && g_str_has_suffix (bare, "]"))
    {
      bare[strlen (bare) - 1] = '\0';
      bare++;
    }
  if (g_str_equal (bare, "localhost"))
    bare = (char *) "127.0.0.1";
  address = g_inet_socket_address_new_from_string (bare, (guint) port);
  if (address == NULL)
    return fail_listening (error, ET_ERROR_CONFIGURATION, text, "ADDRESS:PORT");
  return g_socket_address_to_native (address, ret_address, sizeof *ret_address, error);
}

static socklen_t
address_size (const struct sockaddr_storage *address)
{
  return address->ss_family == AF_INET6 ? sizeof (struct sockaddr_in6)
                                        : sizeof (struct sockaddr_in);
}

static gboolean
open_socket (EtListener *listener, GError **error)
{
  struct sockaddr_storage address = { 0 };
  int on = 1;

  if (!read_address (listener->options.address, &address, error))
    return FALSE;

  listener->fd = socket (address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (listener->fd < 0 ||
      setsockopt (listener->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
      bind (listener->fd, (struct sockaddr *) &address, address_size (&address)) != 0 ||
      listen (listener->fd, BACKLOG) != 0)
    return fail_listening (error, ET_ERROR_UNAVAILABLE, listener->options.address,
                           g_strerror (errno));
  return TRUE;
}

/* What was handed over may be anything. */
static gboolean
take_socket (EtListener *listener, GError **error)
{
  int listens = 0;
  socklen_t size = sizeof listens;

  listener->fd = listener->options.fd;
  if (getsockopt (listener->fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) != 0 || !listens ||
      fcntl (listener->fd, F_SETFL, O_NONBLOCK) != 0)
    return fail_listening (error, ET_ERROR_CONFIGURATION, listener->options.address,
                           "the socket handed over does not listen");
  return TRUE;
}

static gboolean
find_port (EtListener *listener, GError **error)
{
  struct sockaddr_storage address = { 0 };
  socklen_t size = sizeof address;

  if (getsockname (listener->fd, (struct sockaddr *) &address, &size) != 0 ||
      (address.ss_family != AF_INET && address.ss_family != AF_INET6))
    return fail_listening (error, ET_ERROR_CONFIGURATION, listener->options.address,
                           "no socket of the Internet");
  listener->port = g_ntohs (address.ss_family == AF_INET6
                                ? ((struct sockaddr_in6 *) &address)->sin6_port
                                : ((struct sockaddr_in *) &address)->sin_port);
  return TRUE;
}

static void
open_reserve (EtListener *listener)
{
  listener->reserve_fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* Counts a connection. Returns FALSE, with the error that says so, when there are too many. */
static gboolean
count_connection (EtListener *listener, const EtPeer *peer, EtErrorCode *ret_code)
{
  const EtListenerOptions *options = &listener->options;
  EtCounted counted = et_address_count_take (options->count, &peer->key, options->max_connections,
                                             peer->is_proxy ? 0 : options->max_per_address);

  *ret_code = counted == ET_TOO_MANY ? ET_ERROR_UNAVAILABLE : ET_ERROR_RATE_LIMITED;
  return counted == ET_COUNTED;
}

static void
turn_away (EtListener *listener, int fd, EtErrorCode code)
{
  g_autoptr (GBytes) answer = listener->options.refuse (listener->options.data, code);

  if (send (fd, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
            MSG_NOSIGNAL | MSG_DONTWAIT) >= 0)
    shutdown (fd, SHUT_WR);
  close (fd);
}

static void
take_connection (EtListener *listener, int fd, const struct sockaddr *address)
{
  EtPeer peer;
  EtErrorCode code;
  int on = 1;

  et_peer_init (&peer, address, listener->options.proxies);
  if (!count_connection (listener, &peer, &code))
    {
      turn_away (listener, fd, code);
      return;
    }
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  listener->options.accept (listener->options.data, fd, &peer);
}

/* Without a descriptor the client would hang in the backlog: one is freed for it to be told that
 * the connection ends. */
static void
hang_up_on_one (EtListener *listener)
{
  int fd;

  if (listener->reserve_fd >= 0)
    close (listener->reserve_fd);
  fd = accept4 (listener->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  if (fd >= 0)
    close (fd);
  open_reserve (listener);
}

/* Returns how long to wait before accepting again. */
static guint
accept_waiting (EtListener *listener)
{
  for (guint i = 0; i < 64; i++)
    {
      struct sockaddr_storage address;
      socklen_t size = sizeof address;
      int fd = accept4 (listener->fd, (struct sockaddr *) &address, &size,
                        SOCK_CLOEXEC | SOCK_NONBLOCK);

      if (fd >= 0)
        take_connection (listener, fd, (struct sockaddr *) &address);
      else if (errno == EMFILE || errno == ENFILE)
        {
          hang_up_on_one (listener);
          return 10;
        }
      else if (errno == EAGAIN)
        return 0;
      else if (errno != ECONNABORTED && errno != EINTR)
        return PAUSE_MS; /* ENOBUFS, ENOMEM, errors of the network: RFC 1122 has them pass */
    }
  return 0;
}

static gpointer
run (gpointer data)
{
  EtListener *listener = data;
  struct pollfd polls[2] = { { listener->wake_fd, POLLIN, 0 }, { listener->fd, POLLIN, 0 } };
  guint pause_ms = 0;

  for (;;)
    {
      /* While pausing only the order to stop is waited for. */
      int n = poll (polls, pause_ms > 0 ? 1 : 2, pause_ms > 0 ? (int) pause_ms : -1);

      if (n > 0 && polls[0].revents != 0)
        return NULL;
      pause_ms = n >= 0 || errno == EINTR ? accept_waiting (listener) : PAUSE_MS;
    }
}

/* Binds the address, or takes the socket over. Nothing is accepted before et_listener_start().
 * Returns: (transfer full): NULL with ET_ERROR_CONFIGURATION for what is no address, with
 * ET_ERROR_UNAVAILABLE for one that cannot be had. */
EtListener *
et_listener_new (const EtListenerOptions *options, GError **error)
{
  g_autoptr (EtListener) listener = g_new0 (EtListener, 1);

  listener->options = *options;
  listener->fd = -1;
  listener->wake_fd = eventfd (0, EFD_CLOEXEC);
  open_reserve (listener);
  if (!(options->fd > 0 ? take_socket (listener, error) : open_socket (listener, error)) ||
      !find_port (listener, error))
    return NULL;
  return g_steal_pointer (&listener);
}

/* Begins to accept, on a thread of its own. */
void
et_listener_start (EtListener *listener)
{
  listener->thread = g_thread_new ("accept", run, listener);
}

/* Ends accepting and gives the port back; connections go on. */
void
et_listener_stop (EtListener *listener)
{
  guint64 one = 1;

  if (listener->thread != NULL)
    {
      if (write (listener->wake_fd, &one, sizeof one) != sizeof one)
        g_warning ("The accepting thread could not be woken");
      g_thread_join (g_steal_pointer (&listener->thread));
    }
  if (listener->fd >= 0)
    close (listener->fd);
  listener->fd = -1;
}

void
et_listener_free (EtListener *listener)
{
  et_listener_stop (listener);
  close (listener->wake_fd);
  if (listener->reserve_fd >= 0)
    close (listener->reserve_fd);
  g_free (listener);
}

/* The port that is listened on. */
guint
et_listener_get_port (EtListener *listener)
{
  return listener->port;
}
