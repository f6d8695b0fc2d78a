/* SPDX-License-Identifier: MIT */
#pragma once

#include <gnutls/gnutls.h>

#include "core/et-error.h"

G_BEGIN_DECLS

/* A certificate with its key, as TLS needs them; does not change. From any thread. */
typedef struct _EtTlsCredentials EtTlsCredentials;

EtTlsCredentials *
et_tls_credentials_new (const char *certificate_file, const char *key_file, GError **error);
EtTlsCredentials *et_tls_credentials_ref (EtTlsCredentials *credentials);
void et_tls_credentials_unref (EtTlsCredentials *credentials);

gboolean et_tls_credentials_apply (EtTlsCredentials *credentials, gnutls_session_t session);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTlsCredentials, et_tls_credentials_unref)

G_END_DECLS
