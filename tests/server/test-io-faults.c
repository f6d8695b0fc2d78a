/* SPDX-License-Identifier: MIT */
#include "test-storm.h"

/* A disk of which one in a hundred reads, writes and flushes fails, as libfiu makes it: in files,
 * not in sockets. */
#define FAULTS \
  "enable_random name=posix/io/rw/pread,probability=0.01,failinfo=5\n" \
  "enable_random name=posix/io/rw/pwrite,probability=0.01,failinfo=5\n" \
  "enable_random name=posix/io/sync/fdatasync,probability=0.01,failinfo=5\n"
#define NO_FAULTS \
  "disable name=posix/io/rw/pread\n" \
  "disable name=posix/io/rw/pwrite\n" \
  "disable name=posix/io/sync/fdatasync\n"

static char *
get_control (TestStorm *storm)
{
  return et_test_server_get_path (storm->server, "fiu");
}

static void
start_on_shaky_disk (TestStorm *storm)
{
  g_autofree char *control = get_control (storm);

  et_test_server_stop (storm->server);
  et_test_server_set (storm->server, "FIU_CTRL_FIFO", control);
  et_test_server_set (storm->server, "LD_PRELOAD", ET_TEST_FIU);
  et_test_server_start (storm->server);
  test_storm_ask_again (storm);
}

/* Has libfiu, within the server, obey some lines. */
static void
control (TestStorm *storm, const char *lines)
{
  g_autofree char *prefix = get_control (storm);
  g_autofree char *pid = g_strdup_printf ("%d", (int) et_test_server_get_pid (storm->server));
  g_auto (GStrv) commands = g_strsplit (g_strstrip (g_strdup (lines)), "\n", -1);

  for (gsize i = 0; commands[i] != NULL; i++)
    {
      const char *const words[] = { "fiu-ctrl", "-f", prefix, "-c", commands[i], pid, NULL };
      g_autoptr (GError) error = NULL;
      int status;

      g_spawn_sync (NULL, (char **) words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                    &status, &error);
      g_assert_no_error (error);
      g_assert_cmpint (status, ==, 0);
    }
}

static void
make_shaky (TestStorm *storm)
{
  control (storm, FAULTS);
}

/* Returns: after how long somebody has bought again. */
static double
wait_for_sale (TestStorm *storm)
{
  TestBuyer *buyer = storm->buyers->pdata[0];
  int64_t began = g_get_monotonic_time ();

  do
    {
      g_assert_cmpint (g_get_monotonic_time () - began, <, 50 * G_USEC_PER_SEC);
      test_buyer_connect (buyer, storm->server);
    }
  while (test_buyer_ask (buyer) != 200);
  return (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
}

/* All buy until each was told once that it cannot be done now; then the disk is well again. */
static void
test_a_storm_on_a_shaky_disk (TestStorm *storm)
{
  guint n_storms = et_test_is_full_run () ? 20 : 2;

  start_on_shaky_disk (storm);
  for (guint i = 0; i < n_storms; i++)
    {
      test_storm_run (storm, 503, make_shaky);
      control (storm, NO_FAULTS);
      g_test_message ("io-faults: serving again after %.2f s", wait_for_sale (storm));
      test_storm_ask_again (storm);
      test_audit_run (storm->server, storm->ledger);
    }
  test_storm_assert_checked (storm);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_storm_add ("/io-faults/storm", test_a_storm_on_a_shaky_disk);
  return g_test_run ();
}
