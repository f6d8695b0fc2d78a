/* SPDX-License-Identifier: MIT */
#include "core/et-event.h"

#include <glib/gi18n-lib.h>

static const EtField fields[] = {
  ET_FIELD (EtEvent, id, INT64, REQUIRED),
  ET_FIELD (EtEvent, name, TEXT, REQUIRED),
  ET_FIELD (EtEvent, sport, TEXT, REQUIRED),
  ET_FIELD (EtEvent, venue, TEXT, REQUIRED),
  ET_FIELD (EtEvent, starts_at, TIME, REQUIRED),
  ET_FIELD (EtEvent, ends_at, TIME, REQUIRED),
  ET_FIELD (EtEvent, doors_at, TIME, NULLABLE),
  ET_FIELD (EtEvent, time_zone, TEXT, REQUIRED),
  ET_FIELD (EtEvent, capacity, INT64, NULLABLE),
  ET_FIELD (EtEvent, version, INT64, OPTIONAL),
  { NULL },
};

ET_DEFINE_RECORD (EtEvent, et_event, fields)

const char *const et_sport_words[] = { "athletics",  "swimming", "cycling",  "gymnastics", "judo",
                                       "basketball", "football", "tennis",   "fencing",    "rowing",
                                       "volleyball", "handball", "climbing", "ceremony",   NULL };

static const char *const sport_names[] = { N_ ("Athletics"),  N_ ("Swimming"),   N_ ("Cycling"),
                                           N_ ("Gymnastics"), N_ ("Judo"),       N_ ("Basketball"),
                                           N_ ("Football"),   N_ ("Tennis"),     N_ ("Fencing"),
                                           N_ ("Rowing"),     N_ ("Volleyball"), N_ ("Handball"),
                                           N_ ("Climbing"),   N_ ("Ceremony") };

G_STATIC_ASSERT (G_N_ELEMENTS (et_sport_words) == G_N_ELEMENTS (sport_names) + 1);

/* Returns: the English name of a sport, a msgid; a word that is not known is its own name. */
const char *
et_sport_get_name (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sport_names); i++)
    if (g_strcmp0 (word, et_sport_words[i]) == 0)
      return sport_names[i];
  return word;
}
