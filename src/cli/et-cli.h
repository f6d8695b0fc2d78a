/* SPDX-License-Identifier: MIT */
#pragma once

#include "cli/et-cli-options.h"
#include "client/et-context.h"

G_BEGIN_DECLS

/* The exit statuses, as --help lists them. */
typedef enum
{
  ET_EXIT_DONE,
  ET_EXIT_FAILED,
  ET_EXIT_USAGE,
  ET_EXIT_OFFLINE,
  ET_EXIT_SIGN_IN,
  ET_EXIT_REFUSED,
  ET_EXIT_BUSY
} EtExit;

/* One run of the program. */
typedef struct
{
  EtCliOptions options;
  const char *language; /* of et_languages */
  EtContext *context; /* owned, nullable until it is open */
  EtExit status; /* of a command that succeeded */
} EtCli;

gboolean et_cli_open (EtCli *cli, GError **error);
void et_cli_clear (EtCli *cli);

const char *et_cli_text (EtCli *cli, const char *msgid);
char *et_cli_get_sentence (EtCli *cli, const GError *error);
EtExit et_cli_get_status (const GError *error);
void et_cli_report (EtCli *cli, const GError *error);
void et_cli_note (EtCli *cli, const char *msgid);

gboolean et_cli_need_catalogue (EtCli *cli, GError **error);
void et_cli_try_sync (EtCli *cli);
gboolean et_cli_read_id (EtCli *cli, const char *text, int64_t *ret_id, GError **error);

G_END_DECLS
