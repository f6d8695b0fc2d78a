/* SPDX-License-Identifier: MIT */
#include "core/et-event.h"

#include <glib/gi18n-lib.h>

#include "core/et-fold.h"
#include "core/et-translation.h"

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

static gboolean
is_called (const char *sport, const char *key)
{
  g_autofree char *sport_key = et_fold (sport);

  return g_str_equal (sport_key, key);
}

/* Returns: (nullable): the word of a sport that a person gave as the word or by its name in any
 * language; case and accents do not matter. */
const char *
et_sport_find (const char *name)
{
  g_autofree char *key = et_fold (name);

  for (gsize i = 0; et_sport_words[i] != NULL; i++)
    {
      if (is_called (et_sport_words[i], key))
        return et_sport_words[i];
      for (gsize j = 0; et_languages[j] != NULL; j++)
        if (is_called (et_translate (et_languages[j], sport_names[i]), key))
          return et_sport_words[i];
    }
  return NULL;
}
