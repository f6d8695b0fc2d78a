/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-watch.h"

#include "tests/support/et-watchdog.h"

#define LIMIT_MS 50

static gboolean is_held;

static void
turn_cb (const EtTurn *turn, gpointer data)
{
  if (!is_held && turn->wall_ms > LIMIT_MS)
    g_test_message ("watchdog: %s: a turn of %.0f ms, %.0f of them computing", g_test_get_path (),
                    turn->wall_ms, turn->cpu_ms);
}

void
ui_watch_start (void)
{
  et_watchdog_start (turn_cb, NULL);
}

/* While a window opens, until its first frame. */
void
ui_watch_hold (void)
{
  is_held = TRUE;
}

void
ui_watch_go_on (void)
{
  is_held = FALSE;
}
