/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A thread that does some work again and again. */
typedef struct _EtTicker EtTicker;

typedef void (*EtTickFunc) (gpointer data);

/* Waits for something to do, @ms at most or until @stop_fd can be read. Returns: whether there may be
 * something to do now. */
typedef gboolean (*EtTickWait) (gpointer data, int stop_fd, guint ms);

EtTicker *et_ticker_new (const char *name, int64_t interval, EtTickFunc tick, gpointer data);
EtTicker *et_ticker_new_waiting (
    const char *name, int64_t interval, EtTickFunc tick, EtTickWait wait, gpointer data);
void et_ticker_free (EtTicker *ticker);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTicker, et_ticker_free)

G_END_DECLS
