/* SPDX-License-Identifier: MIT */
#pragma once

#include "client-shop.h"

G_BEGIN_DECLS

/* The exit statuses that --help promises. */
enum
{
  DONE,
  FAILED,
  USAGE,
  OFFLINE,
  SIGN_IN,
  REFUSED,
  BUSY
};

/* etickets-cli at a real server, with a data folder of its own that is also where it runs. */
typedef struct
{
  ClientShop shop;
  GSubprocessLauncher *launcher;
  char *output; /* of the last command */
  char *errors;
} CliRun;

void cli_run_set_up (CliRun *f, gconstpointer data);
void cli_run_set_up_signed_in (CliRun *f, gconstpointer data);
void cli_run_tear_down (CliRun *f, gconstpointer data);

void cli_run (CliRun *f, int expected, const char *input, const char *line);
void cli_run_format (CliRun *f, int expected, const char *format, ...) G_GNUC_PRINTF (3, 4);

JsonNode *cli_run_read_output (CliRun *f);
int64_t cli_run_get_number (CliRun *f, const char *member);
void cli_run_assert_array (CliRun *f, guint length);
void cli_run_assert_text (CliRun *f, const char *member, const char *expected);
void cli_run_assert_code (CliRun *f, const char *expected);

G_END_DECLS
