/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* The server's clock, which decides what is on sale and how long places are held: this machine's,
 * corrected by what the server said last; of several servers, by the last one that spoke. From
 * any thread. */
void et_server_clock_note (int64_t server_time_ms);
int64_t et_server_clock_now (void);
GDateTime *et_server_clock_now_local (void);

G_END_DECLS
