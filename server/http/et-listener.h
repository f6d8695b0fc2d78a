/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"
#include "server/http/et-address-count.h"

G_BEGIN_DECLS

/* Accepts connections on a thread of its own, counts them, and hands them on. It outlives every
 * failure of accept(): without descriptors it gives up one kept for that and closes what comes. */
typedef struct _EtListener EtListener;

typedef struct
{
  const char *address; /* ADDRESS:PORT */
  int fd; /* taken over, and listens already; 0: is opened at the address */
  EtAddressCount *count; /* borrowed: of connections, perhaps of several listeners */
  GPtrArray *proxies; /* borrowed: their connections are not limited by address */
  guint max_connections; /* 0: no limit */
  guint max_per_address; /* 0: no limit */

  /* Both are called on the listener's thread. accept takes over @fd, which does not block; refuse
   * makes the whole answer to a client that is one too many. */
  void (*accept) (gpointer data, int fd, const EtPeer *peer);
  GBytes *(*refuse) (gpointer data, EtErrorCode code);
  gpointer data;
} EtListenerOptions;

EtListener *et_listener_new (const EtListenerOptions *options, GError **error);
void et_listener_start (EtListener *listener);
void et_listener_stop (EtListener *listener);
void et_listener_free (EtListener *listener);
guint et_listener_get_port (EtListener *listener);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtListener, et_listener_free)

G_END_DECLS
