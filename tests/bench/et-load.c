/* SPDX-License-Identifier: MIT */
/* Load on one server, for scripts/bench: many keep-alive connections in one thread, which takes as
 * little as possible of the processor that the server needs as well.
 *
 *   et-load ADDRESS PORT SECONDS CLIENTS SCENARIO LINES [OFFER [RATE]]
 *
 * LINES is a file with a bearer token a line; for "verify" the first is that of the gate, and ticket
 * keys follow. "checkout" and "verify" use each line once and end when none is left.
 * With a RATE so many begin each second, as long as a client is free, and their time counts from when
 * they were due: what waits behind a slow answer is not left out.
 * Prints {"requests","errors","seconds","per_second","p50_ms","p99_ms","client_us"}: what a scenario
 * does in a row counts as one request; client_us is the processor time of this program for one. */
#include <arpa/inet.h>
#include <errno.h>
#include <gio/gio.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "et-scenario.h"

#define MAX_ANSWER 4194304
#define MAX_ERRORS 100

typedef struct
{
  const EtScenario *scenario;
  char **lines; /* owned */
  guint n_lines, next_line;
  EtTarget target;
  int64_t until_us; /* monotonic */
  GArray *durations; /* owned; of int64_t microseconds */
  guint errors;
  guint n_active; /* clients that have not ended */
  double rate; /* rounds a second; 0: each client begins as soon as it is done */
  int64_t started_us; /* monotonic */
  guint64 n_begun;
  GPtrArray *idle; /* owned; borrowed Clients that wait until a round is due */
} Load;

typedef struct
{
  Load *load;
  const char *line; /* borrowed */
  int fd;
  guint step;
  int64_t started_us;
  GString *out; /* owned */
  GByteArray *in; /* owned */
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

/* A request is far smaller than what a socket takes at once. */
static void
send_step (Client *client)
{
  g_byte_array_set_size (client->in, 0);
  et_scenario_write (client->load->scenario, client->out, client->step, &client->load->target,
                     client->line);
  if (send (client->fd, client->out->str, client->out->len, MSG_NOSIGNAL) !=
      (ssize_t) client->out->len)
    g_error ("A request was not taken whole: %s", g_strerror (errno));
}

/* When the next round is due, in monotonic microseconds. */
static int64_t
get_due (Load *load)
{
  return load->rate > 0 ? load->started_us + (int64_t) (load->n_begun * 1e6 / load->rate)
                        : g_get_monotonic_time ();
}

/* Returns: FALSE when there is nothing left to do. */
static gboolean
start_round (Client *client)
{
  Load *load = client->load;
  int64_t now = g_get_monotonic_time ();
  int64_t due = get_due (load);

  if (now >= load->until_us || load->errors > MAX_ERRORS)
    return FALSE;
  if (due > now)
    {
      g_ptr_array_add (load->idle, client);
      return TRUE;
    }
  if (load->scenario->uses_lines_up)
    {
      if (load->next_line >= load->n_lines)
        return FALSE;
      client->line = load->lines[load->next_line++];
    }
  client->step = 0;
  client->started_us = due;
  load->n_begun++;
  send_step (client);
  return TRUE;
}

/* Begins the rounds that are due, as far as clients are free: each in its turn, since the server
 * ends a connection that nothing comes from. */
static void
start_due_rounds (Load *load)
{
  while (load->idle->len > 0 &&
         (get_due (load) <= g_get_monotonic_time () || g_get_monotonic_time () >= load->until_us))
    if (!start_round (g_ptr_array_steal_index (load->idle, 0)))
      load->n_active--;
}

/* Returns: the bytes of the answer at the start of @in, 0 while it is not whole. */
static gsize
measure_answer (GByteArray *in, guint *ret_status)
{
  const char *text = (const char *) in->data;
  const char *end = memmem (text, in->len, "\r\n\r\n", 4);
  const char *length;

  if (end == NULL)
    return 0;
  *ret_status = (guint) atoi (text + 9);
  length = strcasestr (text, "\r\nContent-Length:");
  if (length == NULL || length > end)
    return (gsize) (end + 4 - text);
  return (gsize) (end + 4 - text) + g_ascii_strtoull (length + 17, NULL, 10);
}

/* Reads what has come. Returns: the status of an answer that is whole, 0 until then. */
static guint
read_answer (Client *client)
{
  guint8 buffer[65536];
  ssize_t n = recv (client->fd, buffer, sizeof buffer - 1, MSG_DONTWAIT);
  guint status = 0;
  gsize length;

  if (n < 0 && errno == EAGAIN)
    return 0;
  if (n <= 0 || client->in->len > MAX_ANSWER)
    g_error ("The server ended a connection, or never an answer");
  buffer[n] = '\0';
  g_byte_array_append (client->in, buffer, (guint) n + 1);
  g_byte_array_set_size (client->in, client->in->len - 1); /* its end stays a NUL behind it */
  length = measure_answer (client->in, &status);
  return length > 0 && client->in->len >= length ? status : 0;
}

/* Goes on with an answer that is whole. Returns: FALSE when the client is done. */
static gboolean
go_on (Client *client, guint status)
{
  Load *load = client->load;
  int64_t duration;

  if (status != load->scenario->status)
    {
      if (load->errors++ == 0)
        g_printerr ("%u instead of %u: %s\n", status, load->scenario->status,
                    (const char *) client->in->data);
      return start_round (client);
    }
  if (++client->step < load->scenario->n_steps)
    {
      send_step (client);
      return TRUE;
    }
  duration = g_get_monotonic_time () - client->started_us;
  g_array_append_val (load->durations, duration);
  return start_round (client);
}

static void
serve (int epoll_fd, Load *load)
{
  struct epoll_event events[256];

  while (load->n_active > 0)
    {
      int n = epoll_wait (epoll_fd, events, G_N_ELEMENTS (events), load->rate > 0 ? 1 : 10000);

      if (n <= 0 && load->rate == 0)
        g_error ("No answer within ten seconds");
      start_due_rounds (load);
      for (int i = 0; i < n; i++)
        {
          Client *client = events[i].data.ptr;
          guint status = read_answer (client);

          if (status != 0 && !go_on (client, status))
            load->n_active--;
        }
    }
}

static void
run_clients (Load *load, const struct sockaddr_in *address, guint n)
{
  g_autofree Client *clients = g_new0 (Client, n);
  int epoll_fd = epoll_create1 (EPOLL_CLOEXEC);

  for (guint i = 0; i < n; i++)
    {
      Client *client = &clients[i];
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = client };

      client->load = load;
      client->fd = connect_to (address);
      client->line = load->lines[i % load->n_lines];
      client->out = g_string_new (NULL);
      client->in = g_byte_array_new ();
      epoll_ctl (epoll_fd, EPOLL_CTL_ADD, client->fd, &event);
      load->n_active += start_round (client) ? 1 : 0;
    }
  serve (epoll_fd, load);
  for (guint i = 0; i < n; i++)
    {
      close (clients[i].fd);
      g_string_free (clients[i].out, TRUE);
      g_byte_array_unref (clients[i].in);
    }
  close (epoll_fd);
}

