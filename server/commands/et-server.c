/* SPDX-License-Identifier: MIT */
#include "server/commands/et-server.h"

#include "server/api/et-routes.h"
#include "server/commands/et-activation.h"
#include "server/commands/et-command-socket.h"
#include "server/commands/et-database.h"
#include "server/commands/et-executors.h"
#include "server/commands/et-figures.h"
#include "server/commands/et-first-administrator.h"
#include "server/commands/et-hooks.h"
#include "server/commands/et-http-settings.h"
#include "server/commands/et-upkeep.h"
#include "server/repo/et-counter-repo.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-signing-key-repo.h"
#include "server/service/et-audit-chain.h"
#include "server/service/et-change-feed.h"
#include "server/service/et-factor-seal.h"
#include "server/service/et-key-register.h"
#include "server/service/et-services.h"
#include "server/share/et-share.h"

#define SESSIONS_IN_MEMORY 100000

/* Beyond what requests may queue: their further steps, and the server's own writes. */
#define MAX_QUEUE (2 * ET_EXECUTORS_MAX_WRITES)

#define DRAIN_MS 8000

struct _EtServer
{
  EtServices services; /* first, so that hooks, which get it, find the server; owns its parts */
  EtShare *share; /* owned, nullable: limits are this process's alone */
  EtChangeFeed *feed; /* owned */
  EtWriter *writer; /* owned */
  EtDb *db; /* borrowed: the writer's, for its thread alone */
  EtExecutors *executors; /* owned */
  EtUpkeep *upkeep; /* owned */
  EtHttpServer *http; /* owned */
  EtFigures figures; /* borrows from the above */
  EtOperator holder; /* borrows from the above */
  EtCommandSocket *socket; /* owned */
};

static gboolean
submit (gpointer app, EtJob *job, GError **error)
{
  EtServer *server = app;

  return et_executors_submit (server->executors, job, error);
}

static void
write_metrics (gpointer app, GString *text)
{
  EtServer *server = app;

  et_figures_write (&server->figures, text);
}

/* Only a database with a server is shared. */
static gboolean
has_other_processes (EtServer *server)
{
  return server->services.config->database_file == NULL;
}

/* What is for everybody is the catalogue, which another process may have changed. */
static void
changed_cb (gpointer data, int64_t seq, int64_t account_id)
{
  EtServer *server = data;

  if (account_id == 0 && has_other_processes (server))
    et_catalogue_mark_stale (server->services.catalogue);
  et_http_server_announce (server->http, seq, account_id);
}

static void
session_ended_cb (gpointer data, int64_t session_id, int64_t account_id)
{
  EtServer *server = data;

  et_http_server_end_session (server->http, session_id, account_id);
}

static void
flush_cb (gpointer data)
{
  EtServer *server = data;

  et_http_server_flush (server->http);
}

/* Sales are shown at most four times a second. */
static void
refresh_catalogue (EtServer *server)
{
  g_autoptr (GError) error = NULL;

  et_catalogue_mark_stale (server->services.catalogue);
  if (!et_catalogue_refresh (server->services.catalogue, server->db, &error))
    g_warning ("The catalogue was not refreshed: %s", error->message);
}

/* Sessions that the batch ended are forgotten before its answers leave, and the catalogue shows
 * what it changed. */
static void
batch_done_cb (gpointer data)
{
  EtServer *server = data;

  g_atomic_int_inc (&server->figures.n_batches);
  if (et_change_feed_has_offers (server->feed))
    refresh_catalogue (server);
  et_change_feed_apply (server->feed);
}

/* Also begins the audit chain, with the rows from before there was one. */
static gboolean
update_key_register (EtDb *db, gpointer keys, GError **error)
{
  return et_key_register_update (db, keys, error) && et_key_register_note_use (db, keys, error) &&
         et_factor_seal_all (db, keys, error) && et_audit_chain_extend (db, keys, NULL, error);
}

/* Only in development is there no key file at the first start: the settings were checked. */
static gboolean
make_first_key (const EtConfig *config, EtDb *db, GError **error)
{
  int64_t highest;
  guint8 key_id;

  return g_file_test (config->signing_key_file, G_FILE_TEST_EXISTS) ||
         (et_signing_key_repo_get_highest (db, &highest, error) &&
          et_signing_keys_add (config->signing_key_file, highest, &key_id, error));
}

