/* SPDX-License-Identifier: MIT */
#include "server/service/et-seed.h"

#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-counter-repo.h"
#include "server/repo/et-event-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-seed-events.h"

#define ZONE "Europe/Paris"
#define DOORS_BEFORE (90 * ET_MINUTE)

/* An event without a day lasts from this morning to tomorrow evening in Paris. A ticket admits from
 * 12 hours before to 6 hours after: at once, and for 28 hours at least. */
#define NOW_STARTS_AT 10 /* o'clock */
#define NOW_LASTS (36 * ET_HOUR)

/* As et_offer_type_words. */
static const char *const type_titles[] = { "Solo", "Duo", "Familiale" };
static const char *const type_sentences[] = {
  "Un billet pour une personne.",
  "Un seul billet pour deux personnes qui entrent ensemble.",
  "Un seul billet pour quatre personnes qui entrent ensemble.",
};

/* Without time zone data the hours are those of UTC. */
static GTimeZone *
open_zone (void)
{
  GTimeZone *zone = g_time_zone_new_identifier (ZONE);

  return zone != NULL ? zone : g_time_zone_new_utc ();
}

static int64_t
start_in_year (const EtSeedEvent *seed, int year)
{
  g_autoptr (GTimeZone) zone = open_zone ();
  g_autoptr (GDateTime)
      time = g_date_time_new (zone, year, seed->month, seed->day, seed->hour, seed->minute, 0);

  return g_date_time_to_unix (time) * ET_SECOND;
}

static int64_t
start_of_now (int64_t now)
{
  g_autoptr (GTimeZone) zone = open_zone ();
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / ET_SECOND);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  g_autoptr (GDateTime)
      start = g_date_time_new (zone, g_date_time_get_year (local), g_date_time_get_month (local),
                               g_date_time_get_day_of_month (local), NOW_STARTS_AT, 0, 0);

  return g_date_time_to_unix (start) * ET_SECOND;
}

/* The first year in which every event with a day is still to come: the days stay those of 2024. */
static int
find_year (int64_t now)
{
  int year = 2024;

  for (gsize i = 0; i < et_seed_n_events; i++)
    while (et_seed_events[i].day != 0 && start_in_year (&et_seed_events[i], year) <= now)
      year++;
  return year;
}

static EtEvent *
new_event (const EtSeedEvent *seed, int year, int64_t now)
{
  EtEvent *event = et_event_new ();

  et_record_set_text (&event->name, seed->name);
  et_record_set_text (&event->sport, seed->sport);
  et_record_set_text (&event->venue, seed->venue);
  et_record_set_text (&event->time_zone, ZONE);
  event->capacity = seed->capacity;
  event->starts_at = seed->day != 0 ? start_in_year (seed, year) : start_of_now (now);
  event->ends_at = event->starts_at + (seed->day != 0 ? seed->minutes * ET_MINUTE : NOW_LASTS);
  event->doors_at = event->starts_at - DOORS_BEFORE;
  return event;
}

static EtOffer *
new_offer (const EtSeedEvent *seed, gsize type, int64_t event_id)
{
  EtOffer *offer = et_offer_new ();

  offer->event_id = event_id;
  offer->name = g_strdup_printf ("Ticket %s - %s", type_titles[type], seed->title);
  offer->description = g_strdup_printf ("%s %s", seed->description, type_sentences[type]);
  et_record_set_text (&offer->offer_type, et_offer_type_words[type]);
  offer->admits = et_offer_type_get_admits (et_offer_type_words[type]);
  offer->price_cents = seed->price_cents[type];
  offer->quota = seed->quota[type];
  offer->is_active = TRUE;
  return offer;
}

static gboolean
add_event (
    EtDb *db, const EtSeedEvent *seed, int year, int64_t now, EtSeeded *added, GError **error)
{
  g_autoptr (EtEvent) event = new_event (seed, year, now);
  int64_t event_id;

  if (!et_event_repo_insert (db, event, &event_id, error))
    return FALSE;
  added->n_events++;

  for (gsize type = 0; type < G_N_ELEMENTS (type_titles); type++)
    {
      g_autoptr (EtOffer) offer = new_offer (seed, type, event_id);
      int64_t offer_id;

      if (!et_offer_repo_insert (db, offer, &offer_id, error))
        return FALSE;
      et_db_announce (db, "offer", offer_id, 0, FALSE);
      added->n_offers++;
    }
  return TRUE;
}

/* Adds the demonstration catalogue, once in the life of a database: sessions of Paris 2024 at
 * their places and days in a year to come. Inside a write; the cached catalogue must be loaded
 * afterwards. @ret_added: nothing when it was there before. */
gboolean
et_seed_offers (EtDb *db, int64_t now, EtSeeded *ret_added, GError **error)
{
  EtSeeded added = { 0 };
  int64_t n_times;
  int year = find_year (now);

  if (!et_counter_repo_raise (db, "seed", 1, &n_times, error))
    return FALSE;
  for (gsize i = 0; n_times == 1 && i < et_seed_n_events; i++)
    if (!add_event (db, &et_seed_events[i], year, now, &added, error))
      return FALSE;
  *ret_added = added;
  return TRUE;
}
