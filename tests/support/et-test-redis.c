/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-redis.h"

#include <gio/gunixsocketaddress.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "tests/support/et-test-folder.h"

struct _EtTestRedis
{
  char *folder; /* owned */
  char *socket; /* owned */
  char *url; /* owned */
  GSubprocess *process; /* owned, nullable: not running */
};

static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static GSocketConnection *
connect_to (EtTestRedis *redis)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (redis->socket);

  return g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, NULL);
}

static void
wait_until_ready (EtTestRedis *redis)
{
  for (int i = 0; i < 1000; i++)
    {
      g_autoptr (GSocketConnection) connection = connect_to (redis);

      if (connection != NULL)
        return;
      g_usleep (10000);
    }
  g_assert_not_reached ();
}

void
et_test_redis_start (EtTestRedis *redis)
{
  g_autoptr (GSubprocessLauncher)
      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;

  g_assert_null (redis->process);
  g_subprocess_launcher_set_cwd (launcher, redis->folder);
  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  redis->process = g_subprocess_launcher_spawn (launcher, &error, "redis-server", "--port", "0",
                                                "--unixsocket", redis->socket, "--save", "", NULL);
  g_assert_no_error (error);
  wait_until_ready (redis);
}

EtTestRedis *
et_test_redis_new (void)
{
  EtTestRedis *redis = g_new0 (EtTestRedis, 1);
  g_autoptr (GError) error = NULL;

  redis->folder = g_dir_make_tmp ("et-redis-XXXXXX", &error);
  g_assert_no_error (error);
  redis->socket = g_build_filename (redis->folder, "redis.sock", NULL);
  redis->url = g_strdup_printf ("unix://%s", redis->socket);
  et_test_redis_start (redis);
  return redis;
}

/* Ends it at once; nothing of what it knew is kept. */
void
et_test_redis_kill (EtTestRedis *redis)
{
  g_subprocess_force_exit (redis->process);
  g_subprocess_wait (redis->process, NULL, NULL);
  g_clear_object (&redis->process);
}

void
et_test_redis_free (EtTestRedis *redis)
{
  if (redis->process != NULL)
    et_test_redis_kill (redis);
  et_test_folder_remove (redis->folder);
  g_free (redis->folder);
  g_free (redis->socket);
  g_free (redis->url);
  g_free (redis);
}

/* What REDIS_URL has to be. */
const char *
et_test_redis_get_url (EtTestRedis *redis)
{
  return redis->url;
}

/* SIGSTOP makes it hang, SIGCONT lets it go on. */
void
et_test_redis_signal (EtTestRedis *redis, int number)
{
  g_subprocess_send_signal (redis->process, number);
}

/* Returns: (transfer full): the first line of the answer to an inline command. */
char *
et_test_redis_command (EtTestRedis *redis, const char *command)
{
  g_autoptr (GSocketConnection) connection = connect_to (redis);
  g_autofree char *line = g_strconcat (command, "\r\n", NULL);
  g_autoptr (GDataInputStream) answer = NULL;

  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), line,
                             strlen (line), NULL, NULL, NULL);
  answer = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  g_data_input_stream_set_newline_type (answer, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  return g_data_input_stream_read_line (answer, NULL, NULL, NULL);
}
