/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"
#include "server/share/et-share.h"

G_BEGIN_DECLS

/* The HTTP server: accept loop, one thread per core, router. It knows neither database nor
 * sessions: main fills in the hooks below. */
typedef struct _EtHttpServer EtHttpServer;

/* A step on its way to the place where it runs. */
typedef struct _EtJob EtJob;

/* To be called by the executor of a place: run does the step's work (inside a savepoint on the
 * writer) and may be called again when a batch is repeated; finish is called once, when its
 * effect is durable or failed. Answers wait until et_http_server_flush() or, off the writer,
 * leave at once. */
gboolean et_job_run (EtJob *job, EtDb *db, GError **error);
void et_job_finish (EtJob *job, const GError *error);
EtPlace et_job_get_place (EtJob *job);
gboolean et_job_is_continued (EtJob *job); /* an earlier step had its effect: do not refuse it */

typedef enum
{
  ET_KNOWN, /* ret_caller is filled in */
  ET_UNKNOWN, /* there is no such session, or it is over */
  ET_ASK /* memory does not know: ask the database */
} EtIdentity;

typedef gboolean (*EtRecallFunc) (
    gpointer app, EtDb *db, EtRequest *req, gboolean *ret_answered, GError **error);

typedef struct
{
  gpointer app; /* given to every hook, and to handlers by et_request_get_app() */

  /* Hands a job to its place. FALSE with ET_ERROR_UNAVAILABLE when that queue is full; never
   * blocks. Not called for ET_INLINE. */
  gboolean (*submit) (gpointer app, EtJob *job, GError **error);

  /* Who holds @token (a bearer token, or the value of the cookie sessionid). The first form runs
   * on the HTTP thread and looks only in memory; the second on a worker with a connection, and
   * remembers what it finds. */
  EtIdentity (*identify) (gpointer app,
                          const char *token,
                          gboolean by_cookie,
                          EtCaller *ret_caller);
  gboolean (*identify_from_db) (gpointer app,
                                EtDb *db,
                                const char *token,
                                gboolean by_cookie,
                                EtCaller *ret_caller, /* role ANYONE, session 0 when unknown */
                                GError **error);

  /* Idempotency, for a request that carries an Idempotency-Key. look_back runs in a READ step before
   * its act, and only looks for a stored answer. recall runs in the first WRITE
   * step before its act: it fills in the stored answer and sets @ret_answered, or notes that the
   * request is in progress, or fails (ET_ERROR_KEY_REUSED, ET_ERROR_IN_PROGRESS). remember runs in
   * the last WRITE step after its act, and keeps the answer; all in the steps' own savepoints. */
  EtRecallFunc look_back;
  EtRecallFunc recall;
  gboolean (*remember) (gpointer app, EtDb *db, EtRequest *req, GError **error);

  /* Appends figures of the whole program to those of the server (Prometheus, text format). */
  void (*write_metrics) (gpointer app, GString *text);

  /* The sentence of a msgid in @language, a word of et_languages. */
  const char *(*translate) (gpointer app, const char *language, const char *msgid);
} EtHttpHooks;

typedef struct
{
  const char *listen; /* ADDRESS:PORT; port 0 takes a free one */
  const char *tls_listen; /* nullable: only in the clear; the same for TLS */
  int listen_fd, tls_listen_fd; /* taken over; 0: opened here, at the addresses above */
  const char *tls_certificate_file, *tls_key_file; /* PEM */
  guint n_threads; /* 0: one per core */
  const char *const *allowed_hosts; /* NULL-ended; "*" allows all */
  const char *const *trusted_origins;
  const char *const *trusted_proxies; /* nullable: networks whose X-Forwarded-* is believed */
  const char *const *metrics_networks; /* nullable: who may read the figures */
  const char *admin_path; /* the word that stands for {admin} */
  const char *default_language; /* "fr" */
  gboolean is_production; /* HTTPS required unless from loopback, as with TLS; Secure cookies */
  guint hsts_seconds; /* 0: no header */
  guint max_connections;
  guint max_connections_per_address;
  guint max_live_per_address; /* WebSockets; also behind a proxy */
  guint requests_per_minute; /* an address; 0: no limit */
  guint signups_per_minute; /* an address */
  guint logins_per_minute; /* an address */
  guint verifications_per_minute; /* a staff account */
  EtShare *share; /* nullable, not started yet: with other processes; stopped before the server */
  int log_level; /* GLogLevelFlags, atomic: requests less important than this are not logged; 0: none is */
  guint header_deadline_ms, body_deadline_ms, idle_deadline_ms, write_deadline_ms;
  guint hint_interval_ms; /* at least so long between two hints to a WebSocket */
} EtHttpConfig;

void et_http_config_init (EtHttpConfig *config);

EtHttpServer *et_http_server_new (const EtHttpConfig *config,
                                  const EtHttpHooks *hooks,
                                  const EtRoute *const *tables, /* NULL-ended */
                                  GError **error);
gboolean et_http_server_bind (EtHttpServer *server, GError **error);
void et_http_server_start (EtHttpServer *server);
guint et_http_server_get_port (EtHttpServer *server);
guint et_http_server_get_tls_port (EtHttpServer *server);
gboolean et_http_server_reload_certificate (EtHttpServer *server,
                                            const char *certificate_file,
                                            const char *key_file,
                                            GError **error);
void et_http_server_flush (EtHttpServer *server); /* after each batch of the writer */

/* What clients at a WebSocket are told and when they lose it; from any thread, and at the next
 * et_http_server_flush(). */
void et_http_server_announce (EtHttpServer *server, int64_t version, int64_t account_id);
void et_http_server_end_session (EtHttpServer *server, int64_t session_id, int64_t account_id);

/* Appends what was counted, in the text format of Prometheus. */
void et_http_server_write_metrics (EtHttpServer *server, GString *text);

void et_http_server_set_log_level (EtHttpServer *server, GLogLevelFlags level);
void et_http_server_stop (EtHttpServer *server, guint drain_ms);
void et_http_server_free (EtHttpServer *server);

/* Every route with its table, for tests and for openapi.json. */
void et_http_server_foreach_route (EtHttpServer *server, GFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtHttpServer, et_http_server_free)

G_END_DECLS
