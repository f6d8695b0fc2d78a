/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Watches how long the main loop is busy between two looks at what came: one turn. */
typedef struct
{
  double wall_ms;
  double cpu_ms; /* of the thread; the rest it waited, or others had the processor */
} EtTurn;

typedef void (*EtTurnFunc) (const EtTurn *turn, gpointer data);

void et_watchdog_start (EtTurnFunc func, gpointer data);
void et_watchdog_end_turn (void);
double et_watchdog_get_cpu_ms (void);

G_END_DECLS
