/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-event-table-page.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/admin/et-event-form.h"
#include "ui/admin/et-event-text.h"

#define USUAL_TIME_ZONE "Europe/Paris"
#define USUAL_HOUR 20
#define USUAL_LENGTH (2 * ET_HOUR)

struct _EtEventTablePage
{
  EtEditingPage parent_instance;
};

G_DEFINE_FINAL_TYPE (EtEventTablePage, et_event_table_page, ET_TYPE_EDITING_PAGE)

static const EtTableSpec spec = {
  .list = ET_OFFICE_EVENTS,
  .name = N_ ("Events"),
  .new_label = N_ ("New Event"),
  .empty_icon_name = "et-events-symbolic",
  .empty_title = N_ ("No Events Yet"),
  .empty_description = N_ ("An event takes place once, at a venue. Offers are made for it."),
  .columns = et_event_columns,
  .choices = et_event_choices,
};

static EtForm *
new_form (EtEditingPage *page)
{
  return g_object_new (ET_TYPE_EVENT_FORM, NULL);
}

static const char *
get_name (gpointer record)
{
  return ((EtEvent *) record)->name;
}

/* The evening of the day a week from now. */
static int64_t
get_usual_start (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (USUAL_TIME_ZONE);
  g_autoptr (GDateTime) now = zone != NULL ? g_date_time_new_now (zone)
                                           : g_date_time_new_now_utc ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, 7);
  g_autoptr (GDateTime) start = g_date_time_new (
      g_date_time_get_timezone (day), g_date_time_get_year (day), g_date_time_get_month (day),
      g_date_time_get_day_of_month (day), USUAL_HOUR, 0, 0);

  return g_date_time_to_unix (start) * ET_SECOND;
}

static gpointer
new_record (void)
{
  EtEvent *event = et_event_new ();

  et_record_set_text (&event->name, "");
  et_record_set_text (&event->sport, et_sport_words[0]);
  et_record_set_text (&event->venue, "");
  et_record_set_text (&event->time_zone, USUAL_TIME_ZONE);
  event->starts_at = get_usual_start ();
  event->ends_at = event->starts_at + USUAL_LENGTH;
  event->doors_at = ET_NULL_INT64;
  event->capacity = ET_NULL_INT64;
  return event;
}

static void
save_async (EtContext *context,
            gpointer record,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer data)
{
  et_office_save_event_async (context, record, cancellable, callback, data);
}

static gpointer
save_finish (EtContext *context, GAsyncResult *result, GError **error)
{
  return et_office_save_event_finish (context, result, error);
}

static const char *
get_remove_label (gpointer record)
{
  return _ ("_Delete");
}

static void
remove_async (EtContext *context,
              gpointer record,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  et_office_remove_event_async (context, record, cancellable, callback, data);
}

static void
et_event_table_page_class_init (EtEventTablePageClass *klass)
{
  EtEditingPageClass *editing_class = ET_EDITING_PAGE_CLASS (klass);

  ET_TABLE_PAGE_CLASS (klass)->spec = &spec;
  editing_class->new_form = new_form;
  editing_class->get_name = get_name;
  editing_class->new_record = new_record;
  editing_class->save_async = save_async;
  editing_class->save_finish = save_finish;
  editing_class->get_remove_label = get_remove_label;
  editing_class->remove_async = remove_async;
  editing_class->remove_finish = et_office_remove_event_finish;
  editing_class->remove_question = N_ (
      "Its offers are deleted with it. If one of them was sold, the event stays, and its "
      "offers are taken off sale.");
}

static void
et_event_table_page_init (EtEventTablePage *self)
{
}
