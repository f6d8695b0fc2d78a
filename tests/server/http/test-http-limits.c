/* SPDX-License-Identifier: MIT */
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "server/http/et-rate-limit.h"
#include "tests/server/http/test-http-server.h"

#define GET_HEALTH "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"

static void
assert_answer (EtTestSocket *socket, int status, const char *code)
{
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_socket_send (socket, GET_HEALTH, -1);
  answer = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (answer, status, code);
}

static void
free_socket (gpointer socket)
{
  et_test_socket_free (socket);
}

/* Opens @n connections that are served, and returns them. */
static GPtrArray *
hold_connections (guint port, guint n)
{
  GPtrArray *sockets = g_ptr_array_new_with_free_func (free_socket);

  for (guint i = 0; i < n; i++)
    {
      EtTestSocket *socket = et_test_socket_new (port);

      assert_answer (socket, 200, NULL);
      g_ptr_array_add (sockets, socket);
    }
  return sockets;
}

static void
assert_serves_again (guint port)
{
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (EtTestSocket) socket = et_test_socket_new (port);
      g_autoptr (EtTestAnswer) answer = NULL;

      et_test_socket_send (socket, GET_HEALTH, -1);
      answer = et_test_socket_read_answer (socket, FALSE);
      if (answer->status == 200)
        return;
      g_usleep (10 * 1000);
    }
  g_assert_not_reached ();
}

static void
assert_connection_limit (const EtHttpConfig *config, int status, const char *code)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (config);
  guint port = et_test_office_get_port (office);
  g_autoptr (GPtrArray) held = hold_connections (port, 10);
  g_autoptr (EtTestSocket) one_more = et_test_socket_new (port);
  g_autoptr (EtTestAnswer) answer = et_test_socket_read_answer (one_more, FALSE);
  g_autofree char *retry_after = et_test_answer_get_field (answer, "Retry-After");
  g_autofree char *sniffing = et_test_answer_get_field (answer, "X-Content-Type-Options");
  g_autofree char *policy = et_test_answer_get_field (answer, "Content-Security-Policy");

  et_test_answer_assert (answer, status, code);
  g_assert_cmpstr (sniffing, ==, "nosniff"); /* also where no thread of requests was asked */
  g_assert_cmpstr (policy, ==, "default-src 'none'; frame-ancestors 'none'");
  g_assert_nonnull (retry_after);
  g_assert_true (et_test_socket_waits_for_end (one_more, 2000));
  for (guint i = 0; i < held->len; i++)
    assert_answer (held->pdata[i], 200, NULL); /* those that are served stay so */
  g_ptr_array_set_size (held, 0);
  assert_serves_again (port);
}

static void
test_connections (void)
{
  EtHttpConfig config;

  et_test_office_config (&config);
  config.max_connections = 10;
  assert_connection_limit (&config, 503, "unavailable");
}

static void
test_connections_of_an_address (void)
{
  EtHttpConfig config;

  et_test_office_config (&config);
  config.max_connections_per_address = 10;
  assert_connection_limit (&config, 429, "rate_limited");
}

static void
test_connections_through_a_proxy (void)
{
  static const char *const proxies[] = { "127.0.0.0/8", NULL };
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;
  g_autoptr (GPtrArray) held = NULL;

  et_test_office_config (&config);
  config.max_connections_per_address = 5;
  config.trusted_proxies = proxies;
  office = et_test_office_new (&config);
  held = hold_connections (et_test_office_get_port (office), 20);
  g_assert_cmpuint (held->len, ==, 20);
}

/* Waits until the server has accepted and closed what it is going to. */
static void
wait_for_quiet (void)
{
  guint before = 0;

  for (guint same = 0; same < 20; g_usleep (5 * 1000))
    {
      guint now = et_test_count_descriptors ();

      same = now == before ? same + 1 : 0;
      before = now;
    }
}

/* Has the process run out of descriptors, as a flood does. libsoup's listener would be deaf for
 * ever after this. */
static void
run_out_of_descriptors (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint port = et_test_office_get_port (office);
  g_autoptr (GPtrArray) flood = NULL;
  guint n_open = 0;
  struct rlimit limit;
  int spare[4096];

  assert_serves_again (port);
  flood = g_ptr_array_new_with_free_func (free_socket);
  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (flood, et_test_socket_new (port));
  wait_for_quiet ();
  limit.rlim_cur = limit.rlim_max = et_test_count_descriptors () + 40;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  for (int fd = dup (0); fd >= 0; fd = dup (0))
    spare[n_open++] = fd;
  /* One of ours is free for the client; the server finds none, and says so by hanging up. */
  for (guint i = 0; i < 20; i++)
    {
      EtTestSocket *socket;

      close (spare[--n_open]);
      socket = et_test_socket_new (port);
      g_assert_true (et_test_socket_waits_for_end (socket, 5000));
      et_test_socket_free (socket);
      spare[n_open++] = dup (0);
    }
  while (n_open > 0)
    close (spare[--n_open]);
  g_ptr_array_set_size (flood, 0);
  assert_serves_again (port);
}

