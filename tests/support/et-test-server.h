/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"
#include "tests/support/et-test-http.h"

G_BEGIN_DECLS

/* A real etickets-server with a database of its own in a temporary folder, on a free port of
 * 127.0.0.1. All of it asserts; limits on requests are off unless the environment sets them. */
typedef struct _EtTestServer EtTestServer;

/* Of every account that these functions make. */
#define ET_TEST_PASSWORD "correct horse battery"

/* Whether the test is to take the issues' own figures instead of smaller ones. */
gboolean et_test_is_full_run (void);

EtTestServer *et_test_server_new (const char *const *environment);
EtTestServer *et_test_server_new_stopped (const char *program, const char *const *environment);
EtTestServer *et_test_server_new_beside (EtTestServer *other);
void et_test_server_free (EtTestServer *server);

void et_test_server_start (EtTestServer *server);
void et_test_server_stop (EtTestServer *server);
void et_test_server_kill (EtTestServer *server);
guint et_test_server_get_port (EtTestServer *server);
GPid et_test_server_get_pid (EtTestServer *server);
const char *et_test_server_get_greeting (EtTestServer *server);

const char *et_test_server_get_folder (EtTestServer *server);
char *et_test_server_get_path (EtTestServer *server, const char *name);
void et_test_server_set (EtTestServer *server, const char *name, const char *value);
char *et_test_server_dup_log (EtTestServer *server);
const char *et_test_server_get (EtTestServer *server, const char *name);
void et_test_server_give_database (EtTestServer *server);
EtDb *et_test_server_open_database (EtTestServer *server, EtDbMode mode);
int64_t et_test_server_count (EtTestServer *server, const char *sql);
void et_test_server_exec (EtTestServer *server, const char *sql);
void et_test_server_change_offer (EtTestServer *server, int64_t offer_id, const char *change);

EtTestAnswer *et_test_server_call (EtTestServer *server,
                                   const char *method,
                                   const char *path,
                                   const char *token,
                                   const char *body);
EtTestAnswer *et_test_server_call_with (EtTestServer *server,
                                        const char *method,
                                        const char *path,
                                        const char *fields,
                                        const char *body);
void et_test_server_expect (EtTestServer *server,
                            const char *method,
                            const char *path,
                            const char *token,
                            const char *body,
                            int status,
                            const char *code);

char *et_test_server_sign_up (EtTestServer *server, const char *username);
char *et_test_server_sign_in (EtTestServer *server, const char *username);
int64_t et_test_server_make_offer (EtTestServer *server);
char *et_test_server_make (EtTestServer *server, const char *role, const char *username);

int et_test_server_run (EtTestServer *server,
                        const char *const *arguments,
                        const char *input,
                        char **ret_output,
                        char **ret_errors);

GSubprocess *
et_test_server_spawn_on (EtTestServer *server, const char *const *arguments, int terminal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTestServer, et_test_server_free)

G_END_DECLS
