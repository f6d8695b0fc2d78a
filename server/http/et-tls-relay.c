/* SPDX-License-Identifier: MIT */
#include "server/http/et-tls-relay.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BUFFER_BYTES (16 * 1024) /* of one TLS record */
#define LINGER_MS 2000

typedef enum
{
  PHASE_HANDSHAKE,
  PHASE_RELAYING,
  PHASE_FAREWELL, /* the inner side ended and all it said has left: that is told */
  PHASE_LINGERING, /* the client is waited for to end, too */
  PHASE_OVER
} Phase;

/* Bytes on their way in one direction; memory is held only while there are some. */
typedef struct
{
  guint8 *bytes; /* owned, nullable */
  gsize begin, end;
} Buffer;

/* A descriptor of epoll's; it is left out while nothing is waited for, since its end would be told
 * again and again. */
typedef struct
{
  int fd;
  guint32 events;
  guint64 tag;
} Watch;

struct _EtTlsRelay
{
  GList link; /* in the thread's list */
  EtPeer peer;
  const EtTlsRelayOptions *options; /* borrowed */
  EtTlsCredentials *credentials; /* owned */
  gnutls_session_t session; /* owned */
  int epoll_fd;
  Watch client, inner; /* own their descriptors */
  Phase phase;
  int64_t deadline_us; /* 0: none */
  Buffer up, down; /* from the client, to the client */
  gboolean client_ended, inner_ended, inner_is_told;
};

static void
set_deadline (EtTlsRelay *relay, guint ms)
{
  relay->deadline_us = g_get_monotonic_time () + (int64_t) ms * 1000;
}

static gboolean
is_empty (const Buffer *buffer)
{
  return buffer->bytes == NULL;
}

static void
clear_buffer (Buffer *buffer)
{
  g_clear_pointer (&buffer->bytes, g_free);
  buffer->begin = buffer->end = 0;
}

/* Notes what was put in; nothing gives the memory back. */
static void
fill_buffer (Buffer *buffer, const guint8 *bytes, gsize length)
{
  buffer->bytes = g_memdup2 (bytes, length);
  buffer->begin = 0;
  buffer->end = length;
}

static void
drop_from_buffer (Buffer *buffer, gsize length)
{
  buffer->begin += length;
  if (buffer->begin == buffer->end)
    clear_buffer (buffer);
}

static void
watch (EtTlsRelay *relay, Watch *side, guint32 events)
{
  struct epoll_event event = { .events = events, .data.u64 = side->tag };
  int operation = side->events == 0 ? EPOLL_CTL_ADD : events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;

  if (events == side->events)
    return;
  if (epoll_ctl (relay->epoll_fd, operation, side->fd, &event) != 0)
    relay->phase = PHASE_OVER;
  side->events = events;
}

static gboolean
must_wait (gssize code)
{
  return code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED;
}

/* The far end of a pair takes the place of the client. */
static gboolean
open_inner (EtTlsRelay *relay)
{
  int fds[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) != 0)
    return FALSE;
  relay->inner.fd = fds[0];
  relay->options->accept (relay->options->data, fds[1], &relay->peer);
  return TRUE;
}

static void
shake_hands (EtTlsRelay *relay)
{
  int code;

  do
    code = gnutls_handshake (relay->session);
  while (code < 0 && !must_wait (code) && !gnutls_error_is_fatal (code));
  if (must_wait (code))
    return;
  if (code < 0 || !open_inner (relay))
    {
      relay->phase = PHASE_OVER;
      return;
    }
  relay->phase = PHASE_RELAYING;
  relay->deadline_us = 0;
}

/* Returns TRUE when something came. A client that wants to begin anew is ended. */
static gboolean
read_client (EtTlsRelay *relay)
{
  static __thread guint8 chunk[BUFFER_BYTES];
  gssize n;

  if (relay->client_ended || !is_empty (&relay->up))
    return FALSE;
  n = gnutls_record_recv (relay->session, chunk, sizeof chunk);
  if (n > 0)
    fill_buffer (&relay->up, chunk, (gsize) n);
  else if (!must_wait (n))
    relay->client_ended = TRUE;
  return n > 0;
}

