/* SPDX-License-Identifier: MIT */
#include "server/http/et-http-server.h"

#include <sodium.h>
#include <sys/resource.h>

#include "server/http/et-answer-fields.h"
#include "server/http/et-http-private.h"
#include "server/http/et-http-thread.h"
#include "server/http/et-live.h"

#define MAX_COUNTED_CLIENTS 50000
#define SPARE_DESCRIPTORS 128 /* for databases, files and the rest of the program */

/* Fills in what is right for a server behind no proxy. */
void
et_http_config_init (EtHttpConfig *config)
{
  *config = (EtHttpConfig){
    .listen = "127.0.0.1:8000",
    .admin_path = "admin",
    .default_language = "fr",
    .max_connections = 8192,
    .max_connections_per_address = 256,
    .max_live_per_address = 256,
    .requests_per_minute = 1200,
    .signups_per_minute = 10,
    .logins_per_minute = 10,
    .verifications_per_minute = 600,
    .log_level = G_LOG_LEVEL_INFO,
    .header_deadline_ms = 5000,
    .body_deadline_ms = 10000,
    .idle_deadline_ms = 60000,
    .write_deadline_ms = 10000,
    .hint_interval_ms = 250,
  };
}

static const char *
keep_string (EtHttpServer *server, const char *text)
{
  char *copy = g_strdup (text);

  if (copy != NULL)
    g_ptr_array_add (server->strings, copy);
  return copy;
}

static const char *const *
keep_strings (EtHttpServer *server, const char *const *texts)
{
  gsize n = texts != NULL ? g_strv_length ((char **) texts) : 0;
  const char **copy = texts != NULL ? g_new0 (const char *, n + 1) : NULL;

  if (copy != NULL)
    g_ptr_array_add (server->strings, copy);
  for (gsize i = 0; i < n; i++)
    copy[i] = keep_string (server, texts[i]);
  return copy;
}

static void
copy_config (EtHttpServer *server, const EtHttpConfig *config)
{
  EtHttpConfig *own = &server->config;

  *own = *config;
  own->listen = keep_string (server, config->listen);
  own->tls_listen = keep_string (server, config->tls_listen);
  own->tls_certificate_file = keep_string (server, config->tls_certificate_file);
  own->tls_key_file = keep_string (server, config->tls_key_file);
  own->admin_path = keep_string (server, config->admin_path);
  own->default_language = keep_string (server, config->default_language);
  own->allowed_hosts = keep_strings (server, config->allowed_hosts);
  own->trusted_origins = keep_strings (server, config->trusted_origins);
  own->trusted_proxies = keep_strings (server, config->trusted_proxies);
  own->metrics_networks = keep_strings (server, config->metrics_networks);
  if (own->n_threads == 0)
    own->n_threads = g_get_num_processors ();
  server->deadlines = (EtDeadlines){ config->header_deadline_ms, config->body_deadline_ms,
                                     config->idle_deadline_ms, config->write_deadline_ms };
}

static void
make_limit (EtHttpServer *server, EtLimitKind kind, guint per_minute, const char *name)
{
  if (per_minute == 0)
    return;
  server->limits[kind] = et_rate_limit_new (per_minute, MAX_COUNTED_CLIENTS);
  if (server->config.share != NULL)
    et_rate_limit_share (server->limits[kind], server->config.share, name);
}

static void
make_limits (EtHttpServer *server)
{
  const EtHttpConfig *config = &server->config;

  make_limit (server, ET_LIMIT_REQUESTS, config->requests_per_minute, "requests");
  make_limit (server, ET_LIMIT_SIGNUPS, config->signups_per_minute, "signups");
  make_limit (server, ET_LIMIT_LOGINS, config->logins_per_minute, "logins");
  make_limit (server, ET_LIMIT_VERIFICATIONS, config->verifications_per_minute, "verifications");
}

/* More connections than there are descriptors would only make accept() fail. */
static void
raise_descriptor_limit (EtHttpServer *server)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur <= 2 * SPARE_DESCRIPTORS)
    return;
  if (server->config.max_connections > limit.rlim_cur - SPARE_DESCRIPTORS)
    server->config.max_connections = (guint) limit.rlim_cur - SPARE_DESCRIPTORS;
}

/* Round robin. From any thread. */
static void
accept_cb (gpointer data, int fd, const EtPeer *peer)
{
  EtHttpServer *server = data;

  guint number = (guint) g_atomic_int_add (&server->next_thread, 1);

  et_http_thread_accept (server->threads[number % server->config.n_threads], fd, peer);
}

static GBytes *
refuse_cb (gpointer data, EtErrorCode code)
{
  EtHttpServer *server = data;

  et_metrics_count_refusal (server->metrics, et_error_code_get_status (code));
  return et_refusal_new (server, NULL, code);
}

