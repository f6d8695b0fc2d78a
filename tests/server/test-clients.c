/* SPDX-License-Identifier: MIT */
#include "test-clients.h"

#include <string.h>

TestClient *
test_client_new (guint port, const char *token)
{
  TestClient *client = g_new0 (TestClient, 1);

  client->socket = et_test_socket_new (port);
  client->token = g_strdup (token);
  client->port = port;
  return client;
}

void
test_client_free (TestClient *client)
{
  et_test_socket_free (client->socket);
  g_free (client->token);
  g_free (client);
}

/* Sends a request and does not wait. @idempotency_key, @body: (nullable). */
void
test_client_send (TestClient *client,
                  const char *method,
                  const char *path,
                  const char *idempotency_key,
                  const char *body)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAuthorization: Bearer %s\r\n",
                          method, path, client->port, client->token);
  if (idempotency_key != NULL)
    g_string_append_printf (text, "Idempotency-Key: %s\r\n", idempotency_key);
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %zu\r\n", strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  et_test_socket_send (client->socket, text->str, (gssize) text->len);
}

/* Returns: (transfer full): with status 0 when the connection ended instead. */
EtTestAnswer *
test_client_read (TestClient *client)
{
  return et_test_socket_read_answer (client->socket, FALSE);
}

EtTestAnswer *
test_client_post (TestClient *client,
                  const char *path,
                  const char *idempotency_key,
                  const char *body)
{
  test_client_send (client, "POST", path, idempotency_key, body);
  return test_client_read (client);
}

EtTestAnswer *
test_client_get (TestClient *client, const char *path)
{
  test_client_send (client, "GET", path, NULL, NULL);
  return test_client_read (client);
}

GPtrArray *
test_clients_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) test_client_free);
}

/* Reads an answer for each of the first @n clients. Returns: (transfer full): in their order. */
GPtrArray *
test_clients_read (GPtrArray *clients, guint n)
{
  GPtrArray *answers = g_ptr_array_new_with_free_func ((GDestroyNotify) et_test_answer_free);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (answers, test_client_read (clients->pdata[i]));
  return answers;
}

/* The first @n clients ask the same at once. Returns: (transfer full): the answers. */
GPtrArray *
test_clients_post (
    GPtrArray *clients, guint n, const char *path, const char *idempotency_key, const char *body)
{
  for (guint i = 0; i < n; i++)
    test_client_send (clients->pdata[i], "POST", path, idempotency_key, body);
  return test_clients_read (clients, n);
}

/* How many answers have the status and, unless @code is NULL, the code. */
guint
test_answers_count (GPtrArray *answers, int status, const char *code)
{
  guint n = 0;

  for (guint i = 0; i < answers->len; i++)
    {
      EtTestAnswer *answer = answers->pdata[i];

      if (answer->status == status &&
          (code == NULL || g_strcmp0 (et_test_answer_get_code (answer), code) == 0))
        n++;
    }
  return n;
}

/* Whether there are answers of the status, and all of them say the same. */
gboolean
test_answers_are_the_same (GPtrArray *answers, int status)
{
  EtTestAnswer *first = NULL;

  for (guint i = 0; i < answers->len; i++)
    {
      EtTestAnswer *answer = answers->pdata[i];

      if (answer->status != status)
        continue;
      if (first != NULL && !g_bytes_equal (first->body, answer->body))
        return FALSE;
      first = answer;
    }
  return first != NULL;
}

/* Writes them into the test's log. */
void
test_answers_tell (GPtrArray *answers)
{
  for (guint i = 0; i < answers->len; i++)
    {
      EtTestAnswer *answer = answers->pdata[i];
      g_autofree char *body = et_test_answer_dup_body (answer);

      g_test_message ("%u: %d %s", i, answer->status, body);
    }
}
