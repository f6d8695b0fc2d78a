/* SPDX-License-Identifier: MIT */
#include "server/http/et-metrics.h"

#include <string.h>

/* The statuses that are told apart, the most frequent first; the last is any other. */
static const int statuses[] = { 200, 304, 201, 204, 101, 308, 400, 401, 402, 403, 404, 405, 408,
                                409, 412, 413, 415, 421, 422, 428, 429, 500, 503, 504, 0 };

/* Upper ends of the durations, in microseconds; everything is at most the last. */
static const int64_t bounds[] = { 250,     500,     1000,    2500,     5000,
                                  10000,   25000,   50000,   100000,   250000,
                                  1000000, 2500000, 5000000, 10000000, G_MAXINT64 };

#define DURATIONS "etickets_http_request_duration_seconds"

typedef struct
{
  guint64 answers[G_N_ELEMENTS (statuses)];
  guint64 durations[G_N_ELEMENTS (bounds)];
  guint64 sum_us;
} Count;

struct _EtMetrics
{
  GPtrArray *routes; /* owned, of borrowed EtRoutes */
  GHashTable *numbers; /* owned: place in routes, and one more, by EtRoute */
  guint n_shards;
  Count **shards; /* owned; a Count for what has no route, then one for each route */
  guint64 refusals[G_N_ELEMENTS (statuses)];
  GMutex lock; /* guards events */
  GHashTable *events; /* owned: counts by name */
};

static void
add (guint64 *count, guint64 by)
{
  __atomic_fetch_add (count, by, __ATOMIC_RELAXED);
}

static guint64
get (const guint64 *count)
{
  return __atomic_load_n (count, __ATOMIC_RELAXED);
}

static guint
find_status (int status)
{
  guint i = 0;

  while (statuses[i] != status && statuses[i] != 0)
    i++;
  return i;
}

static guint
find_duration (int64_t took_us)
{
  guint i = 0;

  while (took_us > bounds[i])
    i++;
  return i;
}

/* Sums up what all threads counted of a route. */
static void
sum_up (EtMetrics *metrics, guint number, Count *ret_sum)
{
  memset (ret_sum, 0, sizeof *ret_sum);
  for (guint shard = 0; shard < metrics->n_shards; shard++)
    {
      const Count *count = &metrics->shards[shard][number];

      for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
        ret_sum->answers[i] += get (&count->answers[i]);
      for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
        ret_sum->durations[i] += get (&count->durations[i]);
      ret_sum->sum_us += get (&count->sum_us);
    }
}

/* The labels of a route. The word of the administrators' paths stays unsaid. */
static char *
make_labels (EtMetrics *metrics, guint number)
{
  const EtRoute *route = number > 0 ? g_ptr_array_index (metrics->routes, number - 1) : NULL;

  return g_strdup_printf ("route=\"%s\",method=\"%s\"", route != NULL ? route->path : "none",
                          route != NULL ? route->method : "none");
}

static void
write_status (GString *text, const char *name, const char *labels, guint status, guint64 value)
{
  char word[12] = "other";

  if (statuses[status] != 0)
    g_snprintf (word, sizeof word, "%d", statuses[status]);
  g_string_append_printf (text, "%s{%s%sstatus=\"%s\"} %" G_GUINT64_FORMAT "\n", name, labels,
                          *labels != '\0' ? "," : "", word, value);
}

static void
write_answers (EtMetrics *metrics, GString *text)
{
  static const char name[] = "etickets_http_requests_total";

  et_metrics_write_head (text, name, "counter", "Requests answered.");
  for (guint number = 0; number <= metrics->routes->len; number++)
    {
      g_autofree char *labels = make_labels (metrics, number);
      Count sum;

      sum_up (metrics, number, &sum);
      for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
        if (sum.answers[i] > 0)
          write_status (text, name, labels, i, sum.answers[i]);
    }
}

static void
write_duration (GString *text, const char *labels, const Count *sum)
{
  guint64 n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      n += sum->durations[i];
      if (bounds[i] == G_MAXINT64)
        g_string_append_printf (text, DURATIONS "_bucket{%s,le=\"+Inf\"} %" G_GUINT64_FORMAT "\n",
                                labels, n);
      else
        g_string_append_printf (text, DURATIONS "_bucket{%s,le=\"%g\"} %" G_GUINT64_FORMAT "\n",
                                labels, (double) bounds[i] / G_USEC_PER_SEC, n);
    }
  g_string_append_printf (text, DURATIONS "_sum{%s} %.6f\n", labels,
                          (double) sum->sum_us / G_USEC_PER_SEC);
  g_string_append_printf (text, DURATIONS "_count{%s} %" G_GUINT64_FORMAT "\n", labels, n);
}