/* Makes a server of the given routes; nothing listens before et_http_server_bind(). The
 * configuration and the hooks are copied, the tables must live as long as the server.
 *
 * Returns: (transfer full): NULL with ET_ERROR_CONFIGURATION. */
EtHttpServer *
et_http_server_new (const EtHttpConfig *config,
                    const EtHttpHooks *hooks,
                    const EtRoute *const *tables,
                    GError **error)
{
  g_autoptr (EtHttpServer) server = g_new0 (EtHttpServer, 1);

  server->strings = g_ptr_array_new_with_free_func (g_free);
  copy_config (server, config);
  server->hooks = *hooks;
  server->instance = randombytes_random ();
  server->connections = et_address_count_new ();
  server->live_count = et_address_count_new ();
  server->common_fields = et_common_fields_new (config->hsts_seconds);
  server->router = et_router_new (tables, config->admin_path, error);
  if (server->router == NULL)
    return NULL;
  server->metrics = et_metrics_new (et_router_get_routes (server->router),
                                    server->config.n_threads);
  server->proxies = et_address_masks_new (config->trusted_proxies, error);
  if (server->proxies == NULL)
    return NULL;
  make_limits (server);
  return g_steal_pointer (&server);
}

static EtListenerOptions
make_listener_options (EtHttpServer *server, const char *address, int fd)
{
  return (EtListenerOptions){
    .address = address,
    .fd = fd,
    .count = server->connections,
    .proxies = server->proxies,
    .max_connections = server->config.max_connections,
    .max_per_address = server->config.max_connections_per_address,
    .accept = accept_cb,
    .refuse = refuse_cb,
    .data = server,
  };
}

static gboolean
bind_tls (EtHttpServer *server, GError **error)
{
  const EtHttpConfig *config = &server->config;
  EtTlsOptions options = {
    .listener = make_listener_options (server, config->tls_listen, config->tls_listen_fd),
    .certificate_file = config->tls_certificate_file,
    .key_file = config->tls_key_file,
    .n_threads = config->n_threads,
    .handshake_ms = config->header_deadline_ms,
    .write_ms = config->write_deadline_ms,
  };

  if (config->tls_listen == NULL)
    return TRUE;
  server->tls = et_tls_new (&options, error);
  return server->tls != NULL;
}

/* Takes the addresses. Who connects waits until et_http_server_start(). Sets the errors of
 * et_listener_new() and et_tls_new(). */
gboolean
et_http_server_bind (EtHttpServer *server, GError **error)
{
  EtListenerOptions options;

  g_return_val_if_fail (server->listener == NULL, FALSE);

  raise_descriptor_limit (server);
  options = make_listener_options (server, server->config.listen, server->config.listen_fd);
  server->listener = et_listener_new (&options, error);
  return server->listener != NULL && bind_tls (server, error);
}

/* Serves, on threads of its own, after et_http_server_bind(). */
void
et_http_server_start (EtHttpServer *server)
{
  guint n = server->config.n_threads;
  EtHttpThread **threads = g_new0 (EtHttpThread *, n + 1);

  g_return_if_fail (server->listener != NULL && server->threads == NULL);

  for (guint i = 0; i < n; i++)
    threads[i] = et_http_thread_new (server, i);
  g_atomic_pointer_set (&server->threads, threads);
  et_listener_start (server->listener);
  if (server->tls != NULL)
    et_tls_start (server->tls);
}

/* The port that is listened on; of use when the configured one was 0. */
guint
et_http_server_get_port (EtHttpServer *server)
{
  return server->listener != NULL ? et_listener_get_port (server->listener) : 0;
}

/* The same of TLS; 0 without it. */
guint
et_http_server_get_tls_port (EtHttpServer *server)
{
  return server->tls != NULL ? et_tls_get_port (server->tls) : 0;
}

/* Has new connections use what the files hold now. Sets the errors of et_tls_credentials_new(). */
gboolean
et_http_server_reload_certificate (EtHttpServer *server,
                                   const char *certificate_file,
                                   const char *key_file,
                                   GError **error)
{
  return server->tls == NULL || et_tls_reload (server->tls, certificate_file, key_file, error);
}

/* To be called when a connection that was handed on is closed; from any thread. What stands before
 * one in TLS lives on, and is counted as long as it does. */
void
et_http_server_release (EtHttpServer *server, const EtPeer *peer)
{
  if (!peer->is_tls)
    et_address_count_release (server->connections, &peer->key);
}

/* Lets the answers of the writer's batch leave. From any thread. */
void
et_http_server_flush (EtHttpServer *server)
{
  EtHttpThread **threads = g_atomic_pointer_get (&server->threads);

  for (guint i = 0; threads != NULL && threads[i] != NULL; i++)
    et_http_thread_wake (threads[i]);
}

