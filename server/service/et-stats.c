/* SPDX-License-Identifier: MIT */
#include "server/service/et-stats.h"

#include "core/et-money.h"
#include "core/et-record.h"
#include "core/et-time.h"
#include "server/repo/et-stats-repo.h"

#define QUARTER_HOUR (15 * ET_MINUTE)

/* What is summed up over days or over the whole period. */
typedef struct
{
  int64_t n_orders, n_tickets, cents;
} Sum;

static GDateTime *
local_time (int64_t time_ms, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_ms / ET_SECOND);

  return g_date_time_to_timezone (utc, zone);
}

/* The first moment of the day @n_days before today. */
static int64_t
find_midnight (int64_t now, int64_t n_days, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = local_time (now, zone);
  g_autoptr (GDateTime) day = g_date_time_add_days (local, (int) -n_days);
  g_autoptr (GDateTime)
      midnight = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                                  g_date_time_get_day_of_month (day), 0, 0, 0);

  return g_date_time_to_unix (midnight) * ET_SECOND;
}

static char *
format_day (int64_t time_ms, GTimeZone *zone)
{
  g_autoptr (GDateTime) local = local_time (time_ms, zone);

  return g_date_time_format (local, "%Y-%m-%d");
}

static void
add (Sum *sum, const EtStatsStep *step)
{
  sum->n_orders += step->n_orders;
  sum->n_tickets += step->n_tickets;
  sum->cents += step->cents;
}

static void
write_revenue (int64_t cents, EtJsonWriter *writer)
{
  et_json_writer_int64 (writer, "revenue_cents", cents);
  et_json_writer_money (writer, "revenue", cents);
}

static void
write_sum (const Sum *sum, EtJsonWriter *writer)
{
  et_json_writer_int64 (writer, "orders", sum->n_orders);
  et_json_writer_int64 (writer, "tickets", sum->n_tickets);
  write_revenue (sum->cents, writer);
}

/* Days begin at local midnight, which is a whole quarter of an hour everywhere: the database
 * groups by quarters, and the days are made of them here. A day without sales is there too. */
static void
write_days (GArray *quarters, const EtStatsQuery *query, GTimeZone *zone, EtJsonWriter *writer)
{
  guint i = 0;

  et_json_writer_begin_array (writer, "days");
  for (int64_t day = query->n_days - 1; day >= 0; day--)
    {
      int64_t begins = find_midnight (query->now, day, zone);
      int64_t ends = find_midnight (query->now, day - 1, zone);
      g_autofree char *name = format_day (begins, zone);
      Sum sum = { 0 };

      while (i < quarters->len && g_array_index (quarters, EtStatsStep, i).at < ends)
        add (&sum, &g_array_index (quarters, EtStatsStep, i++));
      et_json_writer_begin_object (writer, NULL);
      et_json_writer_text (writer, "day", name);
      write_sum (&sum, writer);
      et_json_writer_end_object (writer);
    }
  et_json_writer_end_array (writer);
}

static void
write_offers (GArray *offers, EtJsonWriter *writer)
{
  et_json_writer_begin_array (writer, "offers");
  for (guint i = 0; i < offers->len; i++)
    {
      const EtStatsOffer *offer = &g_array_index (offers, EtStatsOffer, i);

      et_json_writer_begin_object (writer, NULL);
      et_json_writer_int64 (writer, "offer_id", offer->offer_id);
      et_json_writer_text (writer, "name", offer->name);
      et_json_writer_text (writer, "event_name", offer->event_name);
      if (offer->quota != ET_NULL_INT64)
        et_json_writer_int64 (writer, "quota", offer->quota);
      else
        et_json_writer_null (writer, "quota");
      et_json_writer_int64 (writer, "sold", offer->sold);
      et_json_writer_int64 (writer, "tickets", offer->n_tickets);
      write_revenue (offer->cents, writer);
      et_json_writer_end_object (writer);
    }
  et_json_writer_end_array (writer);
}

static void
write_admissions (GArray *quarters, EtJsonWriter *writer)
{
  et_json_writer_begin_array (writer, "admissions");
  for (guint i = 0; i < quarters->len; i++)
    {
      const EtStatsStep *step = &g_array_index (quarters, EtStatsStep, i);

      et_json_writer_begin_object (writer, NULL);
      et_json_writer_time (writer, "at", step->at);
      et_json_writer_int64 (writer, "tickets", step->n_tickets);
      et_json_writer_int64 (writer, "people", step->n_people);
      et_json_writer_end_object (writer);
    }
  et_json_writer_end_array (writer);
}

/* Writes the members of the statistics: totals of the period, sales a day, by offer, admissions a
 * quarter of an hour. query->time_zone is known. */
gboolean
et_stats_write (EtDb *db, const EtStatsQuery *query, EtJsonWriter *writer, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (query->time_zone);
  EtPeriod period = { find_midnight (query->now, query->n_days - 1, zone),
                      find_midnight (query->now, -1, zone) };
  g_autoptr (GArray) sales = et_stats_repo_list_sales (db, &period, QUARTER_HOUR, error);
  g_autoptr (GArray) admissions = NULL;
  g_autoptr (GArray) offers = NULL;
  Sum total = { 0 };

  if (sales == NULL)
    return FALSE;
  admissions = et_stats_repo_list_admissions (db, &period, QUARTER_HOUR, error);
  offers = admissions != NULL ? et_stats_repo_list_offers (db, &period, error) : NULL;
  if (offers == NULL)
    return FALSE;

  for (guint i = 0; i < sales->len; i++)
    add (&total, &g_array_index (sales, EtStatsStep, i));
  et_json_writer_time (writer, "from", period.from);
  et_json_writer_time (writer, "until", period.until);
  et_json_writer_text (writer, "time_zone", query->time_zone);
  et_json_writer_text (writer, "currency", ET_CURRENCY);
  write_sum (&total, writer);
  write_days (sales, query, zone, writer);
  write_offers (offers, writer);
  write_admissions (admissions, writer);
  return TRUE;
}
