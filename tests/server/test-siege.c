/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "tests/support/et-test-live.h"
#include "tests/support/et-test-server.h"

/* What must hold when the server is reached without a proxy: under each attack honest clients are
 * served, and afterwards neither memory nor descriptors are gone. */

/* Every allocation under AddressSanitizer has more around it than in it, and stays for a while. */
#ifdef __SANITIZE_ADDRESS__
#define MIB (16 * 1024.0 * 1024)
#else
#define MIB (1024.0 * 1024)
#endif

#define N_HONEST 150
#define HEAD "GET /api/offers/ HTTP/1.1\r\nHost: localhost\r\n"
#define POST "POST /api/cart/add/ HTTP/1.1\r\nHost: localhost\r\n"

/* An attack: @begin for each connection, then @go_on now and then while others are served. */
typedef struct
{
  const char *name;
  guint n, n_in_full; /* connections */
  void (*begin) (EtTestSocket *socket); /* nullable */
  void (*go_on) (EtTestSocket *socket); /* nullable */
  double max_growth; /* MiB of resident memory, for the full number */
} Siege;

/* One server for the whole file. */
static EtTestServer *server;

static double
get_figure (const char *name)
{
  g_autofree char *line = g_strdup_printf ("\n%s ", name);
  g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", "/metrics", NULL, NULL);
  g_autofree char *text = et_test_answer_dup_body (answer);
  const char *value = strstr (text, line);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_nonnull (value);
  return g_ascii_strtod (value + strlen (line), NULL);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  int64_t one = *(const int64_t *) a, other = *(const int64_t *) b;

  return (one > other) - (one < other);
}

/* Returns: microseconds that 99 of 100 honest requests stay below; each has a connection of its
 * own every tenth time. */
static int64_t
serve_honest (const Siege *siege, GPtrArray *attackers)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (int64_t));
  EtTestSocket *socket = NULL;

  for (guint i = 0; i < N_HONEST; i++)
    {
      int64_t began = g_get_monotonic_time (), took;
      g_autoptr (EtTestAnswer) answer = NULL;

      if (i % 10 == 0)
        {
          g_clear_pointer (&socket, et_test_socket_free);
          socket = et_test_socket_new (et_test_server_get_port (server));
        }
      et_test_socket_send (socket, HEAD "\r\n", -1);
      answer = et_test_socket_read_answer (socket, FALSE);
      et_test_answer_assert (answer, 200, NULL);
      took = g_get_monotonic_time () - began;
      g_array_append_val (times, took);
      for (guint j = i % 50; attackers != NULL && siege->go_on != NULL && j < attackers->len;
           j += 50)
        siege->go_on (attackers->pdata[j]);
    }
  et_test_socket_free (socket);
  g_array_sort (times, compare_times);
  return g_array_index (times, int64_t, N_HONEST * 99 / 100);
}

static GPtrArray *
new_crowd (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) et_test_socket_free);
}

static void
wait_for_descriptors (double expected)
{
  for (guint i = 0; get_figure ("process_open_fds") > expected; i++)
    {
      g_assert_cmpuint (i, <, 1000);
      g_usleep (20 * 1000);
    }
}

static void
test_siege (gconstpointer data)
{
  const Siege *siege = data;
  guint n = et_test_is_full_run () ? siege->n_in_full : siege->n;
  g_autoptr (GPtrArray) attackers = new_crowd ();
  int64_t before = serve_honest (siege, NULL), meanwhile;
  double memory = get_figure ("process_resident_memory_bytes"), grown;
  double descriptors = get_figure ("process_open_fds");

  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (attackers, et_test_socket_new (et_test_server_get_port (server)));
      if (siege->begin != NULL)
        siege->begin (attackers->pdata[i]);
    }
  meanwhile = serve_honest (siege, attackers);
  grown = (get_figure ("process_resident_memory_bytes") - memory) / MIB;
  g_test_message ("%u connections: p99 %.2f ms before, %.2f ms meanwhile; %.1f MiB more", n,
                  (double) before / 1000, (double) meanwhile / 1000, grown);
  g_assert_cmpint (meanwhile, <, 5 * G_USEC_PER_SEC); /* against hanging */
  g_assert_cmpfloat (grown, <, siege->max_growth);
  g_ptr_array_set_size (attackers, 0);
  wait_for_descriptors (descriptors);
}

static void
begin_head (EtTestSocket *socket)
{
  et_test_socket_send (socket, HEAD "X-Slow: ", -1);
}

static void
begin_body (EtTestSocket *socket)
{
  et_test_socket_send (socket, POST "Content-Length: 60000\r\n\r\n{", -1);
}

static void
drip (EtTestSocket *socket)
{
  et_test_socket_send (socket, "x", 1);
}

