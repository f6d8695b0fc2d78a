/* SPDX-License-Identifier: MIT */
#include "server/http/et-tls.h"

#include "server/http/et-tls-thread.h"

struct _EtTls
{
  EtTlsRelayOptions options;
  guint n_threads;
  EtAddressCount *count; /* borrowed */
  EtListener *listener; /* owned */
  EtTlsThread **threads; /* owned, NULL-ended, nullable: not started */
  guint next_thread; /* of the listener's thread */
  GMutex lock; /* guards credentials */
  EtTlsCredentials *credentials; /* owned; of connections that come from now on */
};

static EtTlsCredentials *
get_credentials (EtTls *tls)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&tls->lock);

  return et_tls_credentials_ref (tls->credentials);
}

/* Round robin. */
static void
accept_cb (gpointer data, int fd, const EtPeer *peer)
{
  EtTls *tls = data;
  g_autoptr (EtTlsCredentials) credentials = get_credentials (tls);

  et_tls_thread_accept (tls->threads[tls->next_thread++ % tls->n_threads], fd, peer, credentials);
}

/* What is one too many is closed without a word: it would have to be said in TLS. */
static GBytes *
refuse_cb (gpointer data, EtErrorCode code)
{
  return g_bytes_new_static ("", 0);
}

/* Takes the address and reads the certificate. Sets the errors of et_listener_new() and
 * et_tls_credentials_new(). */
EtTls *
et_tls_new (const EtTlsOptions *options, GError **error)
{
  g_autoptr (EtTls) tls = g_new0 (EtTls, 1);
  EtListenerOptions listener = options->listener;

  g_mutex_init (&tls->lock);
  tls->n_threads = options->n_threads;
  tls->count = options->listener.count;
  tls->options = (EtTlsRelayOptions){ .handshake_ms = options->handshake_ms,
                                      .write_ms = options->write_ms,
                                      .accept = options->listener.accept,
                                      .data = options->listener.data };
  if (gnutls_session_ticket_key_generate (&tls->options.ticket_key) != GNUTLS_E_SUCCESS)
    {
      et_error_set (error, ET_ERROR_INTERNAL);
      return NULL;
    }
  tls->credentials = et_tls_credentials_new (options->certificate_file, options->key_file, error);
  if (tls->credentials == NULL)
    return NULL;
  listener.accept = accept_cb;
  listener.refuse = refuse_cb;
  listener.data = tls;
  tls->listener = et_listener_new (&listener, error);
  return tls->listener != NULL ? g_steal_pointer (&tls) : NULL;
}

/* Serves, on threads of its own. */
void
et_tls_start (EtTls *tls)
{
  tls->threads = g_new0 (EtTlsThread *, tls->n_threads + 1);
  for (guint i = 0; i < tls->n_threads; i++)
    tls->threads[i] = et_tls_thread_new (&tls->options, tls->count);
  et_listener_start (tls->listener);
}

/* Has connections that come from now on use another certificate; the others keep theirs. When it
 * cannot be used, nothing changes. From any thread. */
gboolean
et_tls_reload (EtTls *tls, const char *certificate_file, const char *key_file, GError **error)
{
  EtTlsCredentials *fresh = et_tls_credentials_new (certificate_file, key_file, error);
  EtTlsCredentials *old;

  if (fresh == NULL)
    return FALSE;
  g_mutex_lock (&tls->lock);
  old = tls->credentials;
  tls->credentials = fresh;
  g_mutex_unlock (&tls->lock);
  et_tls_credentials_unref (old);
  return TRUE;
}

/* The port that is listened on. */
guint
et_tls_get_port (EtTls *tls)
{
  return et_listener_get_port (tls->listener);
}

/* Ends accepting and handshakes; connections end with what serves them. */
void
et_tls_drain (EtTls *tls)
{
  et_listener_stop (tls->listener);
  for (guint i = 0; tls->threads != NULL && i < tls->n_threads; i++)
    et_tls_thread_drain (tls->threads[i]);
}

/* To be called while those that take connections still live. */
void
et_tls_free (EtTls *tls)
{
  if (tls->listener != NULL)
    et_listener_stop (tls->listener);
  for (guint i = 0; tls->threads != NULL && i < tls->n_threads; i++)
    et_tls_thread_free (tls->threads[i]);
  g_free (tls->threads);
  g_clear_pointer (&tls->listener, et_listener_free);
  g_clear_pointer (&tls->credentials, et_tls_credentials_unref);
  gnutls_free (tls->options.ticket_key.data);
  g_mutex_clear (&tls->lock);
  g_free (tls);
}
