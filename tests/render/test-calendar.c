/* SPDX-License-Identifier: MIT */
#include <libical/ical.h>
#include <string.h>

#include "core/et-error.h"
#include "core/et-time.h"
#include "render/et-calendar.h"
#include "sample.h"

#define LONG_NAME "Natation, finales; 200 m – papillon \\ quatre nages et relais mixte 4 × 100 m"

static GListModel *
list_ticket (EtTicket *ticket)
{
  GListStore *list = g_list_store_new (ET_TYPE_RECORD);

  g_list_store_append (list, ticket);
  return G_LIST_MODEL (list);
}

static char *
write_one (EtTicket *ticket)
{
  g_autoptr (GListModel) list = list_ticket (ticket);
  g_autoptr (GBytes) calendar = et_calendar_write (list, "en", NULL);
  gsize length;
  const char *text = g_bytes_get_data (calendar, &length);

  return g_strndup (text, length);
}

/* As a calendar program reads it: libical marks what it does not understand in the component. */
static icalcomponent *
read_calendar (const char *text)
{
  icalcomponent *calendar = icalparser_parse_string (text);

  g_assert_nonnull (calendar);
  g_assert_cmpint (icalcomponent_isa (calendar), ==, ICAL_VCALENDAR_COMPONENT);
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  g_assert_true (icalrestriction_check (calendar));
  g_assert_cmpint (icalcomponent_count_errors (calendar), ==, 0);
  return calendar;
}

static void
assert_time (struct icaltimetype time, int64_t expected_ms)
{
  g_assert_true (icaltime_is_utc (time));
  g_assert_cmpint (icaltime_as_timet (time), ==, expected_ms / ET_SECOND);
}

static void
test_a_calendar_program_reads_the_ticket (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autofree char *text = NULL;
  icalcomponent *calendar, *event;

  et_record_set_text (&ticket->event_name, LONG_NAME);
  text = write_one (ticket);
  calendar = read_calendar (text);
  event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_cmpstr (icalcomponent_get_summary (event), ==, LONG_NAME);
  g_assert_cmpstr (icalcomponent_get_location (event), ==, ticket->venue);
  g_assert_cmpstr (icalcomponent_get_description (event), ==,
                   "Ticket Duo - Natation\nTicket K7PQ2-3\nDoors open at 18:30");
  g_assert_cmpstr (icalcomponent_get_uid (event), ==, "ticket-K7PQ2-3@etickets");
  assert_time (icalcomponent_get_dtstart (event), ticket->starts_at);
  assert_time (icalcomponent_get_dtend (event), ticket->ends_at);
  icalcomponent_free (calendar);
}

static void
test_the_entry_opens_the_ticket (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autofree char *text = write_one (ticket);
  icalcomponent *calendar = read_calendar (text);
  icalcomponent *event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  icalproperty *url = icalcomponent_get_first_property (event, ICAL_URL_PROPERTY);

  g_assert_cmpstr (icalproperty_get_url (url), ==, "etickets:ticket/K7PQ2-3");
  icalcomponent_free (calendar);
}

static void
test_many_tickets_are_many_entries (void)
{
  g_autoptr (GListModel) tickets = sample_tickets_new (12);
  g_autoptr (GBytes) written = et_calendar_write (tickets, "fr", NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (written, NULL), g_bytes_get_size (written));
  icalcomponent *calendar = read_calendar (text);

  g_assert_cmpint (icalcomponent_count_components (calendar, ICAL_VEVENT_COMPONENT), ==, 12);
  icalcomponent_free (calendar);
}

static void
test_a_revoked_ticket_is_cancelled (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autofree char *text = NULL;
  icalcomponent *calendar, *event;

  et_record_set_text (&ticket->state, "revoked");
  text = write_one (ticket);
  calendar = read_calendar (text);
  event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_cmpint (icalcomponent_get_status (event), ==, ICAL_STATUS_CANCELLED);
  icalcomponent_free (calendar);
}

/* Texts come from a server: they must not end a line and begin another property. */
static void
test_no_text_breaks_out_of_its_line (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autofree char *text = NULL;
  icalcomponent *calendar, *event;

  et_record_set_text (&ticket->venue, "Hall\r\nATTACH:file:///etc/passwd\x07");
  text = write_one (ticket);
  calendar = read_calendar (text);
  event = icalcomponent_get_first_component (calendar, ICAL_VEVENT_COMPONENT);
  g_assert_null (icalcomponent_get_first_property (event, ICAL_ATTACH_PROPERTY));
  g_assert_cmpstr (icalcomponent_get_location (event), ==, "Hall\nATTACH:file:///etc/passwd");
  icalcomponent_free (calendar);
}

static void
test_no_line_is_longer_than_75_bytes (void)
{
  g_autoptr (EtTicket) ticket = sample_long_ticket_new ();
  g_autofree char *text = write_one (ticket);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);

  g_assert_true (g_str_has_suffix (text, "END:VCALENDAR\r\n"));
  for (char **line = lines; *line != NULL; line++)
    {
      g_assert_cmpuint (strlen (*line), <=, 75);
      g_assert_true (g_utf8_validate (*line, -1, NULL));
      g_assert_null (strpbrk (*line, "\r\n"));
    }
}

static void
test_the_key_stays_out (void)
{
  g_autoptr (EtTicket) ticket = sample_ticket_new ();
  g_autofree char *text = NULL;

  et_record_set_text (&ticket->ticket_key, "SECRET:12345678");
  text = write_one (ticket);
  g_assert_null (strstr (text, "SECRET"));
}

static void
test_no_tickets_are_no_calendar (void)
{
  g_autoptr (GListModel) none = G_LIST_MODEL (g_list_store_new (ET_TYPE_RECORD));
  g_autoptr (GError) error = NULL;

  g_assert_null (et_calendar_write (none, "en", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/read", test_a_calendar_program_reads_the_ticket);
  g_test_add_func ("/calendar/link", test_the_entry_opens_the_ticket);
  g_test_add_func ("/calendar/many", test_many_tickets_are_many_entries);
  g_test_add_func ("/calendar/cancelled", test_a_revoked_ticket_is_cancelled);
  g_test_add_func ("/calendar/break-out", test_no_text_breaks_out_of_its_line);
  g_test_add_func ("/calendar/folded", test_no_line_is_longer_than_75_bytes);
  g_test_add_func ("/calendar/key", test_the_key_stays_out);
  g_test_add_func ("/calendar/none", test_no_tickets_are_no_calendar);
  return g_test_run ();
}
