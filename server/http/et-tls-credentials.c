/* SPDX-License-Identifier: MIT */
#include "server/http/et-tls-credentials.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* TLS 1.2 and 1.3 with what GnuTLS holds for sound; the server's order of ciphers counts. */
#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:%SERVER_PRECEDENCE"

struct _EtTlsCredentials
{
  gatomicrefcount references;
  gnutls_certificate_credentials_t certificate; /* owned */
  gnutls_priority_t priorities; /* owned */
};

static gboolean
fail (const char *path, const char *reason, GError **error)
{
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                         N_ ("The certificate or key {path} cannot be used: {reason}"));
  et_error_add_text (error, "path", path);
  et_error_add_text (error, "reason", reason);
  return FALSE;
}

/* A group such as ssl-cert may read the key, but not everybody. */
static gboolean
check_mode (const char *key_file, GError **error)
{
  GStatBuf status;

  if (g_stat (key_file, &status) != 0)
    return fail (key_file, g_strerror (errno), error);
  return (status.st_mode & 0007) == 0 || fail (key_file, "everybody may read it", error);
}

static gboolean
load (EtTlsCredentials *credentials,
      const char *certificate_file,
      const char *key_file,
      GError **error)
{
  int code = gnutls_certificate_allocate_credentials (&credentials->certificate);

  if (code == GNUTLS_E_SUCCESS)
    code = gnutls_priority_init (&credentials->priorities, PRIORITIES, NULL);
  if (code != GNUTLS_E_SUCCESS)
    return fail (certificate_file, gnutls_strerror (code), error);
  if (g_access (certificate_file, R_OK) != 0)
    return fail (certificate_file, g_strerror (errno), error);
  if (!check_mode (key_file, error))
    return FALSE;
  code = gnutls_certificate_set_x509_key_file (credentials->certificate, certificate_file, key_file,
                                               GNUTLS_X509_FMT_PEM);
  return code >= 0 || fail (certificate_file, gnutls_strerror (code), error);
}

/* Reads a certificate, with the chain that leads to its root, and its key; both are PEM files.
 * Returns: (transfer full): NULL with ET_ERROR_CONFIGURATION. */
EtTlsCredentials *
et_tls_credentials_new (const char *certificate_file, const char *key_file, GError **error)
{
  g_autoptr (EtTlsCredentials) credentials = g_new0 (EtTlsCredentials, 1);

  g_atomic_ref_count_init (&credentials->references);
  return load (credentials, certificate_file, key_file, error) ? g_steal_pointer (&credentials)
                                                               : NULL;
}

EtTlsCredentials *
et_tls_credentials_ref (EtTlsCredentials *credentials)
{
  g_atomic_ref_count_inc (&credentials->references);
  return credentials;
}

void
et_tls_credentials_unref (EtTlsCredentials *credentials)
{
  if (!g_atomic_ref_count_dec (&credentials->references))
    return;
  if (credentials->certificate != NULL)
    gnutls_certificate_free_credentials (credentials->certificate);
  if (credentials->priorities != NULL)
    gnutls_priority_deinit (credentials->priorities);
  g_free (credentials);
}

/* Has a session use them; they must outlive it. */
gboolean
et_tls_credentials_apply (EtTlsCredentials *credentials, gnutls_session_t session)
{
  return gnutls_priority_set (session, credentials->priorities) == GNUTLS_E_SUCCESS &&
         gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, credentials->certificate) ==
             GNUTLS_E_SUCCESS;
}
