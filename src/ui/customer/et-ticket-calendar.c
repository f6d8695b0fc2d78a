/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-ticket-calendar.h"

#include "core/et-time.h"
#include "ui/shared/et-text.h"

#define LINE_BYTES 75

/* RFC 5545 section 3.3.11: what has a meaning in a text is escaped. */
static char *
escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (strchr ("\\;,", *p) != NULL)
        g_string_append_c (escaped, '\\');
      if (*p == '\n')
        g_string_append (escaped, "\\n");
      else
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
  g_autofree char *escaped = escape (text);

  append_line (calendar, name, escaped);
}

static void
append_time (GString *calendar, const char *name, int64_t time_ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (time_ms / 1000);
  g_autofree char *text = g_date_time_format (time, "%Y%m%dT%H%M%SZ");

  append_line (calendar, name, text);
}

/* Writes the event of a ticket for a calendar program, RFC 5545; the key is left out, since
 * calendars are shared.
 * Returns: (transfer full): the file's text. */
char *
et_ticket_calendar_write (EtTicket *ticket)
{
  GString *calendar = g_string_new (NULL);
  g_autofree char *uid = g_strdup_printf ("ticket-%s@etickets", ticket->short_number);
  g_autofree char *kind = et_text_offer_kind (ticket->offer_type, ticket->admits);
  g_autofree char *description = g_strdup_printf ("%s\n%s", kind, ticket->short_number);

  append_line (calendar, "BEGIN", "VCALENDAR");
  append_line (calendar, "VERSION", "2.0");
  append_line (calendar, "PRODID", "-//eTickets//eTickets " ET_VERSION "//EN");
  append_line (calendar, "BEGIN", "VEVENT");
  append_text (calendar, "UID", uid);
  append_time (calendar, "DTSTAMP", et_time_now ());
  append_time (calendar, "DTSTART", ticket->starts_at);
  append_time (calendar, "DTEND", ticket->ends_at);
  append_text (calendar, "SUMMARY", ticket->event_name);
  append_text (calendar, "LOCATION", ticket->venue);
  append_text (calendar, "DESCRIPTION", description);
  append_line (calendar, "END", "VEVENT");
  append_line (calendar, "END", "VCALENDAR");
  return g_string_free (calendar, FALSE);
}
