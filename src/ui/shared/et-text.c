/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-text.h"

#include <glib/gi18n-lib.h>

#include "core/et-error.h"
#include "core/et-language.h"
#include "core/et-money.h"
#include "core/et-time.h"

/* Returns: the language that the interface speaks, a word of et_languages, for documents and for the
 * server. */
const char *
et_text_get_language (void)
{
  /* Translators: the code of the language you translate into, such as "fr". */
  return C_ ("language code", "en");
}

/* An amount with its currency. */
char *
et_text_money (int64_t cents)
{
  return et_money_format (cents, et_text_get_language ());
}

/* A number that is not negative, with its thousands apart. */
char *
et_text_count (int64_t count)
{
  return et_language_group (et_language_get (et_text_get_language ()), (guint64) count);
}

/* A day in full, such as "Saturday 1 August 2026". */
char *
et_text_date (int64_t time_ms, const char *zone)
{
  return et_time_format_date (time_ms, zone, et_text_get_language ());
}

/* A day in brief. */
char *
et_text_date_short (int64_t time_ms, const char *zone)
{
  return et_time_format_date_short (time_ms, zone, et_text_get_language ());
}

/* The time of a day. */
char *
et_text_clock (int64_t time_ms, const char *zone)
{
  return et_time_format_clock (time_ms, zone, et_text_get_language ());
}

/* A day in brief with the time. */
char *
et_text_day_and_clock (int64_t time_ms, const char *zone)
{
  return et_time_format_day_and_clock (time_ms, zone, et_text_get_language ());
}

/* When something happened that may be long ago: the time alone if it was today. */
char *
et_text_age (int64_t time_ms)
{
  if (et_time_is_same_day (time_ms, et_time_now (), NULL))
    return et_text_clock (time_ms, NULL);
  return et_text_day_and_clock (time_ms, NULL);
}

/* How long something lasts or is ago, in its largest unit alone, such as "3 hours". */
char *
et_text_duration (int64_t ms)
{
  int64_t minutes = ms / ET_MINUTE, hours = ms / ET_HOUR, days = ms / ET_DAY;

  if (days > 0)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), (int) days);
  if (hours > 0)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong) hours), (int) hours);
  if (minutes > 0)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) minutes), (int) minutes);
  return g_strdup (_ ("less than a minute"));
}

/* How many people a ticket lets in. */
char *
et_text_admits (int64_t people)
{
  return g_strdup_printf (ngettext ("admits %d", "admits %d", people), (int) people);
}

/* A number of tickets. */
char *
et_text_tickets (int64_t tickets)
{
  return g_strdup_printf (ngettext ("%d ticket", "%d tickets", tickets), (int) tickets);
}

/* A type of offer with the number of people, such as "Duo · admits 2". */
char *
et_text_offer_kind (const char *offer_type, int64_t admits)
{
  g_autofree char *people = et_text_admits (admits);

  return g_strdup_printf ("%s · %s", _ (et_offer_type_get_name (offer_type)), people);
}

/* Returns: the name of a role. */
const char *
et_text_role (EtRole role)
{
  static const char *const names[] = { N_ ("Guest"), N_ ("Customer"), N_ ("Staff"),
                                       N_ ("Administrator") };

  g_return_val_if_fail (role < G_N_ELEMENTS (names), NULL);

  return _ (names[role]);
}

/* Why an offer cannot be bought now, by its dates. Returns: (nullable): NULL when it can. */
char *
et_text_sale (EtOffer *offer, EtSalePhase phase)
{
  g_autofree char *start = NULL;

  if (phase == ET_SALE_ON)
    return NULL;
  if (phase == ET_SALE_OVER)
    return g_strdup (_ ("Sale ended"));

  start = et_text_day_and_clock (offer->sale_starts, offer->time_zone);
  /* Translators: a day and a time of the day. */
  return g_strdup_printf (_ ("On sale from %s"), start);
}

/* The sentence of an error, which is the server's own in the reader's language, or one of ours. */
char *
et_text_error (const GError *error)
{
  return et_error_fill_sentence (error, _ (error->message), et_text_get_language ());
}
