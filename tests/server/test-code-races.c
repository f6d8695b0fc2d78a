/* SPDX-License-Identifier: MIT */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "test-clients.h"
#include "tests/support/et-test-server.h"

/* Each race runs on the real server, where a code must work once in every round, and on one without
 * guards (et-guards-unguarded.c), where it must be seen to work twice: else the race was none. */

#define FACTOR "/api/accounts/me/second-factor/"
#define PASSWORD "{\"password\":\"" ET_TEST_PASSWORD "\"}"

#define CROWD 8
#define ROUNDS 5
#define ROUNDS_OF_FULL_RUN 100
#define MAX_ROUNDS_OF_CONTROL 50

/* A server, and somebody with a code on several connections. */
typedef struct
{
  EtTestServer *server; /* owned */
  char *admin; /* owned; a token */
  guint round;
} Office;

/* Runs one round. Returns: whether the code worked once only. */
typedef gboolean (*RaceFunc) (Office *office);

static Office *
open_office (gboolean is_guarded)
{
  Office *office = g_new0 (Office, 1);

  office->server = et_test_server_new_stopped (is_guarded ? NULL : ET_TEST_UNGUARDED_PROGRAM, NULL);
  et_test_server_start (office->server);
  office->admin = et_test_server_make (office->server, "admin", "office");
  return office;
}

static void
close_office (Office *office)
{
  et_test_server_stop (office->server);
  et_test_server_free (office->server);
  g_free (office->admin);
  g_free (office);
}

static int64_t
get_id (Office *office, const char *token)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "GET", "/api/accounts/me/", token, NULL);

  return json_object_get_int_member (et_test_answer_get_json (answer), "id");
}

static char *
issue_code (Office *office, const char *token)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/accounts/%" G_GINT64_FORMAT "/reset-code/",
                                           get_id (office, token));
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (office->server, "POST", path, office->admin, NULL);

  et_test_answer_assert (answer, 200, NULL);
  return g_strdup (json_object_get_string_member (et_test_answer_get_json (answer), "code"));
}

/* Many send the same body at once. Returns: whether one succeeded and the others were refused. */
static gboolean
one_of_many_succeeds (Office *office, const char *token, const char *path, const char *body)
{
  guint port = et_test_server_get_port (office->server);
  g_autoptr (GPtrArray) clients = test_clients_new ();
  g_autoptr (GPtrArray) answers = NULL;

  for (guint i = 0; i < CROWD; i++)
    g_ptr_array_add (clients, test_client_new (port, token));
  answers = test_clients_post (clients, CROWD, path, NULL, body);
  g_assert_cmpuint (test_answers_count (answers, 200, NULL), >=, 1);
  return test_answers_count (answers, 200, NULL) == 1 &&
         test_answers_count (answers, 401, "wrong_code") == CROWD - 1;
}

static gboolean
race_for_a_reset_code (Office *office)
{
  g_autofree char *username = g_strdup_printf ("forgetful%u", office->round);
  g_autofree char *token = et_test_server_sign_up (office->server, username);
  g_autofree char *code = issue_code (office, token);
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"%s\",\"code\":\"%s\",\"new_password\":\"Zebra-Moon-77\"}", username, code);

  return one_of_many_succeeds (office, token, "/api/accounts/reset-password/", body);
}

/* Sets the second step up. Returns: (transfer full): the authenticator's next code. */
static char *
enrol (Office *office, const char *token, char **ret_recovery)
{
  g_autoptr (EtTestAnswer)
      begun = et_test_server_call (office->server, "POST", FACTOR, token, PASSWORD);
  const char *text = json_object_get_string_member (et_test_answer_get_json (begun), "secret");
  int64_t now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (EtTestAnswer) confirmed = NULL;
  g_autofree char *body = NULL;
  char *secret, code[7], next[7];
  gsize length;

  g_assert_cmpint (oath_base32_decode (text, strlen (text), &secret, &length), ==, OATH_OK);
  oath_totp_generate (secret, length, now, 30, 0, 6, code);
  oath_totp_generate (secret, length, now + 30, 30, 0, 6, next);
  free (secret);
  body = g_strdup_printf ("{\"code\":\"%s\"}", code);
  confirmed = et_test_server_call (office->server, "POST", FACTOR "confirm/", token, body);
  et_test_answer_assert (confirmed, 200, NULL);
  *ret_recovery = g_strdup (json_array_get_string_element (
      json_object_get_array_member (et_test_answer_get_json (confirmed), "recovery_codes"), 0));
  return g_strdup (next);
}

/* Signs many in at once with one code. */
static gboolean
race_for_a_code (Office *office, gboolean is_recovery)
{
  g_autofree char *username = g_strdup_printf ("careful%u", office->round);
  g_autofree char *token = et_test_server_sign_up (office->server, username);
  g_autofree char *recovery = NULL;
  g_autofree char *totp = enrol (office, token, &recovery);
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"" ET_TEST_PASSWORD
                                           "\",\"code\":\"%s\"}",
                                           username, is_recovery ? recovery : totp);

  return one_of_many_succeeds (office, token, "/api/accounts/login/", body);
}

static gboolean
race_for_a_totp_code (Office *office)
{
  return race_for_a_code (office, FALSE);
}

static gboolean
race_for_a_recovery_code (Office *office)
{
  return race_for_a_code (office, TRUE);
}

static void
test_race (gconstpointer data)
{
  RaceFunc run = *(RaceFunc const *) data;

  for (guint is_guarded = 0; is_guarded < 2; is_guarded++)
    {
      Office *office = open_office (is_guarded);
      guint n_broken = 0, n_rounds = ROUNDS;

      if (et_test_is_full_run ())
        n_rounds = ROUNDS_OF_FULL_RUN;
      if (!is_guarded)
        n_rounds = MAX_ROUNDS_OF_CONTROL;
      for (office->round = 0; office->round < n_rounds && (is_guarded || n_broken == 0);
           office->round++)
        n_broken += run (office) ? 0 : 1;
      close_office (office);
      if (is_guarded)
        g_assert_cmpuint (n_broken, ==, 0);
      else
        g_assert_cmpuint (n_broken, >, 0);
    }
}

int
main (int argc, char **argv)
{
  static const RaceFunc reset = race_for_a_reset_code, totp = race_for_a_totp_code,
                        recovery = race_for_a_recovery_code;

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/code-races/reset", &reset, test_race);
  g_test_add_data_func ("/code-races/totp", &totp, test_race);
  g_test_add_data_func ("/code-races/recovery", &recovery, test_race);
  return g_test_run ();
}
