/* SPDX-License-Identifier: MIT */
#pragma once

#include <sys/types.h>

#include "tests/support/et-test-server.h"

G_BEGIN_DECLS

#define CREATE(role, name) "create-account", "--role", role, "--username", name, NULL

/* A server, running or not, and the operator's program beside it. */
typedef struct
{
  EtTestServer *server; /* owned */
} CommandFixture;

void command_set_up (CommandFixture *fixture, gconstpointer runs);
void command_tear_down (CommandFixture *fixture, gconstpointer runs);
void command_expect (CommandFixture *fixture,
                     const char *const *arguments,
                     const char *input,
                     int status,
                     const char *output,
                     const char *errors);
char *command_dup_migrated (void);
void command_seed (CommandFixture *fixture);
void command_assert_mode (CommandFixture *fixture, const char *name, mode_t mode);

G_END_DECLS
