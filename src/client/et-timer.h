/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Calls a function once after a time, on the main context of the thread that made it. */
typedef struct _EtTimer EtTimer;

EtTimer *et_timer_new (GFunc func, gpointer data);
void et_timer_free (EtTimer *timer);
void et_timer_set (EtTimer *timer, guint wait_ms);
void et_timer_stop (EtTimer *timer);

G_END_DECLS
