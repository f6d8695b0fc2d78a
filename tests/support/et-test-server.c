/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tests/support/et-test-folder.h"

#define GREETING "Listening on http://127.0.0.1:"
#define KEYS "signing-keys"
#define LOG "server.log"

struct _EtTestServer
{
  char *program; /* owned */
  char *folder; /* owned */
  char **environ_; /* owned */
  GSubprocess *process; /* owned, nullable: not running */
  GString *greeting; /* owned: what it printed until it was ready */
  guint port;
};

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
show_log (EtTestServer *server)
{
  g_autofree char *path = et_test_server_get_path (server, LOG);
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    g_test_message ("%s", text);
}

static void
set_defaults (EtTestServer *server)
{
  static const char *const defaults[][2] = {
    { "LC_ALL", "C.UTF-8" },
    { "ETICKETS_LISTEN", "127.0.0.1:0" },
    { "ETICKETS_LOG_LEVEL", "warning" },
    { "ETICKETS_REQUESTS_PER_MINUTE", "0" },
    { "ETICKETS_SIGNUPS_PER_MINUTE", "0" },
    { "ETICKETS_LOGINS_PER_MINUTE", "0" },
    { "ETICKETS_VERIFICATIONS_PER_MINUTE", "0" },
    { "ETICKETS_MAX_GUESTS", "0" },
    { "ETICKETS_PAYMENT_TIMEOUT_MS", "300" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (defaults); i++)
    et_test_server_set (server, defaults[i][0], defaults[i][1]);
  et_test_server_give_database (server);
}

gboolean
et_test_is_full_run (void)
{
  return g_strcmp0 (g_getenv ("ET_TEST_FULL"), "1") == 0;
}

static EtTestServer *
make (const char *program)
{
  EtTestServer *server = g_new0 (EtTestServer, 1);
  g_autoptr (GError) error = NULL;

  server->program = g_strdup (program);
  server->folder = g_dir_make_tmp ("etickets-test-XXXXXX", &error);
  g_assert_no_error (error);
  server->greeting = g_string_new (NULL);
  return server;
}

/* Makes the folder for a server and starts none.
 * @program: (nullable): another server than the one that was built.
 * @environment: (nullable): "NAME=value" strings, ended by NULL. */
EtTestServer *
et_test_server_new_stopped (const char *program, const char *const *environment)
{
  EtTestServer *server = make (program != NULL ? program : ET_TEST_SERVER_PROGRAM);

  server->environ_ = g_get_environ ();
  set_defaults (server);
  for (guint i = 0; environment != NULL && environment[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (environment[i], "=", 2);

      et_test_server_set (server, parts[0], parts[1]);
    }
  return server;
}

/* Makes a second process on the database of a server, with the same settings and signing keys, in
 * a folder of its own, and does not start it. */
EtTestServer *
et_test_server_new_beside (EtTestServer *other)
{
  EtTestServer *server = make (other->program);
  g_autofree char *keys = et_test_server_get_path (other, KEYS);

  server->environ_ = g_strdupv (other->environ_);
  if (et_test_server_get (server, "ETICKETS_SIGNING_KEY_FILE") == NULL)
    et_test_server_set (server, "ETICKETS_SIGNING_KEY_FILE", keys);
  return server;
}

/* Starts a server and returns when it answers. */
EtTestServer *
et_test_server_new (const char *const *environment)
{
  EtTestServer *server = et_test_server_new_stopped (NULL, environment);

  et_test_server_start (server);
  return server;
}

/* Ends the server at once, however it is, and removes its folder. */
void
et_test_server_free (EtTestServer *server)
{
  if (server->process != NULL)
    et_test_server_kill (server);
  show_log (server);
  et_test_folder_remove (server->folder);
  g_string_free (server->greeting, TRUE);
  g_strfreev (server->environ_);
  g_free (server->folder);
  g_free (server->program);
  g_free (server);
}

static GSubprocessLauncher *
make_launcher (EtTestServer *server, GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);

  g_subprocess_launcher_set_environ (launcher, server->environ_);
  g_subprocess_launcher_set_cwd (launcher, server->folder);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  return launcher;
}

static void
wait_for_greeting (EtTestServer *server)
{
  g_autoptr (GDataInputStream)
      lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server->process));

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  g_string_truncate (server->greeting, 0);
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);

      if (line == NULL)
        show_log (server);
      g_assert_nonnull (line); /* the server ended */
      g_string_append_printf (server->greeting, "%s\n", line);
      if (g_str_has_prefix (line, GREETING))
        {
          server->port = g_ascii_strtoull (line + strlen (GREETING), NULL, 10);
          return;
        }
    }
}

/* Starts the server, again perhaps, and returns when it answers. What ET_TEST_ENV_FILE names, it
 * reads. */
void
et_test_server_start (EtTestServer *server)
{
  const char *env_file = et_test_server_get (server, "ET_TEST_ENV_FILE");
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (server, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autofree char *log = et_test_server_get_path (server, LOG);
  g_autoptr (GError) error = NULL;

  g_assert_null (server->process);
  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  server->process = g_subprocess_launcher_spawn (launcher, &error, server->program, "serve",
                                                 env_file != NULL ? "--env-file" : NULL, env_file,
                                                 NULL);
  g_assert_no_error (error);
  wait_for_greeting (server);
}

/* Stops the server as an operator does, and expects a clean end. */
void
et_test_server_stop (EtTestServer *server)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (server->process, SIGTERM);
  g_subprocess_wait (server->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (server->process));
  g_assert_cmpint (g_subprocess_get_exit_status (server->process), ==, 0);
  g_clear_object (&server->process);
}