static gboolean
open_database (EtServer *server, GError **error)
{
  const EtConfig *config = server->services.config;
  int n_migrations;
  EtDb *db = et_database_open (config, FALSE, &n_migrations, error);

  if (db == NULL)
    return FALSE;
  if (!make_first_key (config, db, error))
    {
      et_db_close (db);
      return FALSE;
    }
  server->db = db;
  server->writer = et_writer_new (db, MAX_QUEUE, (guint) config->writes_per_commit);
  if (has_other_processes (server))
    et_writer_set_begin (server->writer, et_guard_take_turn);
  et_writer_set_seal (server->writer, et_change_feed_seal, server->feed);
  et_writer_set_batch_done (server->writer, batch_done_cb, server);
  return TRUE;
}

static gboolean
take_number (EtDb *db, gpointer ret_process, GError **error)
{
  return et_counter_repo_raise (db, "process", 1, ret_process, error);
}

/* Gives this process a number that no other has or had. */
static gboolean
join_processes (EtServer *server, GError **error)
{
  EtServices *services = &server->services;

  if (!has_other_processes (server))
    return TRUE;
  if (!et_writer_run (server->writer, take_number, &services->process, error))
    return FALSE;
  et_change_feed_set_process (server->feed, services->process);
  return TRUE;
}

static gboolean
load_services (EtServer *server, GError **error)
{
  EtServices *services = &server->services;
  g_autoptr (EtDb) db = NULL;

  services->signing_keys = et_signing_keys_load (services->config->signing_key_file, error);
  if (services->signing_keys == NULL)
    return FALSE;
  et_change_feed_set_audit_keys (server->feed, services->signing_keys);
  if (!et_writer_run (server->writer, update_key_register, services->signing_keys, error) ||
      !join_processes (server, error))
    return FALSE;

  db = et_db_open (services->config->database_url, ET_DB_READ_ONLY, error);
  return db != NULL && et_catalogue_load (services->catalogue, db, error) &&
         et_change_feed_follow (server->feed, g_steal_pointer (&db), error);
}

/* Others are told of what is counted here once the server answers. */
static gboolean
share_limits (EtServer *server, GError **error)
{
  const EtConfig *config = server->services.config;

  if (config->redis_url == NULL)
    return TRUE;
  server->share = et_share_new (config->redis_url, error);
  if (server->share == NULL)
    return FALSE;
  et_sign_in_limit_share (server->services.sign_in_limit, server->share);
  return TRUE;
}

/* Takes the port before anything is created: where another program has it, nothing happens. */
static gboolean
bind_http (EtServer *server, GError **error)
{
  EtHttpHooks hooks = {
    .app = &server->services,
    .submit = submit,
    .identify = et_hooks_identify,
    .identify_from_db = et_hooks_identify_from_db,
    .look_back = et_hooks_look_back,
    .recall = et_hooks_recall,
    .remember = et_hooks_remember,
    .write_metrics = write_metrics,
    .translate = et_hooks_translate,
  };
  EtHttpConfig config;
  EtHttpServer *http;

  et_http_settings_read (server->services.config, &config);
  et_activation_take (&config.listen_fd, &config.tls_listen_fd);
  config.share = server->share;
  http = et_http_server_new (&config, &hooks, et_routes, error);
  if (http == NULL)
    return FALSE;
  server->http = http;
  et_change_feed_set_listener (
      server->feed, &(EtChangeListener){ changed_cb, session_ended_cb, flush_cb, server });
  return et_http_server_bind (http, error);
}

static gboolean
open_command_socket (EtServer *server, GError **error)
{
  if (server->services.config->database_file == NULL)
    return TRUE; /* commands go to the database themselves */
  server->holder = (EtOperator){
    .config = server->services.config,
    .writer = server->writer,
    .signing_keys = server->services.signing_keys,
    .catalogue = server->services.catalogue,
  };
  server->socket = et_command_socket_new (&server->holder, error);
  return server->socket != NULL;
}

static EtReadiness *
make_readiness (const EtConfig *config)
{
  const char *file = config->database_file != NULL ? config->database_file
                                                   : config->signing_key_file;
  g_autofree char *folder = g_path_get_dirname (file);

  return et_readiness_new (folder, ET_EXECUTORS_MAX_WRITES);
}

