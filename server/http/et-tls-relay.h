/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-client-address.h"
#include "server/http/et-tls-credentials.h"

G_BEGIN_DECLS

/* One TLS connection. It stands between the client's socket and a pair of sockets, whose far end is
 * handed on once the handshake is over, as if the client had connected there in the clear. So what
 * reads requests knows nothing of TLS, and no handshake is made on its thread. It belongs to the
 * thread that serves it, and never blocks. */
typedef struct _EtTlsRelay EtTlsRelay;

typedef struct
{
  guint handshake_ms; /* for the whole of it */
  guint write_ms; /* without any progress */
  gnutls_datum_t ticket_key; /* borrowed; of sessions that are resumed */

  /* Takes over @fd, which carries what the client says in the clear. */
  void (*accept) (gpointer data, int fd, const EtPeer *peer);
  gpointer data;
} EtTlsRelayOptions;

EtTlsRelay *et_tls_relay_new (int fd,
                              const EtPeer *peer,
                              EtTlsCredentials *credentials,
                              const EtTlsRelayOptions *options,
                              int epoll_fd);
void et_tls_relay_free (EtTlsRelay *relay);

GList *et_tls_relay_get_link (EtTlsRelay *relay);
const EtPeer *et_tls_relay_get_peer (EtTlsRelay *relay);
gboolean et_tls_relay_is_shaking_hands (EtTlsRelay *relay);
gboolean et_tls_relay_is_over (EtTlsRelay *relay, int64_t now_us);

void et_tls_relay_step (EtTlsRelay *relay, gboolean client_is_gone);

G_END_DECLS