/* Returns: (transfer full): the ETag of the offers as they are now. */
static char *
ask_etag (const struct sockaddr_in *address)
{
  static const char request[] = "HEAD /api/offers/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  char answer[16384];
  int fd = connect_to (address);
  ssize_t n = send (fd, request, strlen (request), MSG_NOSIGNAL) > 0
                  ? recv (fd, answer, sizeof answer - 1, 0)
                  : 0;
  char *etag;

  close (fd);
  answer[MAX (n, 0)] = '\0';
  etag = strcasestr (answer, "\r\nETag: ");
  if (etag == NULL)
    g_error ("The offers have no ETag");
  etag += strlen ("\r\nETag: ");
  return g_strndup (etag, strcspn (etag, "\r"));
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

static double
own_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void
print_figures (Load *load, double seconds)
{
  guint n = load->durations->len;

  g_array_sort (load->durations, compare_durations);
  g_print ("{\"requests\":%u,\"errors\":%u,\"seconds\":%.3f,\"per_second\":%.0f,\"p50_ms\":%.2f,"
           "\"p99_ms\":%.2f,\"client_us\":%.1f}\n",
           n, load->errors, seconds, n / seconds, percentile_ms (load->durations, 50),
           percentile_ms (load->durations, 99), own_seconds () * 1e6 / MAX (n, 1));
}

int
main (int argc, char **argv)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  g_autofree char *etag = NULL;
  Load load = { 0 };

  if (argc < 7 || inet_aton (argv[1], &address.sin_addr) == 0 ||
      !g_file_get_contents (argv[6], &text, NULL, NULL))
    g_error ("Usage: et-load ADDRESS PORT SECONDS CLIENTS SCENARIO LINES [OFFER]");
  address.sin_port = htons ((uint16_t) atoi (argv[2]));
  load.scenario = et_scenario_find (argv[5]);
  load.lines = lines = g_strsplit (g_strstrip (text), "\n", -1);
  load.n_lines = g_strv_length (lines);
  load.target.gate = lines[0];
  load.next_line = g_str_equal (load.scenario->name, "verify") ? 1 : 0;
  load.target.offer_id = argc > 7 ? g_ascii_strtoll (argv[7], NULL, 10) : 0;
  load.rate = argc > 8 ? g_ascii_strtod (argv[8], NULL) : 0;
  load.idle = g_ptr_array_new ();
  load.target.etag = etag = g_str_equal (load.scenario->name, "offers-known") ? ask_etag (&address)
                                                                              : NULL;
  load.durations = g_array_sized_new (FALSE, FALSE, sizeof (int64_t), 1 << 16);

  load.started_us = g_get_monotonic_time ();
  load.until_us = load.started_us + CLAMP (atoi (argv[3]), 1, 600) * G_USEC_PER_SEC;
  run_clients (&load, &address, (guint) CLAMP (atoi (argv[4]), 1, 1024));
  print_figures (&load, (double) (g_get_monotonic_time () - load.started_us) / G_USEC_PER_SEC);
  g_array_unref (load.durations);
  g_ptr_array_unref (load.idle);
  return 0;
}