/* Ends the server as a power cut does. */
void
et_test_server_kill (EtTestServer *server)
{
  g_subprocess_force_exit (server->process);
  g_subprocess_wait (server->process, NULL, NULL);
  g_clear_object (&server->process);
}

guint
et_test_server_get_port (EtTestServer *server)
{
  return server->port;
}

GPid
et_test_server_get_pid (EtTestServer *server)
{
  return g_ascii_strtoll (g_subprocess_get_identifier (server->process), NULL, 10);
}

/* What the server printed until it was ready. */
const char *
et_test_server_get_greeting (EtTestServer *server)
{
  return server->greeting->str;
}

const char *
et_test_server_get_folder (EtTestServer *server)
{
  return server->folder;
}

/* Returns: (transfer full): the path of a file in the server's folder. */
char *
et_test_server_get_path (EtTestServer *server, const char *name)
{
  return g_build_filename (server->folder, name, NULL);
}

/* Sets a variable for the next start and the next command. @value: (nullable): NULL removes it. */
void
et_test_server_set (EtTestServer *server, const char *name, const char *value)
{
  server->environ_ = value != NULL ? g_environ_setenv (server->environ_, name, value, TRUE)
                                   : g_environ_unsetenv (server->environ_, name);
}

/* Returns: (nullable): the value of a variable that the server gets. */
const char *
et_test_server_get (EtTestServer *server, const char *name)
{
  return g_environ_getenv (server->environ_, name);
}

/* One request. @token: (nullable): a bearer token. @body: (nullable): JSON. */
EtTestAnswer *
et_test_server_call (
    EtTestServer *server, const char *method, const char *path, const char *token, const char *body)
{
  g_autofree char *fields = token != NULL ? g_strdup_printf ("Authorization: Bearer %s\r\n", token)
                                          : NULL;

  return et_test_server_call_with (server, method, path, fields, body);
}

/* One request. @fields: (nullable): "Name: value\r\n" lines. */
EtTestAnswer *
et_test_server_call_with (EtTestServer *server,
                          const char *method,
                          const char *path,
                          const char *fields,
                          const char *body)
{
  return et_test_http_call (server->port, method, path, fields, body);
}

/* One request whose status and code are known. @code: (nullable): NULL for a success. */
void
et_test_server_expect (EtTestServer *server,
                       const char *method,
                       const char *path,
                       const char *token,
                       const char *body,
                       int status,
                       const char *code)
{
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, method, path, token, body);

  if (answer->status != status)
    g_test_message ("%s %s %s", method, path, body != NULL ? body : "");
  et_test_answer_assert (answer, status, code);
}

static char *
get_token (EtTestServer *server, const char *path, const char *username, int status)
{
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"%s\",\"password\":\"" ET_TEST_PASSWORD "\"}", username);
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "POST", path, NULL, body);

  et_test_answer_assert (answer, status, NULL);
  return g_strdup (json_object_get_string_member (et_test_answer_get_json (answer), "token"));
}

/* Makes a customer. Returns: (transfer full): a bearer token. */
char *
et_test_server_sign_up (EtTestServer *server, const char *username)
{
  return get_token (server, "/api/accounts/signup/", username, 201);
}

char *
et_test_server_sign_in (EtTestServer *server, const char *username)
{
  return get_token (server, "/api/accounts/login/", username, 200);
}

/* Makes an account of any role by the operator's command. Returns: (transfer full): a bearer
 * token. */
char *
et_test_server_make (EtTestServer *server, const char *role, const char *username)
{
  const char *const arguments[] = {
    "create-account", "--role", role, "--username", username, NULL
  };

  g_assert_cmpint (et_test_server_run (server, arguments, ET_TEST_PASSWORD "\n", NULL, NULL), ==,
                   0);
  return et_test_server_sign_in (server, username);
}

static GSubprocess *
spawn (EtTestServer *server, GSubprocessLauncher *launcher, const char *const *arguments)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_ptr_array_add (words, server->program);
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) arguments[i]);
  g_ptr_array_add (words, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) words->pdata, &error);
  g_assert_no_error (error);
  return process;
}

/* Runs the program once more with the same settings, as the operator does.
 * @input: (nullable): its standard input.
 * @ret_output, @ret_errors: (nullable) (transfer full). Returns: the exit status. */
int
et_test_server_run (EtTestServer *server,
                    const char *const *arguments,
                    const char *input,
                    char **ret_output,
                    char **ret_errors)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (
      server, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                  G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = spawn (server, launcher, arguments);
  g_autofree char *output = NULL, *errors = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8 (process, input != NULL ? input : "", NULL, &output, &errors,
                                 &error);
  g_assert_no_error (error);
  g_test_message ("%s%s", output, errors);
  if (ret_output != NULL)
    *ret_output = g_steal_pointer (&output);
  if (ret_errors != NULL)
    *ret_errors = g_steal_pointer (&errors);
  return g_subprocess_get_exit_status (process);
}

/* Starts the program on a terminal, and does not wait.
 * @terminal: (transfer full): for its input and output. */
GSubprocess *
et_test_server_spawn_on (EtTestServer *server, const char *const *arguments, int terminal)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (server, G_SUBPROCESS_FLAGS_NONE);

  g_subprocess_launcher_take_stdin_fd (launcher, dup (terminal));
  g_subprocess_launcher_take_stdout_fd (launcher, dup (terminal));
  g_subprocess_launcher_take_stderr_fd (launcher, terminal);
  return spawn (server, launcher, arguments);
}
