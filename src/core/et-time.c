/* SPDX-License-Identifier: MIT */
#include "core/et-time.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "core/et-language.h"
#include "core/et-translation.h"

static const char *const weekdays[] = { N_ ("Monday"),   N_ ("Tuesday"), N_ ("Wednesday"),
                                        N_ ("Thursday"), N_ ("Friday"),  N_ ("Saturday"),
                                        N_ ("Sunday") };
static const char *const short_weekdays[] = { N_ ("Mon"), N_ ("Tue"), N_ ("Wed"), N_ ("Thu"),
                                              N_ ("Fri"), N_ ("Sat"), N_ ("Sun") };
static const char *const months[] = { N_ ("January"), N_ ("February"), N_ ("March"),
                                      N_ ("April"),   N_ ("May"),      N_ ("June"),
                                      N_ ("July"),    N_ ("August"),   N_ ("September"),
                                      N_ ("October"), N_ ("November"), N_ ("December") };
static const char *const short_months[] = {
  N_ ("Jan"), N_ ("Feb"), N_ ("Mar"),  N_ ("Apr"), N_ ("May (short)"), N_ ("Jun"),
  N_ ("Jul"), N_ ("Aug"), N_ ("Sept"), N_ ("Oct"), N_ ("Nov"),         N_ ("Dec")
};

G_LOCK_DEFINE_STATIC (held_zones);

/* GLib knows a zone only as long as somebody holds it, and reading its file anew costs a hundred
 * times a conversion. There are some 600 names: each that was used is held. */
static void
hold_zone (GTimeZone *zone)
{
  static GHashTable *held_zones;

  G_LOCK (held_zones);
  if (held_zones == NULL)
    held_zones = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) g_time_zone_unref, NULL);
  g_hash_table_add (held_zones, g_time_zone_ref (zone));
  G_UNLOCK (held_zones);
}

static GTimeZone *
open_zone (const char *zone)
{
  GTimeZone *opened = zone != NULL ? g_time_zone_new_identifier (zone) : g_time_zone_new_local ();

  if (opened == NULL)
    return g_time_zone_new_utc ();
  if (zone != NULL)
    hold_zone (opened);
  return opened;
}

static GDateTime *
to_zone (int64_t time_ms, const char *zone)
{
  g_autoptr (GTimeZone) time_zone = open_zone (zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_ms / 1000);

  return utc != NULL ? g_date_time_to_timezone (utc, time_zone) : NULL;
}

/* “May” is one word for the month and for its short form; other languages tell them apart. */
static const char *
short_month (int month, const char *language)
{
  const char *name = et_translate (language, short_months[month - 1]);

  return name == short_months[4] ? months[4] : name;
}

/* Puts together the words of @language; @date is one of its patterns. */
static char *
word_date (GDateTime *time, const char *date, const char *weekday, const char *month)
{
  return g_strdup_printf (date, weekday, g_date_time_get_day_of_month (time), month,
                          g_date_time_get_year (time));
}

/* Now, in milliseconds since 1970 UTC, by the system's clock. */
int64_t
et_time_now (void)
{
  return g_get_real_time () / 1000;
}

/* Returns: (transfer full): RFC 3339 in UTC to the second, such as 2025-09-20T14:30:00Z. */
char *
et_time_to_iso (int64_t time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / 1000);

  g_return_val_if_fail (time != NULL, NULL);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* Reads RFC 3339 with Z or a numeric offset, years 1970 to 9999. Returns FALSE, leaving
 * @ret_time_ms alone, for anything else. */
gboolean
et_time_from_iso (const char *text, int64_t *ret_time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, NULL);

  if (time == NULL || strlen (text) > 35 || text[4] != '-' || strchr (text, ':') == NULL ||
      g_date_time_to_unix (time) < 0)
    return FALSE;
  *ret_time_ms = g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
  return TRUE;
}

/* Returns: (transfer full): “Sunday 26 July 2026”. */
char *
et_time_format_date (int64_t time_ms, const char *zone, const char *language)
{
  g_autoptr (GDateTime) time = to_zone (time_ms, zone);

  g_return_val_if_fail (time != NULL, g_strdup (""));

  return word_date (time, et_language_get (language)->long_date,
                    et_translate (language, weekdays[g_date_time_get_day_of_week (time) - 1]),
                    et_translate (language, months[g_date_time_get_month (time) - 1]));
}

/* Returns: (transfer full): “Sun 26 Jul 2026”. */
char *
et_time_format_date_short (int64_t time_ms, const char *zone, const char *language)
{
  g_autoptr (GDateTime) time = to_zone (time_ms, zone);

  g_return_val_if_fail (time != NULL, g_strdup (""));

  return word_date (time, et_language_get (language)->short_date,
                    et_translate (language, short_weekdays[g_date_time_get_day_of_week (time) - 1]),
                    short_month (g_date_time_get_month (time), language));
}

/* Returns: (transfer full): “14:05”. */
char *
et_time_format_clock (int64_t time_ms, const char *zone, const char *language)
{
  g_autoptr (GDateTime) time = to_zone (time_ms, zone);

  g_return_val_if_fail (time != NULL, g_strdup (""));

  return g_date_time_format (time, "%H:%M");
}

/* Returns: (transfer full): “Sat 26 Jul 2026, 14:05”. */
char *
et_time_format_day_and_clock (int64_t time_ms, const char *zone, const char *language)
{
  g_autofree char *day = et_time_format_date_short (time_ms, zone, language);
  g_autofree char *clock = et_time_format_clock (time_ms, zone, language);

  return g_strdup_printf ("%s, %s", day, clock);
}

/* Whether two times fall on one day of the calendar in @zone. */
gboolean
et_time_is_same_day (int64_t a_ms, int64_t b_ms, const char *zone)
{
  g_autoptr (GDateTime) a = to_zone (a_ms, zone);
  g_autoptr (GDateTime) b = to_zone (b_ms, zone);

  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* Whether @zone is a name that the system's time zone database has. */
gboolean
et_time_zone_is_known (const char *zone)
{
  g_autoptr (GTimeZone) time_zone = g_time_zone_new_identifier (zone);

  return time_zone != NULL;
}
