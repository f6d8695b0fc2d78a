/* SPDX-License-Identifier: MIT */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Tells, as a comment among the results, of each turn of the main loop that lasted longer than a
 * person would not notice. */
void ui_watch_start (void);
void ui_watch_hold (void);
void ui_watch_go_on (void);

G_END_DECLS