/* Returns TRUE when something left. What nobody takes any more is thrown away. */
static gboolean
write_inner (EtTlsRelay *relay)
{
  Buffer *up = &relay->up;
  gssize n;

  if (is_empty (up))
    {
      if (relay->client_ended && !relay->inner_is_told && !relay->inner_ended)
        {
          shutdown (relay->inner.fd, SHUT_WR);
          relay->inner_is_told = TRUE;
        }
      return FALSE;
    }
  n = relay->inner_ended ? (gssize) (up->end - up->begin)
                         : send (relay->inner.fd, up->bytes + up->begin, up->end - up->begin,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n < 0 && errno != EAGAIN && errno != EINTR)
    n = (gssize) (up->end - up->begin);
  if (n > 0)
    drop_from_buffer (up, (gsize) n);
  return n > 0;
}

/* Returns TRUE when something came. */
static gboolean
read_inner (EtTlsRelay *relay)
{
  static __thread guint8 chunk[BUFFER_BYTES];
  gssize n;

  if (relay->inner_ended || !is_empty (&relay->down))
    return FALSE;
  n = recv (relay->inner.fd, chunk, sizeof chunk, MSG_DONTWAIT);
  if (n > 0)
    {
      fill_buffer (&relay->down, chunk, (gsize) n);
      set_deadline (relay, relay->options->write_ms);
    }
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    {
      watch (relay, &relay->inner, 0);
      close (relay->inner.fd);
      relay->inner.fd = -1;
      relay->inner_ended = TRUE;
    }
  return n > 0;
}

/* Returns TRUE when something left. */
static gboolean
write_client (EtTlsRelay *relay)
{
  Buffer *down = &relay->down;
  gssize n;

  if (is_empty (down))
    return FALSE;
  n = gnutls_record_send (relay->session, down->bytes + down->begin, down->end - down->begin);
  if (n > 0)
    {
      drop_from_buffer (down, (gsize) n);
      if (is_empty (down))
        relay->deadline_us = 0;
      else
        set_deadline (relay, relay->options->write_ms);
    }
  else if (!must_wait (n))
    relay->phase = PHASE_OVER;
  return n > 0;
}

static void
relay_both_ways (EtTlsRelay *relay)
{
  gboolean has_moved = TRUE;

  while (has_moved && relay->phase == PHASE_RELAYING)
    {
      has_moved = read_client (relay);
      has_moved = write_inner (relay) || has_moved;
      has_moved = read_inner (relay) || has_moved;
      has_moved = write_client (relay) || has_moved;
    }
  if (relay->phase == PHASE_RELAYING && relay->inner_ended && is_empty (&relay->down))
    {
      relay->phase = PHASE_FAREWELL;
      set_deadline (relay, LINGER_MS);
    }
}

static void
say_farewell (EtTlsRelay *relay)
{
  if (must_wait (gnutls_bye (relay->session, GNUTLS_SHUT_WR)))
    return;
  shutdown (relay->client.fd, SHUT_WR);
  relay->phase = relay->client_ended ? PHASE_OVER : PHASE_LINGERING;
}

/* To close with unread bytes would make the kernel send a reset, which can overtake the answer. */
static void
linger (EtTlsRelay *relay)
{
  static __thread guint8 chunk[BUFFER_BYTES];
  gssize n;

  do
    n = recv (relay->client.fd, chunk, sizeof chunk, MSG_DONTWAIT);
  while (n > 0);
  if (n == 0 || (errno != EAGAIN && errno != EINTR))
    relay->phase = PHASE_OVER;
}

static guint32
get_client_events (EtTlsRelay *relay)
{
  gboolean wants_write = gnutls_record_get_direction (relay->session) == 1;

  switch (relay->phase)
    {
    case PHASE_HANDSHAKE:
      return wants_write ? EPOLLOUT : EPOLLIN;
    case PHASE_RELAYING:
      return (is_empty (&relay->down) ? 0 : EPOLLOUT) |
             (is_empty (&relay->up) && !relay->client_ended ? EPOLLIN : 0);
    case PHASE_FAREWELL:
      return EPOLLOUT;
    case PHASE_LINGERING:
      return EPOLLIN;
    case PHASE_OVER:
      break;
    }
  return 0;
}

