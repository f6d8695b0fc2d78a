/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-listener.h"

G_BEGIN_DECLS

/* Where clients are spoken to in TLS: a listener and threads of their own. */
typedef struct _EtTls EtTls;

typedef struct
{
  EtListenerOptions listener; /* its accept gets the far end of a pair of sockets */
  const char *certificate_file, *key_file; /* PEM */
  guint n_threads;
  guint handshake_ms, write_ms;
} EtTlsOptions;

EtTls *et_tls_new (const EtTlsOptions *options, GError **error);
void et_tls_start (EtTls *tls);
gboolean
et_tls_reload (EtTls *tls, const char *certificate_file, const char *key_file, GError **error);
guint et_tls_get_port (EtTls *tls);
void et_tls_drain (EtTls *tls);
void et_tls_free (EtTls *tls);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTls, et_tls_free)

G_END_DECLS