/* Each asks for more than any buffer holds, and takes nothing. */
static void
begin_reading (EtTestSocket *socket)
{
  static const char request[] = "GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
  int small = 4096;

  setsockopt (et_test_socket_get_fd (socket), SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  for (guint i = 0; i < 60; i++)
    et_test_socket_send (socket, request, sizeof request - 1);
}

/* Sends @mib MiB of @chunk, as far as they are taken. */
static void
pour (EtTestSocket *socket, guint mib)
{
  static const char chunk[64 * 1024] = "a";

  for (guint i = 0; i < mib * 16; i++)
    if (send (et_test_socket_get_fd (socket), chunk, sizeof chunk, MSG_NOSIGNAL) < 0)
      return;
}

/* MiB */
#define FLOOD (et_test_is_full_run () ? 1024 : 64)

/* Answers at once, and does not take the flood that follows. */
static void
assert_flood_is_refused (const char *head, int status, const char *code)
{
  double memory = get_figure ("process_resident_memory_bytes");
  g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_server_get_port (server));
  g_autoptr (EtTestAnswer) answer = NULL;

  et_test_socket_send (socket, head, -1);
  answer = et_test_socket_read_answer (socket, FALSE);
  et_test_answer_assert (answer, status, code);
  pour (socket, FLOOD);
  g_assert_cmpfloat (get_figure ("process_resident_memory_bytes") - memory, <, 8 * MIB);
}

static void
test_floods (void)
{
  assert_flood_is_refused (POST "Transfer-Encoding: chunked\r\n\r\n40000000\r\n", 400,
                           "bad_request");
  assert_flood_is_refused (POST "Content-Length: 999999999\r\n\r\n", 413, "too_large");
}

/* What made libsoup's own server need a gigabyte. */
static void
test_ranges (void)
{
  g_autoptr (GString) few = g_string_new ("Range: bytes=0-");
  g_autoptr (GString) many = NULL;
  g_autoptr (EtTestAnswer) whole = NULL, refused = NULL;
  double memory = get_figure ("process_resident_memory_bytes");
  g_autofree char *length = NULL;

  for (guint i = 0; i < 4000; i++)
    g_string_append (few, ",0-");
  g_string_append (few, "\r\n");
  many = g_string_new (few->str);
  for (guint i = 0; i < 2; i++)
    g_string_append (many, few->str);
  whole = et_test_server_call_with (server, "GET", "/api/openapi.json", few->str, NULL);
  length = et_test_answer_get_field (whole, "Content-Length");
  et_test_answer_assert (whole, 200, NULL);
  g_assert_cmpint (g_ascii_strtoll (length, NULL, 10), >, 50000);
  refused = et_test_server_call_with (server, "GET", "/api/openapi.json", many->str, NULL);
  et_test_answer_assert (refused, 400, "bad_request");
  g_assert_cmpfloat (get_figure ("process_resident_memory_bytes") - memory, <, 8 * MIB);
}

/* Pieces of one message that never ends. */
static void
test_fragments (void)
{
  g_autoptr (EtTestLive) live = et_test_live_new_silent (et_test_server_get_port (server));
  double memory = get_figure ("process_resident_memory_bytes");
  static char piece[1024];

  memset (piece, ' ', sizeof piece);
  et_test_live_send (live, 0x01, piece, sizeof piece);
  for (guint i = 0; i < FLOOD * 16; i++)
    et_test_live_send (live, 0x00, piece, sizeof piece);
  g_assert_cmpfloat (get_figure ("process_resident_memory_bytes") - memory, <, 8 * MIB);
  g_assert_cmpuint (et_test_live_read_close (live), ==, 1009);
}

/* Clients that made ten requests each and then vanish, half of them without a farewell. */
static void
test_vanishing_clients (void)
{
  guint n = et_test_is_full_run () ? 10000 : 500;
  double descriptors, memory;

  serve_honest (NULL, NULL);
  descriptors = get_figure ("process_open_fds");
  memory = get_figure ("process_resident_memory_bytes");
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EtTestSocket) socket = et_test_socket_new (et_test_server_get_port (server));

      for (guint j = 0; j < 10; j++)
        {
          g_autoptr (EtTestAnswer) answer = NULL;

          et_test_socket_send (socket, HEAD "\r\n", -1);
          answer = et_test_socket_read_answer (socket, FALSE);
          et_test_answer_assert (answer, 200, NULL);
        }
      if (i % 2 == 0)
        et_test_socket_reset (socket);
    }
  wait_for_descriptors (descriptors);
  memory = (get_figure ("process_resident_memory_bytes") - memory) / MIB;
  g_test_message ("%u requests of %u clients: %.2f MiB more", 10 * n, n, memory);
  g_assert_cmpfloat (memory, <, 4);
}

