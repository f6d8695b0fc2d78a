/* SPDX-License-Identifier: MIT */
#include <gio/gio.h>

#include "core/et-time.h"
#include "ui/customer/et-ticket-calendar.h"

static EtTicket *
new_ticket (void)
{
  EtTicket *ticket = et_ticket_new ();

  ticket->short_number = g_strdup ("K7PQ2-3");
  ticket->ticket_key = g_strdup ("SECRET:12345678");
  ticket->offer_type = g_strdup ("duo");
  ticket->admits = 2;
  ticket->event_name = g_strdup (
      "Natation, finales; 200 m – papillon, quatre nages et relais mixte");
  ticket->venue = g_strdup ("Paris La Défense Arena, Nanterre");
  ticket->time_zone = g_strdup ("Europe/Paris");
  et_time_from_iso ("2026-07-26T18:30:00Z", &ticket->starts_at);
  et_time_from_iso ("2026-07-26T21:00:00Z", &ticket->ends_at);
  return ticket;
}

static void
test_times_and_texts_are_written (void)
{
  g_autoptr (EtTicket) ticket = new_ticket ();
  g_autofree char *calendar = et_ticket_calendar_write (ticket);

  g_assert_true (g_str_has_prefix (calendar, "BEGIN:VCALENDAR\r\n"));
  g_assert_true (g_str_has_suffix (calendar, "END:VEVENT\r\nEND:VCALENDAR\r\n"));
  g_assert_nonnull (strstr (calendar, "\r\nDTSTART:20260726T183000Z\r\n"));
  g_assert_nonnull (strstr (calendar, "\r\nDTEND:20260726T210000Z\r\n"));
  g_assert_nonnull (strstr (calendar, "\r\nLOCATION:Paris La Défense Arena\\, Nanterre\r\n"));
  g_assert_nonnull (strstr (calendar, "SUMMARY:Natation\\, finales\\; 200 m"));
}

static void
test_no_line_is_longer_than_75_bytes (void)
{
  g_autoptr (EtTicket) ticket = new_ticket ();
  g_autofree char *calendar = et_ticket_calendar_write (ticket);
  g_auto (GStrv) lines = g_strsplit (calendar, "\r\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_assert_cmpuint (strlen (*line), <=, 75);
      g_assert_true (g_utf8_validate (*line, -1, NULL));
    }
}

static void
test_the_key_stays_out (void)
{
  g_autoptr (EtTicket) ticket = new_ticket ();
  g_autofree char *calendar = et_ticket_calendar_write (ticket);

  g_assert_null (strstr (calendar, "SECRET"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ticket-calendar/written", test_times_and_texts_are_written);
  g_test_add_func ("/ticket-calendar/folded", test_no_line_is_longer_than_75_bytes);
  g_test_add_func ("/ticket-calendar/key", test_the_key_stays_out);
  return g_test_run ();
}