static void
watch_both (EtTlsRelay *relay)
{
  watch (relay, &relay->client, get_client_events (relay));
  if (relay->inner.fd >= 0 && relay->phase == PHASE_RELAYING)
    watch (relay, &relay->inner,
           (is_empty (&relay->up) ? 0 : EPOLLOUT) | (is_empty (&relay->down) ? EPOLLIN : 0));
}

/* Takes over @fd, a connected socket that does not block. @options, and @epoll_fd, whose events
 * carry the relay's address and a 1 in the last bit for the client, are borrowed.
 * Returns: (transfer full) (nullable): NULL without memory for it; @fd is closed then. */
EtTlsRelay *
et_tls_relay_new (int fd,
                  const EtPeer *peer,
                  EtTlsCredentials *credentials,
                  const EtTlsRelayOptions *options,
                  int epoll_fd)
{
  static const gnutls_datum_t protocol = { (guint8 *) "http/1.1", 8 };
  EtTlsRelay *relay = g_new0 (EtTlsRelay, 1);

  relay->link.data = relay;
  relay->peer = *peer;
  relay->peer.is_tls = TRUE;
  relay->options = options;
  relay->credentials = et_tls_credentials_ref (credentials);
  relay->epoll_fd = epoll_fd;
  relay->client = (Watch){ fd, 0, (guintptr) relay | 1 };
  relay->inner = (Watch){ -1, 0, (guintptr) relay };
  set_deadline (relay, options->handshake_ms);
  if (gnutls_init (&relay->session, GNUTLS_SERVER | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL) != 0 ||
      !et_tls_credentials_apply (credentials, relay->session) ||
      gnutls_session_ticket_enable_server (relay->session, &options->ticket_key) != 0 ||
      gnutls_alpn_set_protocols (relay->session, &protocol, 1, 0) != 0)
    {
      et_tls_relay_free (relay);
      return NULL;
    }
  gnutls_transport_set_int (relay->session, fd);
  return relay;
}

/* Closes both sides. */
void
et_tls_relay_free (EtTlsRelay *relay)
{
  if (relay->session != NULL)
    gnutls_deinit (relay->session);
  close (relay->client.fd);
  if (relay->inner.fd >= 0)
    close (relay->inner.fd);
  clear_buffer (&relay->up);
  clear_buffer (&relay->down);
  et_tls_credentials_unref (relay->credentials);
  g_free (relay);
}

/* Returns: the place in the thread's list, whose data is @relay. */
GList *
et_tls_relay_get_link (EtTlsRelay *relay)
{
  return &relay->link;
}

const EtPeer *
et_tls_relay_get_peer (EtTlsRelay *relay)
{
  return &relay->peer;
}

gboolean
et_tls_relay_is_shaking_hands (EtTlsRelay *relay)
{
  return relay->phase == PHASE_HANDSHAKE;
}

/* Whether it ended, or waits for too long. */
gboolean
et_tls_relay_is_over (EtTlsRelay *relay, int64_t now_us)
{
  return relay->phase == PHASE_OVER || (relay->deadline_us != 0 && now_us >= relay->deadline_us);
}

/* Does what can be done without waiting. To be called at first, and when epoll tells of either
 * side. @client_is_gone: it was reset. */
void
et_tls_relay_step (EtTlsRelay *relay, gboolean client_is_gone)
{
  if (client_is_gone)
    relay->phase = PHASE_OVER;
  if (relay->phase == PHASE_HANDSHAKE)
    shake_hands (relay);
  if (relay->phase == PHASE_RELAYING)
    relay_both_ways (relay);
  if (relay->phase == PHASE_FAREWELL)
    say_farewell (relay);
  if (relay->phase == PHASE_LINGERING)
    linger (relay);
  watch_both (relay);
}
