/* SPDX-License-Identifier: MIT */
#include "ui/et-reminder.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "core/et-link.h"
#include "core/et-time.h"
#include "ui/shared/et-text.h"

/* “Today” and “tomorrow” as they are where the event is. */
static char *
describe_time (EtTicket *ticket)
{
  g_autofree char *clock = et_text_clock (ticket->starts_at, ticket->time_zone);
  int64_t now = et_server_clock_now ();

  if (et_time_is_same_day (ticket->starts_at, now, ticket->time_zone))
    /* Translators: a time of the day. */
    return g_strdup_printf (_ ("Today at %s"), clock);
  if (et_time_is_same_day (ticket->starts_at, now + ET_DAY, ticket->time_zone))
    /* Translators: a time of the day. */
    return g_strdup_printf (_ ("Tomorrow at %s"), clock);
  return et_text_day_and_clock (ticket->starts_at, ticket->time_zone);
}

/* Tells the person when and where a ticket is for; a click opens the ticket. */
void
et_reminder_send (GApplication *application, EtTicket *ticket)
{
  g_autoptr (GNotification) notification = g_notification_new (ticket->event_name);
  g_autoptr (GIcon) icon = g_themed_icon_new (ET_APPLICATION_ID);
  g_autofree char *id = g_strdup_printf ("ticket-%" G_GINT64_FORMAT, ticket->id);
  g_autofree char *time = describe_time (ticket);
  g_autofree char *body = g_strdup_printf ("%s · %s", time, ticket->venue);
  g_autofree char *link = et_link_to_ticket (ticket->short_number);

  g_notification_set_body (notification, body);
  g_notification_set_icon (notification, icon);
  if (link != NULL)
    g_notification_set_default_action_and_target (notification, "app.open-link", "s", link);
  g_application_send_notification (application, id, notification);
}
