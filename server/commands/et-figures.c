/* SPDX-License-Identifier: MIT */
#include "server/commands/et-figures.h"

#include <malloc.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "server/http/et-metrics.h"

static void
write_queue (GString *text, const char *name, guint length)
{
  g_string_append_printf (text, "etickets_queue_length{queue=\"%s\"} %u\n", name, length);
}

static void
write_queues (const EtFigures *figures, GString *text)
{
  static const struct
  {
    const char *name;
    EtPlace place;
  } queues[] = { { "read", ET_READ },
                 { "draw", ET_DRAW },
                 { "hash", ET_HASH },
                 { "pay", ET_PAY },
                 { "write", ET_WRITE } };

  et_metrics_write_head (text, "etickets_queue_length", "gauge",
                         "Steps of requests that wait, by the place where they run.");
  for (gsize i = 0; i < G_N_ELEMENTS (queues); i++)
    write_queue (text, queues[i].name,
                 et_executors_get_queue_length (figures->executors, queues[i].place));
}

static void
write_writer (const EtFigures *figures, GString *text)
{
  et_metrics_write_number (text, "etickets_writes_total", "counter",
                           "Steps of requests handed to the writer.",
                           et_executors_get_n_writes (figures->executors));
  et_metrics_write_number (text, "etickets_write_batches_total", "counter",
                           "Transactions that the writer ended.",
                           g_atomic_int_get (&figures->n_batches));
  et_metrics_write_number (text, "etickets_log_bytes", "gauge",
                           "Size of SQLite's write-ahead log after the last batch.",
                           et_writer_get_log_size (figures->writer));
}

/* Linux tells the number by the folder's size since 6.2; before, each is counted. */
static guint
count_descriptors (void)
{
  struct stat status;
  g_autoptr (GDir) folder = NULL;
  guint n = 0;

  if (stat ("/proc/self/fd", &status) == 0 && status.st_size > 0)
    return (guint) status.st_size;
  folder = g_dir_open ("/proc/self/fd", 0, NULL);
  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* The unit is pages; proc(5), statm. */
static void
write_memory (GString *text)
{
  long virtual = 0, resident = 0;
  long page = sysconf (_SC_PAGESIZE);
  FILE *file = fopen ("/proc/self/statm", "re");

  if (file == NULL)
    return;
  if (fscanf (file, "%ld %ld", &virtual, &resident) == 2)
    {
      et_metrics_write_number (text, "process_virtual_memory_bytes", "gauge",
                               "Virtual memory size in bytes.", (double) virtual * page);
      et_metrics_write_number (text, "process_resident_memory_bytes", "gauge",
                               "Resident memory size in bytes.", (double) resident * page);
    }
  fclose (file);
}

/* What malloc has given out, in arenas and by mmap: unlike the resident memory it falls at once when
 * something is freed. */
static void
write_heap (GString *text)
{
  struct mallinfo2 heap = mallinfo2 ();

  et_metrics_write_number (text, "etickets_heap_bytes", "gauge", "Bytes of malloc in use.",
                           (double) (heap.uordblks + heap.hblkhd));
}

static void
write_process (GString *text)
{
  struct rlimit limit = { 0 };
  struct timespec cpu = { 0 };

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &cpu);
  getrlimit (RLIMIT_NOFILE, &limit);
  et_metrics_write_number (text, "process_cpu_seconds_total", "counter",
                           "Total user and system CPU time spent in seconds.",
                           (double) cpu.tv_sec + (double) cpu.tv_nsec / 1e9);
  et_metrics_write_number (text, "process_open_fds", "gauge", "Number of open file descriptors.",
                           count_descriptors ());
  et_metrics_write_number (text, "process_max_fds", "gauge",
                           "Maximum number of open file descriptors.", (double) limit.rlim_cur);
  write_memory (text);
  write_heap (text);
}

/* Appends all figures of the program in the text format of Prometheus; those of the process have
 * the names that all its clients use. */
void
et_figures_write (const EtFigures *figures, GString *text)
{
  et_metrics_write_head (text, "etickets_build_info", "gauge", "The program's version.");
  g_string_append (text, "etickets_build_info{version=\"" ET_VERSION "\"} 1\n");
  et_http_server_write_metrics (figures->http, text);
  write_queues (figures, text);
  write_writer (figures, text);
  write_process (text);
}
