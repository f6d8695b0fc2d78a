/* SPDX-License-Identifier: MIT */
#include "client/et-gate.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/et-command.h"
#include "cli/et-json-output.h"
#include "cli/et-text-table.h"
#include "core/et-ticket-key.h"
#include "core/et-time.h"

static gboolean verify (EtCli *cli, GError **error);

/* clang-format off */
const EtCommand et_gate_commands[] = {
  { "verify", "KEY", 1, verify, N_("Check a ticket; staff admit it (KEY - reads standard input)"),
    { "gate" } },
  { NULL },
};
/* clang-format on */

static const struct
{
  const char *word; /* in JSON */
  const char *sentence; /* a msgid */
  EtExit status;
} verdicts[] = {
  [ET_VERDICT_ADMITTED] = { "admitted", N_ ("Admitted"), ET_EXIT_DONE },
  [ET_VERDICT_ALREADY_USED] = { "already_used", N_ ("Already used"), ET_EXIT_REFUSED },
  [ET_VERDICT_REFUSED] = { "refused", N_ ("Not valid"), ET_EXIT_REFUSED },
  [ET_VERDICT_GENUINE] = { "genuine", N_ ("Genuine, not admitted: no connection"),
                           ET_EXIT_OFFLINE },
  [ET_VERDICT_OWN] = { "own", N_ ("Your ticket is good"), ET_EXIT_DONE },
};

static void
print_json (EtVerdict *verdict)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_bool (writer, "ok", verdicts[verdict->kind].status == ET_EXIT_DONE);
  et_json_writer_text (writer, "verdict", verdicts[verdict->kind].word);
  et_record_write_json_members (verdict, writer);
  et_json_writer_end_object (writer);
  et_json_output_print (writer);
}

static void
print_line (EtCli *cli, const char *msgid, const char *value)
{
  g_autofree char *printable = value != NULL ? et_text_make_printable (value) : NULL;

  if (printable != NULL)
    printf ("  %s: %s\n", et_cli_text (cli, msgid), printable);
}

static char *
format_time (EtCli *cli, int64_t time)
{
  return time != ET_NULL_INT64 ? et_time_format_day_and_clock (time, NULL, cli->language) : NULL;
}

static void
print_words (EtCli *cli, EtVerdict *verdict)
{
  g_autofree char *first = format_time (cli, verdict->first_used_at);
  g_autofree char *from = format_time (cli, verdict->valid_from);
  g_autofree char *until = format_time (cli, verdict->valid_until);
  g_autofree char *admits = verdict->admits > 0 ? g_strdup_printf ("%d", (int) verdict->admits)
                                                : NULL;

  puts (et_cli_text (cli, verdicts[verdict->kind].sentence));
  print_line (cli, N_ ("Reason"), verdict->sentence);
  print_line (cli, N_ ("Admits"), admits);
  print_line (cli, N_ ("Number"), verdict->short_number);
  print_line (cli, N_ ("Holder"), verdict->holder);
  print_line (cli, N_ ("Offer"), verdict->offer);
  print_line (cli, N_ ("Event"), verdict->event_name);
  print_line (cli, N_ ("First used"), first);
  print_line (cli, N_ ("Gate"), verdict->gate);
  print_line (cli, N_ ("Valid from"), from);
  print_line (cli, N_ ("Valid until"), until);
}

/* A key on the command line can be seen by others on this computer. */
static char *
read_key (EtCli *cli, GError **error)
{
  const char *argument = cli->options.arguments[0];
  char line[4 * ET_TICKET_KEY_MAX_LENGTH];

  if (!g_str_equal (argument, "-"))
    return g_strdup (argument);
  if (fgets (line, sizeof line, stdin) != NULL)
    return g_strdup (g_strstrip (line));
  et_error_set (error, ET_ERROR_TICKET_KEY_MISSING);
  return NULL;
}

static gboolean
verify (EtCli *cli, GError **error)
{
  g_autofree char *key = read_key (cli, error);
  g_autoptr (EtVerdict)
      verdict = key != NULL ? et_gate_verify (cli->context, key, cli->options.gate, NULL, error)
                            : NULL;

  if (verdict == NULL)
    return FALSE;
  if (cli->options.is_json)
    print_json (verdict);
  else
    print_words (cli, verdict);
  cli->status = verdicts[verdict->kind].status;
  return TRUE;
}
