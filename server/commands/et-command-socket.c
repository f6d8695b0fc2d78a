/* SPDX-License-Identifier: MIT */
#include "server/commands/et-command-socket.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/et-error.h"
#include "core/et-json-scan.h"

#define SOCKET_NAME "etickets.sock"
#define MAX_MESSAGE (1024 * 1024) /* bytes; a report of many faults is long */
#define REQUEST_SECONDS 10
#define BACKLOG 16
#define PAUSE (G_USEC_PER_SEC / 100)

struct _EtCommandSocket
{
  EtOperator *holder; /* borrowed */
  char *database; /* owned */
  char *path; /* owned, nullable: not listening */
  GSocket *socket; /* owned */
  GCancellable *stop; /* owned */
  GThread *thread; /* owned, nullable: carries out one command after the other */
};

/* The folder of the database as the kernel names it through a descriptor: a socket's address has
 * room for 107 bytes only. */
static GSocketAddress *
make_address (const char *database, int *ret_folder_fd, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (database);
  g_autofree char *path = NULL;

  *ret_folder_fd = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (*ret_folder_fd < 0)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("There is no folder {path} for the database"));
      et_error_add_text (error, "path", folder);
      return NULL;
    }
  path = g_strdup_printf ("/proc/self/fd/%d/" SOCKET_NAME, *ret_folder_fd);
  return g_unix_socket_address_new (path);
}

/* A message is one line of JSON. */
static gboolean
send_record (GSocketConnection *connection, gpointer record, GError **error)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  gsize length;
  const char *data;

  et_record_write_json (record, NULL, writer);
  json = et_json_writer_finish (writer);
  data = g_bytes_get_data (json, &length);
  return g_output_stream_write_all (stream, data, length, NULL, NULL, error) &&
         g_output_stream_write_all (stream, "\n", 1, NULL, NULL, error);
}

static gpointer
receive_record (GSocketConnection *connection, GType type, GError **error)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (JsonObject) object = NULL;
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, error)) > 0)
    {
      g_string_append_len (line, buffer, n);
      if (line->str[line->len - 1] == '\n' || line->len > MAX_MESSAGE)
        break;
    }
  if (n < 0)
    return NULL;

  object = et_json_parse_object (line->str, line->len, &et_json_answer_limits, error);
  return object != NULL ? et_record_from_json (type, object, ET_JSON_STRICT, error) : NULL;
}

/* Whether the other end runs as the same user. */
static gboolean
check_peer (GSocketConnection *connection, GError **error)
{
  g_autoptr (GCredentials)
      peer = g_socket_get_credentials (g_socket_connection_get_socket (connection), error);

  if (peer == NULL)
    return FALSE;
  if (g_credentials_get_unix_user (peer, NULL) == geteuid ())
    return TRUE;
  et_error_set_sentence (error, ET_ERROR_FORBIDDEN,
                         N_ ("The server runs as another user; run this command as that one"));
  return FALSE;
}

static gboolean
check_request (EtCommandSocket *socket, EtOperatorRequest *request, GError **error)
{
  if (!g_str_equal (request->version, ET_VERSION))
    et_error_set_sentence (error, ET_ERROR_CONFLICT,
                           N_ ("The server that runs is of another version; restart it first"));
  else if (!g_str_equal (request->database, socket->database))
    et_error_set_sentence (error, ET_ERROR_CONFLICT,
                           N_ ("The server that runs in this folder serves another database"));
  else
    return TRUE;
  return FALSE;
}

static EtOperatorReply *
refuse (const GError *error)
{
  EtOperatorReply *reply = et_operator_reply_new ();
  g_autofree char *line = g_strconcat (error->message, "\n", NULL);

  reply->status = ET_STATUS_FAILED;
  et_record_set_text (&reply->output, "");
  et_record_set_text (&reply->errors, line);
  return reply;
}

