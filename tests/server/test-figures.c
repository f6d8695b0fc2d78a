/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "server/service/et-readiness.h"
#include "tests/support/et-test-server.h"

typedef struct
{
  EtTestServer *server; /* owned */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer environment)
{
  fixture->server = et_test_server_new (environment);
}

static void
tear_down (Fixture *fixture, gconstpointer environment)
{
  et_test_server_stop (fixture->server);
  et_test_server_free (fixture->server);
}

static char *
read_figures (Fixture *fixture)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (fixture->server, "GET", "/metrics", NULL, NULL);
  g_autofree char *type = et_test_answer_get_field (answer, "Content-Type");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (type, ==, "text/plain; version=0.0.4; charset=utf-8");
  return et_test_answer_dup_body (answer);
}

/* Returns: (nullable): what stands behind a figure's name and labels. */
static const char *
find_line (const char *figures, const char *name)
{
  g_autofree char *line = g_strdup_printf ("\n%s ", name);
  const char *found = strstr (figures, line);

  return found != NULL ? found + strlen (line) : NULL;
}

static double
get_figure (const char *figures, const char *name)
{
  const char *value = find_line (figures, name);

  if (value == NULL)
    g_test_message ("There is no %s in\n%s", name, figures);
  g_assert_nonnull (value);
  return g_ascii_strtod (value, NULL);
}

static void
assert_figure (const char *figures, const char *name, double expected)
{
  g_assert_cmpfloat (get_figure (figures, name), ==, expected);
}

#define ANSWERS(method, route, status) \
  "etickets_http_requests_total{route=\"" route "\",method=\"" method "\",status=\"" status "\"}"
#define DURATIONS(part) \
  "etickets_http_request_duration_seconds" part "{route=\"/health\",method=\"GET\""

static void
test_requests_are_counted (Fixture *fixture, gconstpointer environment)
{
  g_autofree char *figures = NULL;

  for (guint i = 0; i < 3; i++)
    et_test_server_expect (fixture->server, "GET", "/health/", NULL, NULL, 200, NULL);
  et_test_server_expect (fixture->server, "GET", "/api/orders/7/", NULL, NULL, 401,
                         "unauthenticated");
  et_test_server_expect (fixture->server, "GET", "/nothing", NULL, NULL, 404, "not_found");
  et_test_server_expect (fixture->server, "GET", "/a b", NULL, NULL, 400, "bad_request");
  figures = read_figures (fixture);
  assert_figure (figures, ANSWERS ("GET", "/health", "200"), 3);
  assert_figure (figures, ANSWERS ("GET", "/api/orders/{id}", "401"), 1);
  assert_figure (figures, ANSWERS ("none", "none", "404"), 1);
  assert_figure (figures, "etickets_http_refusals_total{status=\"400\"}", 1);
  assert_figure (figures, DURATIONS ("_count") "}", 3);
  assert_figure (figures, DURATIONS ("_bucket") ",le=\"+Inf\"}", 3);
  g_assert_cmpfloat (get_figure (figures, DURATIONS ("_sum") "}"), >, 0);
}

static void
test_program_is_measured (Fixture *fixture, gconstpointer environment)
{
  g_autoptr (EtTestSocket) silent = et_test_socket_new (et_test_server_get_port (fixture->server));
  g_autofree char *before = read_figures (fixture);
  g_autofree char *figures = NULL;

  g_free (et_test_server_sign_up (fixture->server, "zoe"));
  figures = read_figures (fixture);
  g_assert_cmpfloat (get_figure (before, "etickets_connections"), >=, 2);
  assert_figure (figures, "etickets_queue_length{queue=\"write\"}", 0);
  g_assert_cmpfloat (get_figure (figures, "etickets_writes_total"), >,
                     get_figure (before, "etickets_writes_total"));
  g_assert_cmpfloat (get_figure (figures, "etickets_write_batches_total"), >,
                     get_figure (before, "etickets_write_batches_total"));
  g_assert_cmpfloat (get_figure (figures, "process_resident_memory_bytes"), >, 1e6);
  g_assert_cmpfloat (get_figure (figures, "process_open_fds"), >, 5);
  g_assert_cmpfloat (get_figure (figures, "process_max_fds"), >, 100);
  g_assert_cmpfloat (get_figure (figures, "process_cpu_seconds_total"), >, 0);
  assert_figure (figures, "etickets_build_info{version=\"" ET_VERSION "\"}", 1);
}

static void
test_business_is_counted (Fixture *fixture, gconstpointer environment)
{
  EtTestServer *server = fixture->server;
  int64_t offer = et_test_server_make_offer (server);
  g_autofree char *zoe = et_test_server_sign_up (server, "zoe");
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%d}", (int) offer);
  g_autofree char *figures = read_figures (fixture);

  assert_figure (figures, "etickets_events_total{event=\"order_paid\"}", 0);
  et_test_server_expect (server, "POST", "/api/cart/add/", zoe, body, 200, NULL);
  et_test_server_expect (server, "POST", "/api/cart/checkout/", zoe,
                         "{\"card_number\":\"4000000000000002\"}", 402, "payment_declined");
  et_test_server_expect (server, "POST", "/api/cart/checkout/", zoe, "{}", 200, NULL);
  g_free (g_steal_pointer (&figures));
  figures = read_figures (fixture);
  assert_figure (figures, "etickets_events_total{event=\"order_paid\"}", 1);
  assert_figure (figures, "etickets_events_total{event=\"order_refused\"}", 1);
  assert_figure (figures, "etickets_events_total{event=\"account_created\"}", 1);
  assert_figure (figures, "etickets_events_total{event=\"ticket_admitted\"}", 0);
}

