/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Times are int64_t milliseconds since 1970-01-01T00:00:00Z. */
#define ET_SECOND INT64_C (1000)
#define ET_MINUTE (60 * ET_SECOND)
#define ET_HOUR (60 * ET_MINUTE)
#define ET_DAY (24 * ET_HOUR)

int64_t et_time_now (void);
char *et_time_to_iso (int64_t time_ms);
gboolean et_time_from_iso (const char *text, int64_t *ret_time_ms);

/* For people; @zone is an IANA name such as Europe/Paris, NULL for the local zone, and @language
 * a word of et_languages. */
char *et_time_format_date (int64_t time_ms, const char *zone, const char *language);
char *et_time_format_date_short (int64_t time_ms, const char *zone, const char *language);
char *et_time_format_clock (int64_t time_ms, const char *zone, const char *language);
char *et_time_format_day_and_clock (int64_t time_ms, const char *zone, const char *language);
gboolean et_time_is_same_day (int64_t a_ms, int64_t b_ms, const char *zone);
gboolean et_time_zone_is_known (const char *zone);

G_END_DECLS
