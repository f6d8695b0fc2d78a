/* SPDX-License-Identifier: MIT */
#include "tests/support/et-test-server.h"

/* A crowd of addresses guesses the password of an account, behind a proxy that says which. */

#define LOGIN "/api/accounts/login/"
#define HOME "192.0.2.7"
#define N_GUESSERS 40

/* What strangers may try of one account before they have to wait, all together. */
#define FREE_GUESSES 20

static const char *const environment[] = { "ETICKETS_TRUSTED_PROXIES=127.0.0.1", NULL };

static int
sign_in_from (EtTestServer *server, const char *address, const char *name, const char *password)
{
  g_autofree char *fields = g_strdup_printf ("X-Forwarded-For: %s\r\n", address);
  g_autofree char *body = g_strdup_printf ("{\"username\":\"%s\",\"password\":\"%s\"}", name,
                                           password);
  g_autoptr (EtTestAnswer) answer = et_test_server_call_with (server, "POST", LOGIN, fields, body);

  return answer->status;
}

/* Returns: how many were let try. */
static guint
guess_from_everywhere (EtTestServer *server, const char *name)
{
  guint n_tried = 0;

  for (guint i = 0; i < N_GUESSERS; i++)
    {
      g_autofree char *address = g_strdup_printf ("198.51.100.%u", i + 1);
      int status = sign_in_from (server, address, name, "wrong password 1");

      g_assert_true (status == 401 || status == 429);
      n_tried += status == 401;
    }
  return n_tried;
}

static void
test_owner_is_not_locked_out (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (environment);
  g_autofree char *token = et_test_server_sign_up (server, "owner");

  g_assert_cmpint (sign_in_from (server, HOME, "owner", ET_TEST_PASSWORD), ==, 200);
  g_assert_cmpuint (guess_from_everywhere (server, "owner"), ==, FREE_GUESSES);
  g_assert_cmpint (sign_in_from (server, "203.0.113.1", "owner", ET_TEST_PASSWORD), ==, 429);
  g_assert_cmpint (sign_in_from (server, HOME, "owner", "wrong password 1"), ==, 401);
  g_assert_cmpint (sign_in_from (server, HOME, "owner", ET_TEST_PASSWORD), ==, 200);
}

/* Who guesses does not learn which names there are. */
static void
test_unknown_names_are_limited_alike (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (environment);

  g_assert_cmpuint (guess_from_everywhere (server, "nobody"), ==, FREE_GUESSES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock-out/owner", test_owner_is_not_locked_out);
  g_test_add_func ("/lock-out/unknown", test_unknown_names_are_limited_alike);
  return g_test_run ();
}
