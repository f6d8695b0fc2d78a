/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <netinet/in.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* What counts as one client when requests and connections are counted: an IPv4 address, or the
 * first half of an IPv6 address, which is what one subscriber is given. */
typedef struct
{
  guint8 bytes[16];
} EtAddressKey;

/* Who is at the other end of a connection. */
typedef struct
{
  char text[INET6_ADDRSTRLEN];
  EtAddressKey key;
  gboolean is_loopback;
  gboolean is_tls; /* spoken to in TLS, by this server itself */
  gboolean is_proxy; /* one of ours: what it forwards is believed */
} EtPeer;

guint et_address_key_hash (gconstpointer key);
gboolean et_address_key_equal (gconstpointer a, gconstpointer b);

GPtrArray *et_address_masks_new (const char *const *networks, GError **error);
gboolean et_peer_is_in (const EtPeer *peer, GPtrArray *masks);
void et_peer_init (EtPeer *peer, const struct sockaddr *address, GPtrArray *proxies);
gboolean et_peer_init_forwarded (EtPeer *peer, const char *forwarded_for, GPtrArray *proxies);

G_END_DECLS