/* The number of the last change that was announced. From any thread. */
int64_t
et_http_server_get_version (EtHttpServer *server)
{
  return __atomic_load_n (&server->version, __ATOMIC_ACQUIRE);
}

/* Tells the clients at a WebSocket that there is change @version, of an account or, with 0, of
 * everybody. From any thread; it leaves at the next et_http_server_flush(). */
void
et_http_server_announce (EtHttpServer *server, int64_t version, int64_t account_id)
{
  EtHttpThread **threads = g_atomic_pointer_get (&server->threads);
  gint64 known = et_http_server_get_version (server);

  while (known < version && !__atomic_compare_exchange_n (&server->version, &known, version, FALSE,
                                                          __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    continue;
  if (et_address_count_get_all (server->live_count) == 0)
    return;
  for (guint i = 0; threads != NULL && threads[i] != NULL; i++)
    et_live_post_version (threads[i], version, account_id);
}

/* Ends the WebSockets of a session or, with 0, of all sessions of an account. From any thread; it
 * happens at the next et_http_server_flush(). */
void
et_http_server_end_session (EtHttpServer *server, int64_t session_id, int64_t account_id)
{
  EtHttpThread **threads = g_atomic_pointer_get (&server->threads);

  if (et_address_count_get_all (server->live_count) == 0)
    return;
  for (guint i = 0; threads != NULL && threads[i] != NULL; i++)
    et_live_post_end (threads[i], session_id, account_id);
}

/* Whether what is as important as @level is logged. */
gboolean
et_http_config_logs (const EtHttpConfig *config, GLogLevelFlags level)
{
  return __atomic_load_n (&config->log_level, __ATOMIC_RELAXED) >= (int) level;
}

/* From now on. From any thread. */
void
et_http_server_set_log_level (EtHttpServer *server, GLogLevelFlags level)
{
  __atomic_store_n (&server->config.log_level, (int) level, __ATOMIC_RELAXED);
}

/* Ends accepting, lets the requests under way finish for at most @drain_ms, and ends the rest. The
 * executors must still run; afterwards they may finish jobs, which are dropped. */
void
et_http_server_stop (EtHttpServer *server, guint drain_ms)
{
  int64_t end_us = g_get_monotonic_time () + (int64_t) drain_ms * 1000;

  if (server->threads == NULL || g_atomic_int_get (&server->is_draining))
    return;

  g_atomic_int_set (&server->is_draining, TRUE);
  et_listener_stop (server->listener);
  if (server->tls != NULL)
    et_tls_drain (server->tls);
  for (guint i = 0; server->threads[i] != NULL; i++)
    et_http_thread_drain (server->threads[i]);
  while (et_address_count_get_all (server->connections) > 0 && g_get_monotonic_time () < end_us)
    g_usleep (2000);
  for (guint i = 0; server->threads[i] != NULL; i++)
    et_http_thread_join (server->threads[i]);
  g_clear_pointer (&server->tls, et_tls_free);
}

/* To be called after the executors have ended. */
void
et_http_server_free (EtHttpServer *server)
{
  et_http_server_stop (server, 0);
  for (guint i = 0; server->threads != NULL && server->threads[i] != NULL; i++)
    et_http_thread_free (server->threads[i]);
  g_free (server->threads);
  g_clear_pointer (&server->tls, et_tls_free);
  g_clear_pointer (&server->listener, et_listener_free);
  et_address_count_free (server->connections);
  et_address_count_free (server->live_count);
  g_clear_pointer (&server->metrics, et_metrics_free);
  g_clear_pointer (&server->router, et_router_free);
  g_clear_pointer (&server->proxies, g_ptr_array_unref);
  for (guint i = 0; i < ET_N_LIMITS; i++)
    g_clear_pointer (&server->limits[i], et_rate_limit_free);
  g_free (server->common_fields);
  g_ptr_array_unref (server->strings);
  g_free (server);
}

/* Calls func (route, data) for every EtRoute in the order of the tables. */
void
et_http_server_foreach_route (EtHttpServer *server, GFunc func, gpointer data)
{
  et_router_foreach (server->router, func, data);
}

/* Writes a new request's id, 16 hexadecimal digits and a NUL. */
void
et_http_server_make_request_id (EtHttpServer *server, char *ret_id)
{
  static const char digits[] = "0123456789abcdef";
  guint64 number = (guint64) server->instance << 32 |
                   (guint32) g_atomic_int_add (&server->n_requests, 1);

  for (int i = ET_REQUEST_ID_LENGTH; i > 0; number >>= 4)
    ret_id[--i] = digits[number & 15];
  ret_id[ET_REQUEST_ID_LENGTH] = '\0';
}