static void
test_survives_without_descriptors (void)
{
  if (g_test_subprocess ())
    {
      run_out_of_descriptors ();
      return;
    }
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, 0);
  g_test_trap_assert_passed ();
}

/* Makes @n calls and asserts that exactly the first @n_served have the status @served. */
static void
assert_rate (
    EtTestOffice *office, const char *path, const char *fields, guint n, guint n_served, int served)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EtTestAnswer)
          answer = et_test_http_call (et_test_office_get_port (office), "POST", path, fields, NULL);
      g_autofree char *retry_after = et_test_answer_get_field (answer, "Retry-After");

      et_test_answer_assert (answer, i < n_served ? served : 429,
                             i < n_served ? NULL : "rate_limited");
      if (i < n_served)
        continue;
      g_assert_cmpint (g_ascii_strtoll (retry_after, NULL, 10), >=, 50);
      g_assert_cmpint (g_ascii_strtoll (retry_after, NULL, 10), <=, 65);
      g_assert_cmpint (json_object_get_int_member (et_test_answer_get_json (answer), "retry_after"),
                       ==, g_ascii_strtoll (retry_after, NULL, 10));
    }
}

static EtTestOffice *
office_with_rates (void)
{
  EtHttpConfig config;

  et_test_office_config (&config);
  config.requests_per_minute = 40;
  config.signups_per_minute = 4;
  config.logins_per_minute = 3;
  config.verifications_per_minute = 5;
  return et_test_office_new (&config);
}

static void
test_rate_of_logins (void)
{
  g_autoptr (EtTestOffice) office = office_with_rates ();

  assert_rate (office, "/api/accounts/login/", NULL, 6, 3, 200);
  assert_rate (office, "/api/read", NULL, 3, 3, 200); /* other calls are not touched */
}

static void
test_rate_of_signups (void)
{
  g_autoptr (EtTestOffice) office = office_with_rates ();

  assert_rate (office, "/api/accounts/signup", NULL, 6, 4, 200);
}

static void
test_rate_of_verifications (void)
{
  g_autoptr (EtTestOffice) office = office_with_rates ();

  assert_rate (office, "/api/tickets/verify/", "Authorization: Bearer staff\r\n", 7, 5, 200);
  /* Another account of the same address has its own. */
  assert_rate (office, "/api/tickets/verify/", "Authorization: Bearer admin\r\n", 7, 5, 200);
  /* A customer looks at a ticket of his own; only the general limit counts that. */
  assert_rate (office, "/api/tickets/verify/", "Authorization: Bearer customer\r\n", 8, 8, 200);
}

static void
test_rate_of_everything (void)
{
  g_autoptr (EtTestOffice) office = office_with_rates ();

  assert_rate (office, "/nowhere", NULL, 45, 40, 404);
}

static void
test_rate_counts_who_is_behind_a_proxy (void)
{
  static const char *const proxies[] = { "127.0.0.1", NULL };
  EtHttpConfig config;
  g_autoptr (EtTestOffice) office = NULL;

  et_test_office_config (&config);
  config.logins_per_minute = 2;
  config.trusted_proxies = proxies;
  office = et_test_office_new (&config);
  assert_rate (office, "/api/accounts/login/", "X-Forwarded-For: 192.0.2.1\r\n", 3, 2, 200);
  assert_rate (office, "/api/accounts/login/", "X-Forwarded-For: 192.0.2.2\r\n", 3, 2, 200);
  /* What the client itself put in front does not make him another. */
  assert_rate (office, "/api/accounts/login/", "X-Forwarded-For: 198.51.100.9, 192.0.2.2\r\n", 2, 0,
               200);
}

static void
test_forged_address_does_not_help (void)
{
  g_autoptr (EtTestOffice) office = office_with_rates ();

  assert_rate (office, "/api/accounts/login/", "X-Forwarded-For: 192.0.2.1\r\n", 3, 3, 200);
  assert_rate (office, "/api/accounts/login/", "X-Forwarded-For: 192.0.2.2\r\n", 2, 0, 200);
}