static void
answer_call (EtCommandSocket *socket, GSocketConnection *connection)
{
  g_autoptr (EtOperatorRequest) request = NULL;
  g_autoptr (EtOperatorReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  g_socket_set_timeout (g_socket_connection_get_socket (connection), REQUEST_SECONDS);
  if (check_peer (connection, &error) &&
      (request = receive_record (connection, et_operator_request_get_type (), &error)) != NULL &&
      check_request (socket, request, &error))
    reply = et_operator_carry_out (socket->holder, request);
  else
    reply = refuse (error);
  send_record (connection, reply, NULL); /* who asked may have gone */
}

static gpointer
answer_calls (gpointer data)
{
  EtCommandSocket *socket = data;

  while (!g_cancellable_is_cancelled (socket->stop))
    {
      g_autoptr (GSocket) call = g_socket_accept (socket->socket, socket->stop, NULL);
      g_autoptr (GSocketConnection) connection = NULL;

      if (call == NULL)
        {
          g_usleep (PAUSE); /* such as when there is no descriptor left */
          continue;
        }
      connection = g_socket_connection_factory_create_connection (call);
      answer_call (socket, connection);
    }
  return NULL;
}

static gboolean
is_answered (GSocketAddress *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection)
      connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);

  return connection != NULL;
}

/* A socket that nobody answers was left behind by a server that was killed. */
static gboolean
listen_at (EtCommandSocket *socket, GSocketAddress *address, GError **error)
{
  if (is_answered (address))
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("Another server has its database in the folder of {path}; each "
                                 "needs a folder of its own"));
      et_error_add_text (error, "path", socket->database);
      return FALSE;
    }
  g_unlink (g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (address)));
  g_socket_set_listen_backlog (socket->socket, BACKLOG);
  if (!g_socket_bind (socket->socket, address, FALSE, error))
    return FALSE;
  g_chmod (g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (address)), S_IRUSR | S_IWUSR);
  return g_socket_listen (socket->socket, error);
}

/* Lets commands in. The process must hold the database's lock, and its umask keep others out.
 * @holder: outlives the socket. */
EtCommandSocket *
et_command_socket_new (EtOperator *holder, GError **error)
{
  g_autoptr (EtCommandSocket) socket = g_new0 (EtCommandSocket, 1);
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *folder = NULL;
  int folder_fd;
  gboolean is_listening;

  socket->holder = holder;
  socket->database = et_command_socket_get_database (holder->config);
  socket->stop = g_cancellable_new ();
  socket->socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket->socket == NULL)
    return NULL;
  address = make_address (socket->database, &folder_fd, error);
  is_listening = address != NULL && listen_at (socket, address, error);
  if (folder_fd >= 0)
    close (folder_fd);
  if (!is_listening)
    return NULL;

  folder = g_path_get_dirname (socket->database);
  socket->path = g_build_filename (folder, SOCKET_NAME, NULL);
  socket->thread = g_thread_new ("commands", answer_calls, socket);
  return g_steal_pointer (&socket);
}

/* Lets nobody in any more, waits for the command that is being carried out, and removes the
 * socket. */
void
et_command_socket_free (EtCommandSocket *socket)
{
  g_cancellable_cancel (socket->stop);
  g_clear_pointer (&socket->thread, g_thread_join);
  if (socket->path != NULL)
    g_unlink (socket->path);
  g_clear_object (&socket->socket);
  g_clear_object (&socket->stop);
  g_free (socket->path);
  g_free (socket->database);
  g_free (socket);
}

/* Returns: (transfer full) (nullable): the file of the database without links and relative parts;
 * NULL when it is none. */
char *
et_command_socket_get_database (const EtConfig *config)
{
  char *real, *database;

  if (config->database_file == NULL)
    return NULL;
  real = realpath (config->database_file, NULL);
  database = real != NULL ? g_strdup (real) : g_canonicalize_filename (config->database_file, NULL);

  free (real);
  return database;
}

/* Has a command carried out by the server that runs.
 * @ret_answered: FALSE when none does; then there is neither a reply nor an error.
 * Returns: (transfer full) (nullable). */
EtOperatorReply *
et_command_socket_call (const EtConfig *config,
                        EtOperatorRequest *request,
                        gboolean *ret_answered,
                        GError **error)
{
  g_autofree char *database = et_command_socket_get_database (config);
  int folder_fd;
  g_autoptr (GSocketAddress) address = make_address (database, &folder_fd, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  if (address != NULL)
    connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
  if (folder_fd >= 0)
    close (folder_fd);
  *ret_answered = connection != NULL;
  if (connection == NULL || !check_peer (connection, error) ||
      !send_record (connection, request, error))
    return NULL;
  return receive_record (connection, et_operator_reply_get_type (), error);
}
