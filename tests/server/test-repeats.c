/* SPDX-License-Identifier: MIT */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "server/api/et-routes.h"
#include "test-effects.h"
#include "test-matrix.h"
#include "tests/support/et-test-cluster.h"

/* Each write that takes an Idempotency-Key is made once by somebody, and by somebody else one to
 * five times, in whose way is everything: answers are cut off, requests overtake each other, and
 * half of them go to a second process where the database allows it. Both must come to the same,
 * which another server, without the guard, does not. */

#define MAX_SENT 5

/* The same call, by different people and about different records. */
typedef struct
{
  TestCell *once; /* owned */
  TestCell *often; /* owned */
} Pair;

/* What was wrong with a write that was made often. */
enum
{
  WRONG_ANSWER = 1,
  WRONG_EFFECT = 2
};

typedef struct
{
  EtTestServer *servers[2]; /* owned; the same one twice on SQLite */
  GPtrArray *pairs; /* owned, of Pair */
  guint n_sent;
  guint n_cut;
} Office;

static gboolean
takes_key (const EtRoute *route)
{
  return !g_str_equal (route->method, "GET") && !route->answers_with_token;
}

/* Whoever has called it is nobody any more, and nobody has a key. */
static gboolean
ends_session (TestCell *cell)
{
  static const char *const routes[] = { "POST /api/accounts/logout", "DELETE /api/accounts/me",
                                        "DELETE /api/accounts/me/sessions/{id}", NULL };
  g_autofree char *name = g_strdup_printf ("%s %s", cell->route->method, cell->route->path);

  return g_strv_contains (routes, name) ||
         (cell->person == TEST_OWNER && g_str_has_suffix (cell->route->path, "/reset-password"));
}

static EtTestSocket *
send_request (Office *office, TestCell *cell, const char *body)
{
  guint port = et_test_server_get_port (office->servers[g_test_rand_bit () ? 1 : 0]);
  EtTestSocket *socket = et_test_socket_new (port);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nIdempotency-Key: repeat\r\n",
                          cell->route->method, cell->path, port);
  if (cell->credential == TEST_COOKIE)
    g_string_append_printf (text, "Cookie: sessionid=%s\r\n", cell->session.cookie);
  else
    g_string_append_printf (text, "Authorization: Bearer %s\r\n", cell->session.token);
  if (g_str_equal (cell->route->method, "PUT"))
    g_string_append (text, "If-Match: \"1\"\r\n");
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %zu\r\n", strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  et_test_socket_send (socket, text->str, (gssize) text->len);
  office->n_sent++;
  return socket;
}

/* Ends a connection at once, or after the first byte of the answer, or with the answer behind it. */
static void
cut_off (Office *office, EtTestSocket *socket)
{
  struct pollfd poll_fd = { et_test_socket_get_fd (socket), POLLIN, 0 };
  char byte;

  if (g_test_rand_bit ())
    et_test_socket_reset (socket);
  if (g_test_rand_bit () && poll (&poll_fd, 1, g_test_rand_int_range (1, 20)) == 1)
    recv (poll_fd.fd, &byte, g_test_rand_bit () ? 1 : 0, MSG_DONTWAIT);
  et_test_socket_free (socket);
  office->n_cut++;
}

static GPtrArray *
new_answers (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) et_test_answer_free);
}

/* Makes the request until it is answered, however long it is under way or the database busy. */
static void
ask_until_answered (Office *office, TestCell *cell, GPtrArray *answers)
{
  int64_t end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  for (;;)
    {
      g_autoptr (EtTestSocket) socket = send_request (office, cell, cell->body);
      EtTestAnswer *answer = et_test_socket_read_answer (socket, FALSE);

      g_ptr_array_add (answers, answer);
      if (answer->status != 503 &&
          !(answer->status == 409 &&
            g_strcmp0 (et_test_answer_get_code (answer), "in_progress") == 0))
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (5000);
    }
}

/* Makes it one to five times. Returns: (transfer full): the answers that arrived, the last of them
 * after all others. */
