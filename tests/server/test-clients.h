/* SPDX-License-Identifier: MIT */
#pragma once

#include "tests/support/et-test-http.h"

G_BEGIN_DECLS

/* Somebody who is signed in, on a connection that stays open. What several of them post together
 * is under way before any answer is read. */
typedef struct
{
  EtTestSocket *socket; /* owned */
  char *token; /* owned */
  guint port;
} TestClient;

TestClient *test_client_new (guint port, const char *token);
void test_client_free (TestClient *client);
void test_client_send (TestClient *client,
                       const char *method,
                       const char *path,
                       const char *idempotency_key,
                       const char *body);
EtTestAnswer *test_client_read (TestClient *client);
EtTestAnswer *test_client_post (TestClient *client,
                                const char *path,
                                const char *idempotency_key,
                                const char *body);
EtTestAnswer *test_client_get (TestClient *client, const char *path);

/* Clients and answers stand in GPtrArrays that own them. */
GPtrArray *test_clients_new (void);
GPtrArray *test_clients_read (GPtrArray *clients, guint n);
GPtrArray *test_clients_post (
    GPtrArray *clients, guint n, const char *path, const char *idempotency_key, const char *body);

guint test_answers_count (GPtrArray *answers, int status, const char *code);
gboolean test_answers_are_the_same (GPtrArray *answers, int status);
void test_answers_tell (GPtrArray *answers);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestClient, test_client_free)

G_END_DECLS
