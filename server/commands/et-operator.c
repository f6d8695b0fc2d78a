/* SPDX-License-Identifier: MIT */
#include "server/commands/et-operator.h"

#include <glib/gi18n-lib.h>

#include "core/et-error.h"
#include "core/et-time.h"
#include "core/et-translation.h"
#include "server/service/et-audit-chain.h"
#include "server/service/et-audit-mark.h"
#include "server/service/et-check.h"
#include "server/service/et-seed.h"

typedef struct
{
  const char *name;
  EtOperatorFunc run;
} Command;

/* The migrations ran when the database was opened; a server that runs has run them. */
static gboolean
report_migrations (EtOperator *holder, EtOperatorRequest *request, GString *output, GError **error)
{
  const char *language = request->language;

  if (holder->n_migrations == 0)
    g_string_append (output, et_translate (language, N_ ("The database is up to date.\n")));
  else
    g_string_append_printf (output, et_translate (language, N_ ("Migrations that were run: %d\n")),
                            holder->n_migrations);
  return TRUE;
}

static gboolean
seed (EtDb *db, gpointer data, GError **error)
{
  return et_seed_offers (db, et_time_now (), data, error);
}

static gboolean
reload_catalogue (EtOperator *holder, GError **error)
{
  g_autoptr (EtDb) db = NULL;

  if (holder->catalogue == NULL)
    return TRUE;
  db = et_db_open (holder->config->database_url, ET_DB_READ_ONLY, error);
  return db != NULL && et_catalogue_load (holder->catalogue, db, error);
}

static gboolean
seed_offers (EtOperator *holder, EtOperatorRequest *request, GString *output, GError **error)
{
  const char *language = request->language;
  EtSeeded added;

  if (!et_writer_run (holder->writer, seed, &added, error) || !reload_catalogue (holder, error))
    return FALSE;

  if (added.n_offers == 0)
    g_string_append (output, et_translate (language, N_ ("The demonstration catalogue was there "
                                                         "already; nothing was added.\n")));
  else
    g_string_append_printf (
        output,
        et_translate (language,
                      N_ ("The demonstration catalogue was added: %d events, %d offers.\n")),
        (int) added.n_events, (int) added.n_offers);
  return TRUE;
}

/* Sets ET_ERROR_CORRUPT when there are any. */
static gboolean
report_faults (GArray *faults, const char *language, GString *output, GError **error)
{
  if (faults->len == 0)
    {
      g_string_append (output, et_translate (language, N_ ("All is as it should be.\n")));
      return TRUE;
    }

  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *fault = et_fault_describe (&g_array_index (faults, EtFault, i), language);

      g_string_append_printf (output, "%s\n", fault);
    }
  et_error_set_sentence (error, ET_ERROR_CORRUPT, N_ ("Faults that were found: {n}"));
  et_error_add_int64 (error, "n", faults->len);
  return FALSE;
}

static EtDb *
open_to_look (EtOperator *holder, GError **error)
{
  EtDb *db = et_db_open (holder->config->database_url, ET_DB_READ_ONLY, error);

  if (db != NULL)
    et_db_allow_long_reads (db);
  return db;
}

static gboolean
check (EtOperator *holder, EtOperatorRequest *request, GString *output, GError **error)
{
  g_autoptr (EtDb) db = open_to_look (holder, error);
  g_autoptr (GArray) faults = db != NULL ? et_check_run (db, error) : NULL;

  return faults != NULL && report_faults (faults, request->language, output, error);
}

/* One state of the database, read beside the writer, who goes on. */
static gboolean
back_up (EtOperator *holder, EtOperatorRequest *request, GString *output, GError **error)
{
  g_autoptr (EtDb) db = open_to_look (holder, error);

  if (db == NULL || !et_db_backup (db, request->file, error))
    return FALSE;
  g_string_append_printf (output, et_translate (request->language, N_ ("The backup is in %s.\n")),
                          request->file);
  return TRUE;
}

static gboolean
report_beginnings (EtDb *db, const char *language, GString *output, GError **error)
{
  g_autoptr (GArray) times = et_audit_chain_repo_list_beginnings (db, error);

  for (guint i = 0; times != NULL && i < times->len; i++)
    {
      g_autofree char *time = et_time_to_iso (g_array_index (times, int64_t, i));

      g_string_append_printf (
          output,
          et_translate (language, N_ ("At %s the audit chain began over rows that were there "
                                      "already: right after an update, but at no other time\n")),
          time);
    }
  return times != NULL;
}

/* One state of the database, while others go on writing. */
static gboolean
verify_audit (EtOperator *holder, EtOperatorRequest *request, GString *output, GError **error)
{
  g_autoptr (EtDb) db = open_to_look (holder, error);
  g_autoptr (EtSigningKeys)
      keys = db != NULL ? et_signing_keys_load (holder->config->signing_key_file, error) : NULL;
  g_autoptr (GArray) faults = NULL;
  EtAuditHead head;

  if (keys == NULL || !et_db_begin (db, error))
    return FALSE;
  faults = et_audit_chain_verify (db, keys, error);
  if (faults == NULL ||
      !et_audit_mark_verify (holder->config->signing_key_file, db, faults, error) ||
      !et_audit_chain_repo_get (db, &head, error) ||
      !report_beginnings (db, request->language, output, error))
    return FALSE;
  et_db_rollback (db);
  g_string_append_printf (output, et_translate (request->language, N_ ("Audit rows: %d\n")),
                          (int) head.entries);
  return report_faults (faults, request->language, output, error);
}

static const Command commands[] = {
  { "backup", back_up },
  { "check", check },
  { "create-account", et_operator_create_account },
  { "generate-key", et_operator_generate_key },
  { "migrate", report_migrations },
  { "seed-offers", seed_offers },
  { "set-password", et_operator_set_password },
  { "verify-audit", verify_audit },
};

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

/* Whether a command is one of the operator's. */
gboolean
et_operator_knows (const char *command)
{
  return find_command (command) != NULL;
}

/* Carries out a command. Blocks.
 * Returns: (transfer full): what to print and to exit with. */
EtOperatorReply *
et_operator_carry_out (EtOperator *holder, EtOperatorRequest *request)
{
  const Command *command = find_command (request->command);
  EtOperatorReply *reply = et_operator_reply_new ();
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (command == NULL)
    et_error_set (&error, ET_ERROR_NOT_FOUND);
  else
    command->run (holder, request, output, &error);

  et_record_set_text (&reply->output, output->str);
  et_record_set_text (&reply->errors, "");
  if (error != NULL)
    {
      g_autofree char *sentence = et_error_fill_sentence (
          error, et_translate (request->language, error->message), request->language);
      g_autofree char *line = g_strconcat (sentence, "\n", NULL);

      reply->status = ET_STATUS_FAILED;
      et_record_set_text (&reply->errors, line);
    }
  return reply;
}