static GPtrArray *
send_often (Office *office, TestCell *cell)
{
  int n = g_test_rand_int_range (1, MAX_SENT + 1);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  GPtrArray *answers = new_answers ();

  for (int i = 1; i < n; i++)
    {
      EtTestSocket *socket = send_request (office, cell, cell->body);

      if (g_test_rand_bit ())
        cut_off (office, socket);
      else
        g_ptr_array_add (open, socket);
    }
  for (guint i = 0; i < open->len; i++)
    {
      g_ptr_array_add (answers, et_test_socket_read_answer (open->pdata[i], FALSE));
      et_test_socket_free (open->pdata[i]);
    }
  ask_until_answered (office, cell, answers);
  return answers;
}

/* Whether each answer is the success, byte for byte, or says to come again. */
static gboolean
are_one_answer (TestCell *cell, GPtrArray *answers, int status)
{
  EtTestAnswer *first = NULL;

  for (guint i = 0; i < answers->len; i++)
    {
      EtTestAnswer *answer = answers->pdata[i];

      if (answer->status == status)
        {
          if (first != NULL && !g_bytes_equal (first->body, answer->body))
            return FALSE;
          first = answer;
        }
      else if (answer->status != 503 &&
               !((answer->status == 401 || answer->status == 404) && ends_session (cell)) &&
               !(answer->status == 409 &&
                 g_str_equal (et_test_answer_get_code (answer), "in_progress")))
        return FALSE;
    }
  return first != NULL || ends_session (cell);
}

/* Another body with the key is another request, and changes nothing. */
static gboolean
is_refused_with_another_body (Office *office, TestCell *cell)
{
  g_autofree char *body = g_strconcat (cell->body != NULL ? cell->body : "{}", " ", NULL);
  g_autoptr (EtTestSocket) socket = send_request (office, cell, body);
  g_autoptr (EtTestAnswer) answer = et_test_socket_read_answer (socket, FALSE);

  return ends_session (cell) ||
         (answer->status == 422 && g_strcmp0 (et_test_answer_get_code (answer), "key_reused") == 0);
}

static void
tell (TestCell *cell, GPtrArray *answers)
{
  g_autofree char *text = test_cell_describe (cell);

  g_test_message ("%s", text);
  for (guint i = 0; i < answers->len; i++)
    {
      g_autofree char *body = et_test_answer_dup_body (answers->pdata[i]);

      g_test_message ("%d %s", ((EtTestAnswer *) answers->pdata[i])->status, body);
    }
}

static int
run_pair (Office *office, Pair *pair)
{
  TestEffects once = { 0 }, often = { 0 };
  g_autoptr (GPtrArray) expected = new_answers ();
  g_autoptr (GPtrArray) answers = NULL;
  int verdict = 0;

  test_effects_count (&once, office->servers[0], -1);
  ask_until_answered (office, pair->once, expected);
  test_effects_count (&once, office->servers[0], 1);
  et_test_answer_assert (expected->pdata[expected->len - 1], test_cell_get_expected (pair->once),
                         NULL);

  test_effects_count (&often, office->servers[0], -1);
  answers = send_often (office, pair->often);
  if (!are_one_answer (pair->often, answers, test_cell_get_expected (pair->often)) ||
      !is_refused_with_another_body (office, pair->often))
    verdict |= WRONG_ANSWER;
  test_effects_count (&often, office->servers[0], 1);
  if (!test_effects_are_the_same (&once, &often))
    verdict |= WRONG_EFFECT;
  if (verdict != 0)
    tell (pair->often, answers);
  return verdict;
}

static void
free_pair (gpointer data)
{
  Pair *pair = data;

  test_cell_free (pair->once);
  test_cell_free (pair->often);
  g_free (pair);
}

static void
add_pair (
    Office *office, TestShop *shop, const EtRoute *route, TestPerson person, TestCredential how)
{
  Pair *pair = g_new0 (Pair, 1);

  pair->once = test_cell_new (shop, route, person, how);
  pair->often = test_cell_new (shop, route, person, how);
  g_ptr_array_add (office->pairs, pair);
}

