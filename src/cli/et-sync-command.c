/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/et-command.h"
#include "cli/et-json-output.h"
#include "cli/et-text-table.h"
#include "client/et-sync-lock.h"
#include "core/et-time.h"

static gboolean synchronise (EtCli *cli, GError **error);
static gboolean show_status (EtCli *cli, GError **error);

/* clang-format off */
const EtCommand et_sync_commands[] = {
  { "sync", NULL, 0, synchronise, N_("Send what waits and bring the offline copy up to date") },
  { "status", NULL, 0, show_status, N_("Say who is signed in, how old the copy is and what waits") },
  { NULL },
};
/* clang-format on */

/* All that status tells. */
typedef struct
{
  EtAccount *account; /* borrowed, nullable */
  EtSyncStanding standing;
  GListModel *refusals; /* owned */
  char *program; /* owned, nullable; that syncs just now */
} Status;

static gboolean
read_status (EtCli *cli, Status *status, GError **error)
{
  EtStore *store = et_context_get_store (cli->context);
  g_autoptr (GError) failure = NULL;
  EtSyncLock *lock;

  status->account = et_session_get_account (et_context_get_session (cli->context));
  status->refusals = et_outbox_list_refusals (et_context_get_outbox (cli->context), error);
  if (status->refusals == NULL || !et_sync_read_standing (store, &status->standing, error))
    return FALSE;
  lock = et_sync_lock_take (store, 0, NULL, &failure);
  if (lock != NULL)
    et_sync_lock_release (lock);
  else
    status->program = g_strdup (et_error_get_detail (failure, "program"));
  return TRUE;
}

static void
clear_status (Status *status)
{
  g_clear_object (&status->refusals);
  g_free (status->program);
}

static void
print_json (EtCli *cli, Status *status)
{
  EtSession *session = et_context_get_session (cli->context);
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_text (writer, "server", et_context_get_server_url (cli->context));
  if (status->account != NULL)
    et_record_write_json (status->account, "account", writer);
  else
    et_json_writer_null (writer, "account");
  et_json_writer_bool (writer, "is_signed_in", et_session_is_signed_in (session));
  et_json_writer_time (writer, "last_success", status->standing.last_success);
  et_json_writer_int64 (writer, "pending", status->standing.pending);
  et_json_writer_text (writer, "busy_elsewhere", status->program);
  et_json_output_write_list (writer, "refusals", status->refusals);
  et_json_writer_end_object (writer);
  et_json_output_print (writer);
}

static void
print_refusals (EtCli *cli, GListModel *refusals)
{
  for (guint i = 0; i < g_list_model_get_n_items (refusals); i++)
    {
      g_autoptr (EtRefusal) refusal = g_list_model_get_item (refusals, i);
      const char *title = et_cli_text (cli, refusal->title);
      g_autofree char *line = refusal->subject != NULL
                                  ? g_strdup_printf ("%s, %s: %s", title, refusal->subject,
                                                     refusal->sentence)
                                  : g_strdup_printf ("%s: %s", title, refusal->sentence);
      g_autofree char *printable = et_text_make_printable (line);

      printf ("  %s\n", printable);
    }
}

static void
print_who (EtCli *cli, EtAccount *account)
{
  g_autofree char *name = account != NULL ? et_text_make_printable (account->username) : NULL;

  if (account == NULL)
    puts (et_cli_text (cli, N_ ("Nobody is signed in.")));
  else if (et_session_is_signed_in (et_context_get_session (cli->context)))
    printf (et_cli_text (cli, N_ ("Signed in as %s.\n")), name);
  else
    printf (et_cli_text (cli, N_ ("The copy is %s's; sign in again to sync.\n")), name);
}

static void
print_words (EtCli *cli, Status *status)
{
  g_autofree char *time = NULL;

  printf (et_cli_text (cli, N_ ("Server: %s\n")), et_context_get_server_url (cli->context));
  print_who (cli, status->account);
  if (status->standing.last_success == ET_NULL_INT64)
    puts (et_cli_text (cli, N_ ("The offline copy was never synced.")));
  else
    {
      time = et_time_format_day_and_clock (status->standing.last_success, NULL, cli->language);
      printf (et_cli_text (cli, N_ ("The offline copy is of %s.\n")), time);
    }
  if (status->program != NULL)
    printf (et_cli_text (cli, N_ ("Another program syncs this copy: %s\n")), status->program);
  printf (et_cli_text (cli, N_ ("Changes that wait for the server: %d\n")),
          (int) status->standing.pending);
  if (g_list_model_get_n_items (status->refusals) > 0)
    puts (et_cli_text (cli, N_ ("Refused by the server:")));
  print_refusals (cli, status->refusals);
}

static gboolean
show_status (EtCli *cli, GError **error)
{
  Status status = { 0 };
  gboolean is_read = read_status (cli, &status, error);

  if (is_read && cli->options.is_json)
    print_json (cli, &status);
  else if (is_read)
    print_words (cli, &status);
  clear_status (&status);
  return is_read;
}

static gboolean
synchronise (EtCli *cli, GError **error)
{
  return et_sync_run (et_context_get_sync (cli->context), NULL, error) && show_status (cli, error);
}