/* Every line is a comment or a figure, and every figure is announced. */
static void
test_format (Fixture *fixture, gconstpointer environment)
{
  g_autofree char *figures = read_figures (fixture);
  g_auto (GStrv) lines = g_strsplit (figures, "\n", -1);
  g_autofree char *announced = NULL;

  for (guint i = 0; lines[i + 1] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (lines[i], " {", -1);

      if (g_str_has_prefix (lines[i], "# TYPE "))
        {
          g_free (announced);
          announced = g_strdup (words[2]);
        }
      else if (!g_str_has_prefix (lines[i], "# HELP "))
        {
          g_assert_true (g_regex_match_simple (
              "^[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*\\})? [0-9.e+-]+$", lines[i], 0,
              0));
          g_assert_true (g_str_has_prefix (words[0], announced));
        }
    }
  g_assert_cmpstr (lines[g_strv_length (lines) - 1], ==, "");
}

/* A proxy that nobody named is on this machine, too, and speaks for anybody. */
static void
test_figures_are_not_for_all (Fixture *fixture, gconstpointer environment)
{
  static const char *const marks[] = { "X-Forwarded-For: 192.0.2.1\r\n", "X-Real-IP: 192.0.2.1\r\n",
                                       "Forwarded: for=192.0.2.1\r\n", "Via: 1.1 proxy\r\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autoptr (EtTestAnswer)
          answer = et_test_server_call_with (fixture->server, "GET", "/metrics", marks[i], NULL);

      et_test_answer_assert (answer, 404, "not_found");
    }
}

static void
test_figures_are_for_the_configured (Fixture *fixture, gconstpointer environment)
{
  et_test_server_expect (fixture->server, "GET", "/metrics", NULL, NULL, 404, "not_found");
}

static void
test_ready (Fixture *fixture, gconstpointer environment)
{
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (fixture->server, "GET", "/ready/", NULL, NULL);
  g_autofree char *body = et_test_answer_dup_body (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (body, ==,
                   "{\"status\":\"ready\",\"database\":\"ok\",\"disk\":\"ok\",\"queue\":\"ok\"}");
}

static void
assert_amiss (EtReadiness *readiness, const char *sentence, const char *part, const char *word)
{
  g_autoptr (GError) error = NULL;
  EtReady ready;

  et_readiness_get (readiness, &ready);
  g_assert_false (et_ready_check (&ready, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_UNAVAILABLE);
  g_assert_cmpstr (error->message, ==, sentence);
  g_assert_cmpstr (et_error_get_detail (error, part), ==, word);
}

static void
test_what_is_amiss (void)
{
  g_autoptr (EtReadiness) readiness = et_readiness_new (".", 100);
  g_autoptr (EtReadiness) full = et_readiness_new ("/proc", 100); /* which has no room at all */

  assert_amiss (readiness, "The database does not answer", "database", "silent");
  et_readiness_note (readiness, FALSE, 0);
  assert_amiss (readiness, "The database does not answer", "database", "silent");
  et_readiness_note (readiness, TRUE, 75);
  assert_amiss (readiness, "Too many writes wait", "queue", "full");
  et_readiness_note (full, TRUE, 0);
  assert_amiss (full, "The disk is almost full", "disk", "full");
}

static void
test_nothing_is_amiss (void)
{
  g_autoptr (EtReadiness) readiness = et_readiness_new (".", 100);
  g_autoptr (GError) error = NULL;
  EtReady ready;

  et_readiness_note (readiness, TRUE, 74);
  et_readiness_get (readiness, &ready);
  g_assert_true (et_ready_check (&ready, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  static const char *const elsewhere[] = { "ETICKETS_METRICS_NETWORKS=192.0.2.0/24", NULL };

  g_test_init (&argc, &argv, NULL);
#define ADD(name, environment, func) \
  g_test_add (name, Fixture, environment, set_up, func, tear_down)
  ADD ("/figures/requests", NULL, test_requests_are_counted);
  ADD ("/figures/program", NULL, test_program_is_measured);
  ADD ("/figures/business", NULL, test_business_is_counted);
  ADD ("/figures/format", NULL, test_format);
  ADD ("/figures/forwarded", NULL, test_figures_are_not_for_all);
  ADD ("/figures/networks", elsewhere, test_figures_are_for_the_configured);
  ADD ("/ready/all", NULL, test_ready);
  g_test_add_func ("/ready/amiss", test_what_is_amiss);
  g_test_add_func ("/ready/not-amiss", test_nothing_is_amiss);
  return g_test_run ();
}