/* By the least who may, a guest among them, and by staff what is not their own. */
static void
add_pairs_of_route (Office *office, TestShop *shop, const EtRoute *route)
{
  const TestRequest *request = test_matrix_find (route);

  if (request->role == ET_ROLE_ANYONE)
    add_pair (office, shop, route, TEST_ANONYMOUS, TEST_COOKIE);
  if (request->role <= ET_ROLE_CUSTOMER)
    add_pair (office, shop, route, TEST_OWNER, TEST_BEARER);
  if (request->role == ET_ROLE_STAFF || request->is_owned)
    add_pair (office, shop, route, TEST_STAFF, TEST_BEARER);
  if (request->role == ET_ROLE_ADMIN)
    add_pair (office, shop, route, TEST_ADMIN, TEST_BEARER);
}

static void
add_pairs (Office *office, guint n_rounds)
{
  EtTestServer *server = office->servers[0];
  TestShop *shop = test_shop_open_in (et_test_server_get_folder (server),
                                      et_test_server_get (server, "DATABASE_URL"));

  if (!et_test_cluster_is_running ())
    test_shop_exec (shop, "PRAGMA synchronous = OFF");
  for (guint round = 0; round < n_rounds; round++)
    for (const EtRoute *const *table = et_routes; *table != NULL; table++)
      for (const EtRoute *route = *table; route->method != NULL; route++)
        if (takes_key (route))
          add_pairs_of_route (office, shop, route);
  test_shop_set_passwords (shop, ET_TEST_PASSWORD);
  test_shop_leave (shop);
}

static void
open_office (Office *office, const char *program, guint n_rounds)
{
  office->pairs = g_ptr_array_new_with_free_func (free_pair);
  office->servers[0] = et_test_server_new_stopped (program, NULL);
  add_pairs (office, n_rounds);
  et_test_server_start (office->servers[0]);
  office->servers[1] = office->servers[0];
  if (et_test_cluster_is_running ())
    {
      office->servers[1] = et_test_server_new_beside (office->servers[0]);
      et_test_server_start (office->servers[1]);
    }
}

static void
close_office (Office *office)
{
  g_ptr_array_unref (office->pairs);
  if (office->servers[1] != office->servers[0])
    {
      et_test_server_stop (office->servers[1]);
      et_test_server_free (office->servers[1]);
    }
  et_test_server_stop (office->servers[0]);
  et_test_server_free (office->servers[0]);
}

static guint
count_rounds (void)
{
  return et_test_is_full_run () ? 20 : 1;
}

static void
test_often_is_once (void)
{
  Office office = { 0 };
  guint n_wrong = 0;
  int64_t began;

  open_office (&office, NULL, count_rounds ());
  began = g_get_monotonic_time ();
  for (guint i = 0; i < office.pairs->len; i++)
    n_wrong += run_pair (&office, office.pairs->pdata[i]) == 0 ? 0 : 1;
  g_test_message ("%u writes twice in %.1f s, %u requests, %u answers cut off; %u wrong",
                  office.pairs->len, (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC,
                  office.n_sent, office.n_cut, n_wrong);
  g_assert_cmpuint (n_wrong, ==, 0);
  close_office (&office);
}

static void
test_often_is_seen (void)
{
  Office office = { 0 };
  guint i = 0;

  open_office (&office, ET_TEST_UNGUARDED_PROGRAM, count_rounds ());
  while (i < office.pairs->len && (run_pair (&office, office.pairs->pdata[i]) & WRONG_EFFECT) == 0)
    i++;
  g_assert_cmpuint (i, <, office.pairs->len);
  g_test_message ("Seen in write %u", i + 1);
  close_office (&office);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repeats/guarded", test_often_is_once);
  g_test_add_func ("/repeats/unguarded", test_often_is_seen);
  return g_test_run ();
}
