/* SPDX-License-Identifier: MIT */
/* Load on one server, for scripts/bench: each client is a thread with one keep-alive connection.
 *
 *   et-load HOST PORT SECONDS CLIENTS TOKEN_FILE SCENARIO OFFER
 *
 * SCENARIO is "health", "offers" or "purchase" (add to cart, then checkout). TOKEN_FILE holds a
 * bearer token a line. Prints {"requests","errors","per_second","p50_ms","p99_ms"}; a purchase
 * counts as one request. */
#include <arpa/inet.h>
#include <gio/gio.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  struct sockaddr_in address;
  int64_t until_us; /* monotonic */
  const char *scenario;
  int64_t offer_id;
} Load;

typedef struct
{
  const Load *load;
  const char *token;
  int fd;
  GArray *durations; /* owned; of int64_t microseconds */
  guint errors;
} Client;

static int
connect_to (const struct sockaddr_in *address)
{
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int one = 1;

  if (fd < 0 || connect (fd, (const struct sockaddr *) address, sizeof *address) != 0)
    g_error ("The server cannot be reached: %s", g_strerror (errno));
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

/* Reads one whole answer. Returns its status, 0 when the connection ended. */
static int
read_answer (int fd)
{
  char buffer[262144];
  gsize have = 0;

  while (have < sizeof buffer - 1)
    {
      ssize_t n = recv (fd, buffer + have, sizeof buffer - 1 - have, 0);
      const char *end, *length;

      if (n <= 0)
        return 0;
      have += (gsize) n;
      buffer[have] = '\0';
      end = strstr (buffer, "\r\n\r\n");
      if (end == NULL)
        continue;
      length = strcasestr (buffer, "\r\nContent-Length:");
      if (length == NULL || length > end)
        return 0;
      if (have >= (gsize) (end + 4 - buffer) + g_ascii_strtoull (length + 17, NULL, 10))
        return atoi (buffer + 9);
    }
  return 0;
}

static gboolean
ask (Client *client, const char *method, const char *path, const char *body, const char *key)
{
  g_autofree char *request = g_strdup_printf (
      "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %s\r\n%s%s%s"
      "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
      method, path, client->token, key != NULL ? "Idempotency-Key: " : "", key != NULL ? key : "",
      key != NULL ? "\r\n" : "", strlen (body), body);
  gsize length = strlen (request);

  return send (client->fd, request, length, MSG_NOSIGNAL) == (ssize_t) length &&
         read_answer (client->fd) == 200;
}

static gboolean
buy_one (Client *client)
{
  g_autofree char *line = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":1}",
                                           client->load->offer_id);
  g_autofree char *key = g_uuid_string_random ();

  return ask (client, "POST", "/api/cart/add/", line, NULL) &&
         ask (client, "POST", "/api/cart/checkout/", "{}", key);
}

static gboolean
run_once (Client *client)
{
  if (g_str_equal (client->load->scenario, "purchase"))
    return buy_one (client);
  if (g_str_equal (client->load->scenario, "offers"))
    return ask (client, "GET", "/api/offers/", "", NULL);
  return ask (client, "GET", "/health/", "", NULL);
}

static gpointer
run_client (gpointer data)
{
  Client *client = data;
  int64_t start;

  client->fd = connect_to (&client->load->address);
  while ((start = g_get_monotonic_time ()) < client->load->until_us)
    {
      int64_t duration;

      if (run_once (client))
        {
          duration = g_get_monotonic_time () - start;
          g_array_append_val (client->durations, duration);
        }
      else if (++client->errors > 100)
        break;
    }
  close (client->fd);
  return NULL;
}

static int
compare_durations (gconstpointer a, gconstpointer b)
{
  int64_t x = *(const int64_t *) a, y = *(const int64_t *) b;

  return (x > y) - (x < y);
}

static double
percentile_ms (GArray *sorted, guint percent)
{
  guint index = MIN (sorted->len - 1, sorted->len * percent / 100);

  return sorted->len > 0 ? (double) g_array_index (sorted, int64_t, index) / 1000.0 : 0;
}

static void
print_figures (Client *clients, guint n, int seconds)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (int64_t));
  guint errors = 0;

  for (guint i = 0; i < n; i++)
    {
      g_array_append_vals (all, clients[i].durations->data, clients[i].durations->len);
      g_array_unref (clients[i].durations);
      errors += clients[i].errors;
    }
  g_array_sort (all, compare_durations);
  g_print ("{\"requests\":%u,\"errors\":%u,\"per_second\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f}\n",
           all->len, errors, (double) all->len / seconds, percentile_ms (all, 50),
           percentile_ms (all, 99));
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) tokens = NULL;
  g_autofree char *text = NULL;
  g_autofree Client *clients = NULL;
  g_autofree GThread **threads = NULL;
  Load load = { .address = { .sin_family = AF_INET } };
  guint n;
  int seconds;

  if (argc != 8 || inet_aton (argv[1], &load.address.sin_addr) == 0 ||
      !g_file_get_contents (argv[5], &text, NULL, NULL))
    g_error ("Usage: et-load HOST PORT SECONDS CLIENTS TOKEN_FILE SCENARIO OFFER");
  load.address.sin_port = htons ((uint16_t) atoi (argv[2]));
  seconds = CLAMP (atoi (argv[3]), 1, 600);
  n = (guint) CLAMP (atoi (argv[4]), 1, 256);
  load.scenario = argv[6];
  load.offer_id = g_ascii_strtoll (argv[7], NULL, 10);
  load.until_us = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  tokens = g_strsplit (g_strstrip (text), "\n", -1);

  clients = g_new0 (Client, n);
  threads = g_new0 (GThread *, n);
  for (guint i = 0; i < n; i++)
    {
      clients[i].load = &load;
      clients[i].token = tokens[i % g_strv_length (tokens)];
      clients[i].durations = g_array_new (FALSE, FALSE, sizeof (int64_t));
      threads[i] = g_thread_new ("client", run_client, &clients[i]);
    }
  for (guint i = 0; i < n; i++)
    g_thread_join (threads[i]);
  print_figures (clients, n, seconds);
  return 0;
}
