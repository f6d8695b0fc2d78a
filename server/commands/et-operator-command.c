/* SPDX-License-Identifier: MIT */
#include "server/commands/et-operator-command.h"

#include "server/commands/et-command-socket.h"
#include "server/commands/et-database.h"
#include "server/commands/et-operator.h"
#include "server/repo/et-guards.h"
#include "server/service/et-change-feed.h"

/* A server that is starting or stopping holds the database but does not answer yet, or no more. */
#define PATIENCE (5 * G_USEC_PER_SEC)
#define PAUSE (G_USEC_PER_SEC / 10)

static EtOperatorReply *
carry_out (const EtConfig *config, EtDb *db, int n_migrations, EtOperatorRequest *request)
{
  g_autoptr (EtSessionCache) cache = et_session_cache_new (1);
  g_autoptr (EtChangeFeed) feed = et_change_feed_new (cache);
  g_autoptr (EtSigningKeys) keys = et_signing_keys_load (config->signing_key_file, NULL);
  g_autoptr (EtWriter) writer = et_writer_new (db, 1, 1);
  EtOperator holder = { .config = config, .writer = writer, .n_migrations = n_migrations };

  et_change_feed_set_audit_keys (feed, keys);
  if (config->database_file == NULL)
    et_writer_set_begin (writer, et_guard_take_turn);
  et_writer_set_seal (writer, et_change_feed_seal, feed);
  return et_operator_carry_out (&holder, request);
}

/* Only a file has one holder; a database with a server takes all who come. */
static gboolean
is_held_by_another (const EtConfig *config, const GError *error)
{
  return config->database_file != NULL && g_error_matches (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
}

/* Carries out a command of the operator: through the server that runs, or with the database in
 * hand when none does. Sets an error when neither is to be had.
 * Returns: (transfer full): what to print and to exit with. */
EtOperatorReply *
et_operator_command_run (const EtConfig *config, EtOperatorRequest *request, GError **error)
{
  gboolean migrates = g_str_equal (request->command, "migrate");
  gboolean looks = g_str_equal (request->command, "check") ||
                   g_str_equal (request->command, "backup") ||
                   g_str_equal (request->command, "verify-audit");
  int64_t deadline = g_get_monotonic_time () + PATIENCE;
  int n_migrations;

  if (looks && !et_database_must_exist (config, error))
    return NULL;
  for (;;)
    {
      g_autoptr (GError) failure = NULL;
      gboolean is_answered = FALSE;
      EtOperatorReply *reply = NULL;
      EtDb *db = NULL;

      if (config->database_file != NULL)
        reply = et_command_socket_call (config, request, &is_answered, error);
      if (is_answered)
        return reply;
      db = et_database_open (config, migrates, &n_migrations, &failure);
      if (db != NULL)
        return carry_out (config, db, n_migrations, request);
      if (!is_held_by_another (config, failure) || g_get_monotonic_time () > deadline)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      g_usleep (PAUSE);
    }
}
