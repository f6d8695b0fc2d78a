/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-time-row.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/admin/et-form.h"
#include "ui/shared/et-accessible.h"
#include "ui/shared/et-text.h"

struct _EtTimeRow
{
  AdwActionRow parent_instance;

  /* Template children */
  GtkMenuButton *day_button;
  GtkPopover *popover;
  GtkCalendar *calendar;
  GtkEntry *clock;

  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (EtTimeRow, et_time_row, ADW_TYPE_ACTION_ROW)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Reads 9:30, 09:30 and 09.30. */
static gboolean
read_clock (const char *text, int *ret_hour, int *ret_minute)
{
  g_autoptr (GRegex) regex = g_regex_new ("^\\s*(\\d{1,2})[:.hH](\\d{2})\\s*$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hour = NULL;
  g_autofree char *minute = NULL;

  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;

  hour = g_match_info_fetch (match, 1);
  minute = g_match_info_fetch (match, 2);
  *ret_hour = (int) g_ascii_strtoll (hour, NULL, 10);
  *ret_minute = (int) g_ascii_strtoll (minute, NULL, 10);
  return *ret_hour < 24 && *ret_minute < 60;
}

static void
show_day (EtTimeRow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *text = et_text_date_short (g_date_time_to_unix (day) * ET_SECOND, NULL);

  gtk_menu_button_set_label (self->day_button, text);
}

static void
edited_cb (EtTimeRow *self)
{
  int hour;
  int minute;

  et_form_mark (GTK_WIDGET (self->clock),
                read_clock (gtk_editable_get_text (GTK_EDITABLE (self->clock)), &hour, &minute));
  if (!self->is_filling)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
day_selected_cb (EtTimeRow *self)
{
  show_day (self);
  edited_cb (self);
}

static void
title_changed_cb (EtTimeRow *self)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self));
  g_autofree char *day = g_strdup_printf (_ ("%s: day"), title);
  g_autofree char *clock = g_strdup_printf (_ ("%s: time"), title);

  et_accessible_set_name (GTK_WIDGET (self->day_button), day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clock), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  clock, -1);
}

static void
et_time_row_class_init (EtTimeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[EDITED] = g_signal_new ("edited", ET_TYPE_TIME_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-time-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EtTimeRow, day_button);
  gtk_widget_class_bind_template_child (widget_class, EtTimeRow, popover);
  gtk_widget_class_bind_template_child (widget_class, EtTimeRow, calendar);
  gtk_widget_class_bind_template_child (widget_class, EtTimeRow, clock);
  gtk_widget_class_bind_template_callback (widget_class, day_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
et_time_row_init (EtTimeRow *self)
{
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::title", G_CALLBACK (title_changed_cb), NULL);
  show_day (self);
  self->is_filling = FALSE;
}

/* Shows a moment as the wall clock reads it in @zone, an IANA name. */
void
et_time_row_set_time (EtTimeRow *self, int64_t time_ms, const char *zone)
{
  g_autoptr (GTimeZone) time_zone = g_time_zone_new_identifier (zone);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_ms / ET_SECOND);
  g_autoptr (GDateTime) there = NULL;
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *clock = NULL;

  g_return_if_fail (ET_IS_TIME_ROW (self));

  there = time_zone != NULL ? g_date_time_to_timezone (utc, time_zone) : g_date_time_ref (utc);
  day = g_date_time_new_local (g_date_time_get_year (there), g_date_time_get_month (there),
                               g_date_time_get_day_of_month (there), 12, 0, 0);
  clock = g_date_time_format (there, "%H:%M");

  self->is_filling = TRUE;
  gtk_calendar_select_day (self->calendar, day);
  gtk_editable_set_text (GTK_EDITABLE (self->clock), clock);
  show_day (self);
  self->is_filling = FALSE;
}

/* Reads the row as the wall clock of @zone. Returns FALSE, leaving @ret_time_ms alone, when the
 * time of the day is not one. */
gboolean
et_time_row_get_time (EtTimeRow *self, const char *zone, int64_t *ret_time_ms)
{
  g_autoptr (GTimeZone) time_zone = g_time_zone_new_identifier (zone);
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) time = NULL;
  int hour;
  int minute;

  g_return_val_if_fail (ET_IS_TIME_ROW (self), FALSE);

  if (time_zone == NULL ||
      !read_clock (gtk_editable_get_text (GTK_EDITABLE (self->clock)), &hour, &minute))
    return FALSE;

  day = gtk_calendar_get_date (self->calendar);
  time = g_date_time_new (time_zone, g_date_time_get_year (day), g_date_time_get_month (day),
                          g_date_time_get_day_of_month (day), hour, minute, 0);
  if (time == NULL)
    return FALSE;
  *ret_time_ms = g_date_time_to_unix (time) * ET_SECOND;
  return TRUE;
}