/* The listener outlives a time without any descriptor. */
static void
test_no_descriptors (void)
{
  GPid pid = et_test_server_get_pid (server);
  double descriptors = get_figure ("process_open_fds");
  struct rlimit old, few;

  g_assert_cmpint (prlimit (pid, RLIMIT_NOFILE, NULL, &old), ==, 0);
  few = (struct rlimit){ (rlim_t) descriptors + 20, old.rlim_max };
  g_assert_cmpint (prlimit (pid, RLIMIT_NOFILE, &few, NULL), ==, 0);
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (GPtrArray) crowd = new_crowd ();

      for (guint i = 0; i < 200; i++)
        g_ptr_array_add (crowd, et_test_socket_new (et_test_server_get_port (server)));
    }
  g_assert_cmpint (prlimit (pid, RLIMIT_NOFILE, &old, NULL), ==, 0);
  wait_for_descriptors (descriptors);
  g_assert_cmpint (serve_honest (NULL, NULL), <, 5 * G_USEC_PER_SEC);
}

/* A long word anywhere in a request: too long for its place, it is refused, and nothing breaks. */
static void
test_long_words (void)
{
  static const struct
  {
    const char *before, *after;
    gsize length;
    int status;
  } cases[] = {
    { "GET /", " HTTP/1.1\r\nHost: localhost\r\n\r\n", 300, 404 },
    { "GET /", " HTTP/1.1\r\nHost: localhost\r\n\r\n", 20000, 400 },
    { "GET /?q=", " HTTP/1.1\r\nHost: localhost\r\n\r\n", 8000, 200 },
    { "GET /?q=", " HTTP/1.1\r\nHost: localhost\r\n\r\n", 20000, 400 },
    { "", " / HTTP/1.1\r\nHost: localhost\r\n\r\n", 21, 400 },
    { "GET / HTTP/1.1\r\nHost: ", "\r\n\r\n", 256, 400 },
    { "GET / HTTP/1.1\r\nHost: localhost\r\n", ": x\r\n\r\n", 8000, 200 },
    { "GET / HTTP/1.1\r\nHost: localhost\r\nX: ", "\r\n\r\n", 20000, 400 },
    { "GET /api/cart/ HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid=", "\r\n\r\n", 8000, 200 },
    { "GET /api/cart/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ", "\r\n\r\n", 8000,
      401 },
    { "GET /api/orders/1", "/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 150, 404 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *word = g_strnfill (cases[i].length, i == 10 ? '9' : 'a');
      g_autofree char *text = g_strconcat (cases[i].before, word, cases[i].after, NULL);
      g_autoptr (EtTestAnswer)
          answer = et_test_http_send (et_test_server_get_port (server), text, -1);

      et_test_answer_assert (answer, cases[i].status, NULL);
    }
}

/* Of a path nothing leads out of the API, and no two of them are one to the router. */
static void
test_odd_paths (void)
{
  static const char *const paths[] = {
    "/api/../etc/passwd",  "/api/offers/../../health",
    "/api//offers/",       "//health",
    "/api/%2e%2e/health",  "/api/offers%2f",
    "/api%2foffers/",      "/api/offers/.",
    "/api/offers;a=b/",    "/API/OFFERS/",
    "/api/orders/01/",     "/api/orders/0/",
    "/api/orders/-1/",     "/api/orders/1.0/",
    "/api/{admin}/stats/", "/api/orders/{id}/",
    "/health/x",           "/etickets.sqlite3",
    "/signing-keys",       "/.env",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (EtTestAnswer) answer = et_test_server_call (server, "GET", paths[i], NULL, NULL);
      int expected = strpbrk (paths[i], "{}") != NULL ? 400 : 404;

      g_test_message ("%s", paths[i]);
      et_test_answer_assert (answer, expected, expected == 400 ? "bad_request" : "not_found");
    }
}

static const Siege sieges[] = {
  { "idle", 1000, 10000, NULL, NULL, 32 },
  { "slow-head", 500, 2000, begin_head, drip, 32 },
  { "slow-body", 500, 2000, begin_body, drip, 48 },
  { "slow-reader", 100, 500, begin_reading, NULL, 128 },
};

static void
raise_limit (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
}

int
main (int argc, char **argv)
{
  static const char *const environment[] = { "ETICKETS_MAX_CONNECTIONS=20000",
                                             "ETICKETS_MAX_CONNECTIONS_PER_ADDRESS=0", NULL };
  int status;

  g_test_init (&argc, &argv, NULL);
  raise_limit ();
  server = et_test_server_new (environment);
  for (gsize i = 0; i < G_N_ELEMENTS (sieges); i++)
    {
      g_autofree char *path = g_strconcat ("/siege/", sieges[i].name, NULL);

      g_test_add_data_func (path, &sieges[i], test_siege);
    }
  g_test_add_func ("/siege/floods", test_floods);
  g_test_add_func ("/siege/ranges", test_ranges);
  g_test_add_func ("/siege/fragments", test_fragments);
  g_test_add_func ("/siege/vanishing", test_vanishing_clients);
  g_test_add_func ("/siege/no-descriptors", test_no_descriptors);
  g_test_add_func ("/siege/long-words", test_long_words);
  g_test_add_func ("/siege/odd-paths", test_odd_paths);
  status = g_test_run ();
  et_test_server_stop (server);
  et_test_server_free (server);
  return status;
}