/* Of the routes that were called. */
static void
write_durations (EtMetrics *metrics, GString *text)
{
  et_metrics_write_head (text, DURATIONS, "histogram", "From a request's last byte to its answer.");
  for (guint number = 0; number <= metrics->routes->len; number++)
    {
      g_autofree char *labels = make_labels (metrics, number);
      Count sum;
      guint64 n = 0;

      sum_up (metrics, number, &sum);
      for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
        n += sum.durations[i];
      if (n > 0)
        write_duration (text, labels, &sum);
    }
}

static void
write_refusals (EtMetrics *metrics, GString *text)
{
  static const char name[] = "etickets_http_refusals_total";

  et_metrics_write_head (text, name, "counter",
                         "Connections and requests refused before they were understood.");
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (get (&metrics->refusals[i]) > 0)
      write_status (text, name, "", i, get (&metrics->refusals[i]));
}

static void
write_events (EtMetrics *metrics, GString *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&metrics->lock);
  GHashTableIter iter;
  gpointer name, count;

  et_metrics_write_head (text, "etickets_events_total", "counter",
                         "What happened, by the names that the log has.");
  g_hash_table_iter_init (&iter, metrics->events);
  while (g_hash_table_iter_next (&iter, &name, &count))
    g_string_append_printf (text, "etickets_events_total{event=\"%s\"} %" G_GUINT64_FORMAT "\n",
                            (char *) name, *(guint64 *) count);
}

/* @routes: of borrowed EtRoutes, copied. @n_shards: threads that count answers. */
EtMetrics *
et_metrics_new (GPtrArray *routes, guint n_shards)
{
  static const char *const expected[] = { "order_paid", "order_refused", "ticket_admitted",
                                          "ticket_refused" };
  EtMetrics *metrics = g_new0 (EtMetrics, 1);

  metrics->routes = g_ptr_array_copy (routes, NULL, NULL);
  metrics->numbers = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < routes->len; i++)
    g_hash_table_insert (metrics->numbers, routes->pdata[i], GUINT_TO_POINTER (i + 1));
  metrics->n_shards = n_shards;
  metrics->shards = g_new0 (Count *, n_shards);
  for (guint i = 0; i < n_shards; i++)
    metrics->shards[i] = g_new0 (Count, routes->len + 1);
  g_mutex_init (&metrics->lock);
  metrics->events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_hash_table_insert (metrics->events, g_strdup (expected[i]), g_new0 (guint64, 1));
  return metrics;
}

void
et_metrics_free (EtMetrics *metrics)
{
  for (guint i = 0; i < metrics->n_shards; i++)
    g_free (metrics->shards[i]);
  g_free (metrics->shards);
  g_hash_table_unref (metrics->numbers);
  g_hash_table_unref (metrics->events);
  g_ptr_array_unref (metrics->routes);
  g_mutex_clear (&metrics->lock);
  g_free (metrics);
}

/* @shard: of the calling thread. @route: (nullable): none was found. */
void
et_metrics_count_answer (
    EtMetrics *metrics, guint shard, const EtRoute *route, int status, int64_t took_us)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (metrics->numbers, route));
  Count *count = &metrics->shards[shard][number];

  add (&count->answers[find_status (status)], 1);
  add (&count->durations[find_duration (took_us)], 1);
  add (&count->sum_us, (guint64) took_us);
}

/* What the listener or the reading of requests turned away. */
void
et_metrics_count_refusal (EtMetrics *metrics, int status)
{
  add (&metrics->refusals[find_status (status)], 1);
}

/* @name: of the server's own, so that there are few; @length: of it. */
void
et_metrics_count_event (EtMetrics *metrics, const char *name, gsize length)
{
  g_autofree char *key = g_strndup (name, length);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&metrics->lock);
  guint64 *count = g_hash_table_lookup (metrics->events, key);

  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (metrics->events, g_steal_pointer (&key), count);
    }
  ++*count;
}

/* Appends all counts in the text format 0.0.4 of Prometheus
 * (https://prometheus.io/docs/instrumenting/exposition_formats). */
void
et_metrics_write (EtMetrics *metrics, GString *text)
{
  write_answers (metrics, text);
  write_durations (metrics, text);
  write_refusals (metrics, text);
  write_events (metrics, text);
}

/* Begins a figure. @type: "counter", "gauge" or "histogram". */
void
et_metrics_write_head (GString *text, const char *name, const char *type, const char *help)
{
  g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* Appends a figure that is one number. */
void
et_metrics_write_number (
    GString *text, const char *name, const char *type, const char *help, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  et_metrics_write_head (text, name, type, help);
  g_string_append_printf (text, "%s %s\n", name, g_ascii_dtostr (number, sizeof number, value));
}
