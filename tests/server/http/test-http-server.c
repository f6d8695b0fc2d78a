/* SPDX-License-Identifier: MIT */
#include "tests/server/http/test-http-server.h"

#include <string.h>

#include "tests/server/http/test-http-routes.h"

struct _EtTestOffice
{
  EtTestState state; /* first: handlers get it as their app */
  EtHttpServer *server;
  GThreadPool *workers;
  GAsyncQueue *writes; /* of EtJob; the office itself says stop */
  GThread *writer;
};

static void
work_cb (gpointer data, gpointer user_data)
{
  EtJob *job = data;
  g_autoptr (GError) error = NULL;

  et_job_run (job, NULL, &error);
  et_job_finish (job, error);
}

/* Takes what waits, as the real writer does. Returns FALSE when it is told to stop. */
static gboolean
take_batch (EtTestOffice *office, GPtrArray *batch)
{
  gpointer next = g_async_queue_pop (office->writes);

  while (g_atomic_int_get (&office->state.is_held))
    g_usleep (1000);
  for (; next != NULL && next != office; next = g_async_queue_try_pop (office->writes))
    {
      g_atomic_int_add (&office->state.n_queued, -1);
      g_ptr_array_add (batch, next);
    }
  return next != office;
}

static void
run_batch (EtTestOffice *office, GPtrArray *batch)
{
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  guint rounds = g_atomic_int_get (&office->state.runs_twice) ? 2 : 1;

  g_ptr_array_set_size (errors, (int) batch->len);
  g_ptr_array_set_free_func (errors, NULL);
  for (guint round = 0; round < rounds; round++)
    for (guint i = 0; i < batch->len; i++)
      {
        g_clear_error ((GError **) &errors->pdata[i]);
        et_job_run (batch->pdata[i], NULL, (GError **) &errors->pdata[i]);
      }
  for (guint i = 0; i < batch->len; i++)
    {
      et_job_finish (batch->pdata[i], errors->pdata[i]);
      g_clear_error ((GError **) &errors->pdata[i]);
    }
  g_atomic_int_inc (&office->state.n_batches);
  et_http_server_flush (office->server);
}

static gpointer
write_cb (gpointer data)
{
  EtTestOffice *office = data;
  gboolean goes_on = TRUE;

  while (goes_on)
    {
      g_autoptr (GPtrArray) batch = g_ptr_array_new ();

      goes_on = take_batch (office, batch);
      if (batch->len > 0)
        run_batch (office, batch);
    }
  return NULL;
}

static gboolean
submit (gpointer app, EtJob *job, GError **error)
{
  EtTestOffice *office = app;

  if (g_atomic_int_get (&office->state.is_full) > (et_job_is_continued (job) ? 1 : 0))
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  if (et_job_get_place (job) == ET_WRITE)
    {
      g_atomic_int_inc (&office->state.n_queued);
      g_async_queue_push (office->writes, job);
    }
  else
    g_thread_pool_push (office->workers, job, NULL);
  return TRUE;
}

static void
set_caller (EtCaller *caller, EtRole role, int64_t account_id, gboolean by_cookie)
{
  *caller = (EtCaller){ role, account_id, 70 + account_id, by_cookie };
}

static gboolean
know (const char *token, gboolean by_cookie, EtCaller *ret_caller)
{
  if (g_str_equal (token, "customer"))
    set_caller (ret_caller, ET_ROLE_CUSTOMER, 1, by_cookie);
  else if (g_str_equal (token, "staff"))
    set_caller (ret_caller, ET_ROLE_STAFF, 2, by_cookie);
  else if (g_str_equal (token, "admin"))
    set_caller (ret_caller, ET_ROLE_ADMIN, 3, by_cookie);
  else if (g_str_equal (token, "guest"))
    set_caller (ret_caller, ET_ROLE_ANYONE, 0, by_cookie);
  else
    return FALSE;
  return TRUE;
}

/* A token that begins with "db-" is known to the database only. */
static EtIdentity
identify (gpointer app, const char *token, gboolean by_cookie, EtCaller *ret_caller)
{
  if (g_str_has_prefix (token, "db-"))
    return ET_ASK;
  return know (token, by_cookie, ret_caller) ? ET_KNOWN : ET_UNKNOWN;
}

static gboolean
identify_from_db (gpointer app,
                  EtDb *db,
                  const char *token,
                  gboolean by_cookie,
                  EtCaller *ret_caller,
                  GError **error)
{
  EtTestOffice *office = app;

  g_atomic_int_inc (&office->state.n_looked_up);
  if (g_str_equal (token, "db-broken"))
    {
      et_error_set (error, ET_ERROR_UNAVAILABLE);
      return FALSE;
    }
  know (token + strlen ("db-"), by_cookie, ret_caller);
  return TRUE;
}

static const char *
translate (gpointer app, const char *language, const char *msgid)
{
  if (!g_str_equal (language, "fr"))
    return msgid;
  return g_str_equal (msgid, "There is nothing here") ? "Il n’y a rien ici" : msgid;
}

/* The configuration of tests: quick deadlines where a test needs them come from the test. */
void
et_test_office_config (EtHttpConfig *config)
{
  et_http_config_init (config);
  config->listen = "127.0.0.1:0";
  config->default_language = "en";
  config->admin_path = "back-office";
  config->n_threads = 2;
  config->log_level = 0;
  config->requests_per_minute = 0;
  config->max_connections_per_address = 0;
}

/* Starts the server. @config: (nullable). */
EtTestOffice *
et_test_office_new (const EtHttpConfig *config)
{
  static const EtRoute *const tables[] = { et_test_routes, NULL };
  EtTestOffice *office = g_new0 (EtTestOffice, 1);
  EtHttpConfig own;
  g_autoptr (GError) error = NULL;
  EtHttpHooks hooks = {
    .app = office,
    .submit = submit,
    .identify = identify,
    .identify_from_db = identify_from_db,
    .recall = et_test_recall,
    .remember = et_test_remember,
    .translate = translate,
  };

  et_test_office_config (&own);
  office->workers = g_thread_pool_new (work_cb, office, 2, FALSE, NULL);
  office->writes = g_async_queue_new ();
  office->writer = g_thread_new ("writer", write_cb, office);
  office->server = et_http_server_new (config != NULL ? config : &own, &hooks, tables, &error);
  g_assert_no_error (error);
  et_http_server_bind (office->server, &error);
  g_assert_no_error (error);
  et_http_server_start (office->server);
  return office;
}

void
et_test_office_free (EtTestOffice *office)
{
  et_http_server_stop (office->server, 2000);
  g_thread_pool_free (office->workers, FALSE, TRUE);
  g_async_queue_push (office->writes, office);
  g_thread_join (office->writer);
  g_async_queue_unref (office->writes);
  et_http_server_free (office->server);
  g_free (office);
}

guint
et_test_office_get_port (EtTestOffice *office)
{
  return et_http_server_get_port (office->server);
}

EtHttpServer *
et_test_office_get_server (EtTestOffice *office)
{
  return office->server;
}

EtTestState *
et_test_office_get_state (EtTestOffice *office)
{
  return &office->state;
}
