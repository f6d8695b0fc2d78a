/* SPDX-License-Identifier: MIT */
#include "render/et-calendar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/et-error.h"
#include "core/et-link.h"
#include "core/et-time.h"
#include "core/et-translation.h"

#define LINE_BYTES 75

/* RFC 5545 section 3.3.11: what has a meaning in a text is escaped, and what has no place in one
 * is left out. */
static char *
escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (*p == '\n')
      g_string_append (escaped, "\\n");
    else if ((guchar) *p >= ' ' && *p != '\x7f')
      {
        if (strchr ("\\;,", *p) != NULL)
          g_string_append_c (escaped, '\\');
        g_string_append_c (escaped, *p);
      }
  return g_string_free (escaped, FALSE);
}

/* Section 3.1: a line longer than 75 bytes goes on after a line break and a blank. */
static void
append_line (GString *calendar, const char *name, const char *value)
{
  g_autofree char *line = g_strdup_printf ("%s:%s", name, value);
  gsize length = 0;

  for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize size = g_utf8_next_char (p) - p;

      if (length + size > LINE_BYTES)
        {
          g_string_append (calendar, "\r\n ");
          length = 1;
        }
      g_string_append_len (calendar, p, size);
      length += size;
    }
  g_string_append (calendar, "\r\n");
}

static void
append_text (GString *calendar, const char *name, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *escaped = escape (valid);

  append_line (calendar, name, escaped);
}

/* In UTC, which every calendar shows in the zone of who looks at it. */
static void
append_time (GString *calendar, const char *name, int64_t time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / ET_SECOND);
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y%m%dT%H%M%SZ") : NULL;

  if (text != NULL)
    append_line (calendar, name, text);
}

static char *
describe (EtTicket *ticket, const char *language)
{
  GString *text = g_string_new (ticket->offer_name);

  g_string_append_c (text, '\n');
  g_string_append_printf (text, et_translate (language, N_ ("Ticket %s")), ticket->short_number);
  if (ticket->doors_at != ET_NULL_INT64)
    {
      g_autofree char *clock = et_time_format_clock (ticket->doors_at, ticket->time_zone, language);

      g_string_append_c (text, '\n');
      /* Translators: a time of the day. */
      g_string_append_printf (text, et_translate (language, N_ ("Doors open at %s")), clock);
    }
  return g_string_free (text, FALSE);
}

/* A ticket keeps its UID, so that a calendar that reads it again replaces the entry. */
static void
append_ticket (GString *calendar, EtTicket *ticket, const char *language)
{
  g_autofree char *uid = g_strdup_printf ("ticket-%s@etickets", ticket->short_number);
  g_autofree char *description = describe (ticket, language);
  g_autofree char *link = et_link_to_ticket (ticket->short_number);

  append_line (calendar, "BEGIN", "VEVENT");
  append_text (calendar, "UID", uid);
  append_time (calendar, "DTSTAMP", et_time_now ());
  append_time (calendar, "DTSTART", ticket->starts_at);
  append_time (calendar, "DTEND", ticket->ends_at);
  append_text (calendar, "SUMMARY", ticket->event_name);
  append_text (calendar, "LOCATION", ticket->venue);
  append_text (calendar, "DESCRIPTION", description);
  if (link != NULL)
    append_line (calendar, "URL", link);
  append_line (calendar, "STATUS",
               g_strcmp0 (ticket->state, "revoked") == 0 ? "CANCELLED" : "CONFIRMED");
  append_line (calendar, "END", "VEVENT");
}

/* Writes the events of @tickets, of EtTicket, an entry each with an address that opens the ticket;
 * keys are left out, since calendars are shared. Sets ET_ERROR_INVALID for an empty list, which
 * is no calendar.
 *
 * Returns: (transfer full): the file. */
GBytes *
et_calendar_write (GListModel *tickets, const char *language, GError **error)
{
  GString *calendar;

  g_return_val_if_fail (G_IS_LIST_MODEL (tickets), NULL);

  if (g_list_model_get_n_items (tickets) == 0)
    {
      et_error_set_sentence (error, ET_ERROR_INVALID, N_ ("There are no tickets to draw"));
      return NULL;
    }
  calendar = g_string_new (NULL);
  append_line (calendar, "BEGIN", "VCALENDAR");
  append_line (calendar, "VERSION", "2.0");
  append_line (calendar, "PRODID", "-//eTickets//eTickets " ET_VERSION "//EN");
  append_line (calendar, "CALSCALE", "GREGORIAN");
  for (guint i = 0; i < g_list_model_get_n_items (tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      append_ticket (calendar, ticket, et_language_match (language, "en"));
    }
  append_line (calendar, "END", "VCALENDAR");
  return g_string_free_to_bytes (calendar);
}