static gboolean
take (EtRateLimit *limit, int64_t account, int64_t now_ms, guint *ret_retry_after)
{
  EtAddressKey key;

  et_rate_key_from_account (&key, account);
  return et_rate_limit_take (limit, &key, now_ms, ret_retry_after);
}

/* However the requests lie, no minute has more than the limit. */
static void
test_no_minute_has_more (void)
{
  g_autoptr (EtRateLimit) limit = et_rate_limit_new (10, 100);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (int64_t));
  guint retry_after;

  for (int64_t now = 1000000; now < 1400000; now += g_test_rand_int_range (1, 900))
    if (take (limit, 1, now, &retry_after))
      g_array_append_val (taken, now);
  for (guint i = 10; i < taken->len; i++)
    g_assert_cmpint (g_array_index (taken, int64_t, i) - g_array_index (taken, int64_t, i - 10), >,
                     60000);
  g_assert_cmpuint (taken->len, >=, 60); /* and nearly as much is let through */
}

static void
test_retry_after_is_enough (void)
{
  g_autoptr (EtRateLimit) limit = et_rate_limit_new (3, 100);
  guint retry_after = 0;
  int64_t now = 1234567;

  for (guint i = 0; i < 3; i++)
    g_assert_true (take (limit, 1, now + i * 7000, &retry_after));
  now += 15000;
  g_assert_false (take (limit, 1, now, &retry_after));
  g_assert_false (take (limit, 1, now + 40000, &(guint){ 0 }));
  g_assert_true (take (limit, 1, now + (int64_t) retry_after * 1000, &retry_after));
}

static void
test_forgets_the_oldest_client (void)
{
  g_autoptr (EtRateLimit) limit = et_rate_limit_new (1, 3);
  guint retry_after;

  for (int64_t account = 1; account <= 3; account++)
    g_assert_true (take (limit, account, 1000, &retry_after));
  g_assert_false (take (limit, 1, 1000, &retry_after)); /* 1 was seen last, 2 longest ago */
  g_assert_true (take (limit, 4, 1000, &retry_after));
  g_assert_false (take (limit, 1, 1000, &retry_after));
  g_assert_false (take (limit, 3, 1000, &retry_after));
  g_assert_true (take (limit, 2, 1000, &retry_after));
}

static void
test_full_queue (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  guint port = et_test_office_get_port (office);
  const char *const paths[] = { "/api/write", "/api/read", "/api/chain", "/api/form" };

  g_atomic_int_set (&et_test_office_get_state (office)->is_full, TRUE);
  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_http_call (port, "POST", paths[i], NULL, NULL);
      g_autofree char *retry_after = et_test_answer_get_field (answer, "Retry-After");

      et_test_answer_assert (answer, 503, "unavailable");
      g_assert_cmpstr (retry_after, ==, "1");
    }
  g_atomic_int_set (&et_test_office_get_state (office)->is_full, FALSE);
  assert_rate (office, "/api/write", NULL, 1, 1, 200);
}

static void
test_full_queue_while_looking_up_the_caller (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = NULL;

  g_atomic_int_set (&et_test_office_get_state (office)->is_full, TRUE);
  answer = et_test_http_call (et_test_office_get_port (office), "GET", "/api/customer",
                              "Authorization: Bearer db-customer\r\n", NULL);
  et_test_answer_assert (answer, 503, "unavailable");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add_func ("/http/limits/" name, func)
  ADD ("connections", test_connections);
  ADD ("connections-of-an-address", test_connections_of_an_address);
  ADD ("connections-through-a-proxy", test_connections_through_a_proxy);
  ADD ("descriptors", test_survives_without_descriptors);
  ADD ("rate/logins", test_rate_of_logins);
  ADD ("rate/signups", test_rate_of_signups);
  ADD ("rate/verifications", test_rate_of_verifications);
  ADD ("rate/everything", test_rate_of_everything);
  ADD ("rate/behind-a-proxy", test_rate_counts_who_is_behind_a_proxy);
  ADD ("rate/forged-address", test_forged_address_does_not_help);
  ADD ("rate/any-minute", test_no_minute_has_more);
  ADD ("rate/retry-after", test_retry_after_is_enough);
  ADD ("rate/oldest", test_forgets_the_oldest_client);
  ADD ("queue/full", test_full_queue);
  ADD ("queue/full-for-the-caller", test_full_queue_while_looking_up_the_caller);
#undef ADD
  return g_test_run ();
}
