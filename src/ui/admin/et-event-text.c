/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-event-text.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/shared/et-text.h"

static const char *const when_words[] = { "coming", "past", NULL };

static const char *
get_when_name (const char *word)
{
  return g_str_equal (word, "coming") ? N_ ("Coming") : N_ ("Past");
}

static const char *
get_when_word (gpointer record)
{
  return ((EtEvent *) record)->ends_at >= et_time_now () ? "coming" : "past";
}

static const char *
get_sport_word (gpointer record)
{
  return ((EtEvent *) record)->sport;
}

static char *
get_name (gpointer record)
{
  return g_strdup (((EtEvent *) record)->name);
}

static char *
get_sport (gpointer record)
{
  return g_strdup (_ (et_sport_get_name (((EtEvent *) record)->sport)));
}

static char *
get_venue (gpointer record)
{
  return g_strdup (((EtEvent *) record)->venue);
}

static char *
get_start (gpointer record)
{
  EtEvent *event = record;

  return et_text_day_and_clock (event->starts_at, event->time_zone);
}

static char *
get_end (gpointer record)
{
  EtEvent *event = record;

  return et_text_day_and_clock (event->ends_at, event->time_zone);
}

static char *
get_doors (gpointer record)
{
  EtEvent *event = record;

  return event->doors_at == ET_NULL_INT64
             ? g_strdup (_ ("Not known"))
             : et_text_day_and_clock (event->doors_at, event->time_zone);
}

static char *
get_time_zone (gpointer record)
{
  return g_strdup (((EtEvent *) record)->time_zone);
}

static char *
get_capacity (gpointer record)
{
  EtEvent *event = record;

  return event->capacity == ET_NULL_INT64 ? g_strdup (_ ("No limit"))
                                          : et_text_count (event->capacity);
}

static int
compare_start (gpointer a, gpointer b)
{
  return ET_COMPARE (((EtEvent *) a)->starts_at, ((EtEvent *) b)->starts_at);
}

static int
compare_capacity (gpointer a, gpointer b)
{
  int64_t a_capacity = ((EtEvent *) a)->capacity;
  int64_t b_capacity = ((EtEvent *) b)->capacity;

  return ET_COMPARE (a_capacity == ET_NULL_INT64 ? G_MAXINT64 : a_capacity,
                     b_capacity == ET_NULL_INT64 ? G_MAXINT64 : b_capacity);
}

/* clang-format off */
const EtTableColumn et_event_columns[] = {
  { "name", N_("Event"), ET_CELL_TEXT, ET_FOLD_TITLE, 0, get_name, .get_detail = get_venue },
  { "sport", N_("Sport"), ET_CELL_TEXT, ET_FOLD_VALUE, 95, get_sport },
  { "venue", N_("Venue"), ET_CELL_NONE, ET_FOLD_SUBTITLE, 0, get_venue },
  { "start", N_("Starts"), ET_CELL_TEXT, ET_FOLD_SUBTITLE, 160, get_start, compare_start },
  { "capacity", N_("Places"), ET_CELL_NUMBER, ET_FOLD_HIDDEN, 70, get_capacity, compare_capacity },
  { NULL },
};

const EtTableChoice et_event_choices[] = {
  { N_("Sport"), N_("All sports"), et_sport_words, et_sport_get_name, get_sport_word },
  { N_("When"), N_("Coming or past"), when_words, get_when_name, get_when_word },
  { NULL },
};

const EtFieldText et_event_field_texts[] = {
  { N_("Name"), get_name },
  { N_("Sport"), get_sport },
  { N_("Venue"), get_venue },
  { N_("Starts"), get_start },
  { N_("Ends"), get_end },
  { N_("Doors"), get_doors },
  { N_("Time zone"), get_time_zone },
  { N_("Places"), get_capacity },
  { NULL },
};
/* clang-format on */
