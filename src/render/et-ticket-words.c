/* SPDX-License-Identifier: MIT */
#include "render/et-ticket-drawing-private.h"

#include <glib/gi18n-lib.h>

#include "core/et-event.h"
#include "core/et-money.h"
#include "core/et-time.h"

/* One day, or the first and the last. */
static char *
word_date (EtTicket *ticket, const char *language)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (et_time_is_same_day (ticket->starts_at, ticket->ends_at, ticket->time_zone))
    return et_time_format_date (ticket->starts_at, ticket->time_zone, language);
  first = et_time_format_date_short (ticket->starts_at, ticket->time_zone, language);
  last = et_time_format_date_short (ticket->ends_at, ticket->time_zone, language);
  return g_strdup_printf ("%s – %s", first, last);
}

/* The order's code stands before the serial in a short number such as K7PQ2-3. Nobody told the
 * order and the price of a ticket that was imported. */
static char *
word_order (EtTicket *ticket, EtTypeset *typeset)
{
  const char *number = ticket->short_number != NULL ? ticket->short_number : "";
  const char *dash = strrchr (number, '-');
  g_autofree char *code = dash != NULL ? g_strndup (number, dash - number) : g_strdup (number);
  g_autofree char *order = NULL;
  g_autofree char *price = NULL;

  if (ticket->order_id == 0)
    return g_strdup (et_typeset_translate (typeset, N_ ("Imported from a saved ticket")));
  order = g_strdup_printf (et_typeset_translate (typeset, N_ ("Order %s")), code);
  price = et_money_format (ticket->price_cents, et_typeset_get_language (typeset));
  return g_strdup_printf ("%s  ·  %s", order, price);
}

/* A code is good for whoever shows it first. */
static char *
word_holder (EtTicket *ticket, EtTypeset *typeset)
{
  if (ticket->holder == NULL || *ticket->holder == '\0')
    return g_strdup (et_typeset_translate (typeset, N_ ("Whoever shows it")));
  return g_strdup (ticket->holder);
}

static char *
word_conditions (EtTicket *ticket, EtTypeset *typeset)
{
  const char *language = et_typeset_get_language (typeset);
  g_autofree char *from = et_time_format_day_and_clock (ticket->valid_from, ticket->time_zone,
                                                        language);
  g_autofree char *until = et_time_format_day_and_clock (ticket->valid_until, ticket->time_zone,
                                                         language);

  return g_strdup_printf (
      et_typeset_translate (typeset,
                            N_ ("Valid from %s to %s. The code is accepted once, for all the "
                                "people it admits together, from whoever shows it first: keep it "
                                "to yourself.")),
      from, until);
}

/* A ticket from a server that does not name its organiser is our own. */
static char *
word_organiser (EtTicket *ticket, EtTypeset *typeset)
{
  if (ticket->organiser == NULL || *ticket->organiser == '\0')
    return g_strdup ("eTickets");
  return g_strdup_printf (et_typeset_translate (typeset, N_ ("Organiser: %s")), ticket->organiser);
}

/* Words @ticket in the language of @typeset. @copy: how often it was printed with this one. */
void
et_ticket_words_init (EtTicketWords *words, EtTicket *ticket, guint copy, EtTypeset *typeset)
{
  const char *language = et_typeset_get_language (typeset);
  const char *sport = et_typeset_translate (typeset, et_sport_get_name (ticket->sport));

  words->sport = g_utf8_strup (sport, -1);
  words->date = word_date (ticket, language);
  words->time = et_time_format_clock (ticket->starts_at, ticket->time_zone, language);
  words->doors = ticket->doors_at != ET_NULL_INT64
                     ? et_time_format_clock (ticket->doors_at, ticket->time_zone, language)
                     : NULL;
  words->admits = g_strdup_printf ("%" G_GINT64_FORMAT, ticket->admits);
  words->order = word_order (ticket, typeset);
  words->holder = word_holder (ticket, typeset);
  words->conditions = word_conditions (ticket, typeset);
  words->organiser = word_organiser (ticket, typeset);
  words->copy = et_typeset_word_copy (typeset, copy);
}

void
et_ticket_words_clear (EtTicketWords *words)
{
  g_free (words->sport);
  g_free (words->date);
  g_free (words->time);
  g_free (words->doors);
  g_free (words->admits);
  g_free (words->order);
  g_free (words->holder);
  g_free (words->conditions);
  g_free (words->organiser);
  g_free (words->copy);
}
