/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-address-count.h"
#include "server/http/et-tls-relay.h"

G_BEGIN_DECLS

/* A thread that serves TLS connections, from their handshakes on. */
typedef struct _EtTlsThread EtTlsThread;

EtTlsThread *et_tls_thread_new (const EtTlsRelayOptions *options, EtAddressCount *count);
void et_tls_thread_accept (EtTlsThread *thread,
                           int fd,
                           const EtPeer *peer,
                           EtTlsCredentials *credentials);
void et_tls_thread_drain (EtTlsThread *thread);
void et_tls_thread_free (EtTlsThread *thread);

G_END_DECLS