/* Starts the server and returns when it answers requests. Sets an error with a sentence for the
 * operator.
 * @config: outlives the server. */
EtServer *
et_server_start (const EtConfig *config, GError **error)
{
  g_autoptr (EtServer) server = g_new0 (EtServer, 1);
  EtServices *services = &server->services;

  services->config = config;
  services->session_cache = et_session_cache_new (SESSIONS_IN_MEMORY);
  services->catalogue = et_catalogue_new ();
  services->payment = et_simulated_payment_new (config->payment_timeout_ms);
  services->sign_in_limit = et_sign_in_limit_new ();
  services->unfinished = et_unfinished_new ();
  services->readiness = make_readiness (config);
  server->feed = et_change_feed_new (services->session_cache);

  if (!share_limits (server, error) || !bind_http (server, error) ||
      !open_database (server, error) || !load_services (server, error) ||
      !et_first_administrator_ensure (config, server->writer, error) ||
      (server->executors = et_executors_new (config->database_url, server->writer, error)) ==
          NULL ||
      (server->upkeep = et_upkeep_new (services, server->writer, error)) == NULL ||
      !open_command_socket (server, error))
    return NULL;
  server->figures.http = server->http;
  server->figures.executors = server->executors;
  server->figures.writer = server->writer;
  if (server->share != NULL)
    et_share_start (server->share);
  et_http_server_start (server->http);
  return g_steal_pointer (&server);
}

/* Takes from @config, read anew, what can change while the server runs: how much is logged, and
 * the certificate. Sets ET_ERROR_CONFIGURATION when that cannot be used. */
gboolean
et_server_reload (EtServer *server, const EtConfig *config, GError **error)
{
  if (config->tls_certificate_file != NULL &&
      !et_http_server_reload_certificate (server->http, config->tls_certificate_file,
                                          config->tls_key_file, error))
    return FALSE;
  et_http_server_set_log_level (server->http, config->log_level);
  return TRUE;
}

guint
et_server_get_port (EtServer *server)
{
  return et_http_server_get_port (server->http);
}

/* Returns: 0 when no TLS is spoken. */
guint
et_server_get_tls_port (EtServer *server)
{
  return et_http_server_get_tls_port (server->http);
}

/* Makes a code for whoever signs up as the first administrator.
 * @ret_issued: its code stays NULL when there is one. */
gboolean
et_server_issue_setup_code (EtServer *server, EtIssuedCode *ret_issued, GError **error)
{
  return et_first_administrator_issue_code (&server->services, server->writer, ret_issued, error);
}

static void
free_services (EtServices *services)
{
  g_clear_pointer (&services->signing_keys, et_signing_keys_free);
  g_clear_pointer (&services->unfinished, et_unfinished_free);
  g_clear_pointer (&services->readiness, et_readiness_free);
  g_clear_pointer (&services->sign_in_limit, et_sign_in_limit_free);
  g_clear_pointer (&services->payment, et_payment_provider_free);
  g_clear_pointer (&services->catalogue, et_catalogue_free);
  g_clear_pointer (&services->session_cache, et_session_cache_free);
}

/* Stops the server: what is under way ends within ten seconds, all that was written is copied from
 * the log into the database. */
void
et_server_free (EtServer *server)
{
  g_clear_pointer (&server->socket, et_command_socket_free);
  if (server->http != NULL)
    et_http_server_stop (server->http, DRAIN_MS);
  if (server->share != NULL)
    et_share_stop (server->share);
  g_clear_pointer (&server->upkeep, et_upkeep_free);
  if (server->executors != NULL)
    et_executors_stop (server->executors);
  if (server->writer != NULL)
    et_writer_stop (server->writer);
  et_change_feed_stop (server->feed); /* and with it the sign that this process is at work */
  /* The writer's connection is closed last: it empties the log of a file. */
  g_clear_pointer (&server->writer, et_writer_free);
  g_clear_pointer (&server->feed, et_change_feed_free);
  g_clear_pointer (&server->executors, et_executors_free);
  g_clear_pointer (&server->http, et_http_server_free);
  free_services (&server->services);
  g_clear_pointer (&server->share, et_share_free);
  g_free (server);
}
