/* SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A small HTTP client for tests: byte by byte over a socket, or as a well-behaved SoupSession. All
 * of it asserts, and nothing waits for ever. */

typedef struct
{
  int status; /* 0 when the connection ended without an answer */
  char *head; /* owned: the status line and the fields */
  GBytes *body; /* owned */
  JsonNode *json; /* owned, nullable: not asked for yet */
} EtTestAnswer;

void et_test_answer_free (EtTestAnswer *answer);
char *et_test_answer_get_field (EtTestAnswer *answer, const char *name);
char *et_test_answer_dup_body (EtTestAnswer *answer);
JsonObject *et_test_answer_get_json (EtTestAnswer *answer);
const char *et_test_answer_get_code (EtTestAnswer *answer);
void et_test_answer_assert (EtTestAnswer *answer, int status, const char *code);

/* A connection to 127.0.0.1. */
typedef struct _EtTestSocket EtTestSocket;

EtTestSocket *et_test_socket_new (guint port);
void et_test_socket_free (EtTestSocket *socket);
void et_test_socket_send (EtTestSocket *socket, const char *bytes, gssize length);
EtTestAnswer *et_test_socket_read_answer (EtTestSocket *socket, gboolean is_to_head);
gboolean et_test_socket_waits_for_end (EtTestSocket *socket, guint ms);
void et_test_socket_reset (EtTestSocket *socket);
int et_test_socket_get_fd (EtTestSocket *socket);

/* One exchange on a connection of its own. @fields: "Name: value\r\n" lines, nullable; Host and
 * Content-Length are added. @body: nullable. */
EtTestAnswer *et_test_http_call (
    guint port, const char *method, const char *path, const char *fields, const char *body);
EtTestAnswer *et_test_http_send (guint port, const char *bytes, gssize length);
EtTestAnswer *et_test_http_session_call (SoupSession *session,
                                         guint port,
                                         const char *method,
                                         const char *path,
                                         const char *token,
                                         const char *body);

guint et_test_count_descriptors (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTestAnswer, et_test_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTestSocket, et_test_socket_free)

G_END_DECLS
