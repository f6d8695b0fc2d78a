/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row with a day, chosen in a calendar, and a time of the day, written as 19:30. It holds the
 * wall clock's reading; which moment that is depends on the time zone.
 * Signal "edited": a person changed it. */
#define ET_TYPE_TIME_ROW (et_time_row_get_type ())
G_DECLARE_FINAL_TYPE (EtTimeRow, et_time_row, ET, TIME_ROW, AdwActionRow)

void et_time_row_set_time (EtTimeRow *self, int64_t time_ms, const char *zone);
gboolean et_time_row_get_time (EtTimeRow *self, const char *zone, int64_t *ret_time_ms);

G_END_DECLS
