/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-event-form.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/admin/et-event-text.h"
#include "ui/admin/et-time-row.h"

#define USUAL_CAPACITY 1000

struct _EtEventForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwEntryRow *name;
  AdwComboRow *sport;
  AdwEntryRow *venue;
  EtTimeRow *starts;
  EtTimeRow *ends;
  AdwExpanderRow *has_doors;
  EtTimeRow *doors;
  AdwEntryRow *time_zone;
  AdwExpanderRow *limited;
  GtkSpinButton *capacity;

  gboolean is_filling;
};

static void et_event_form_form_init (EtFormInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EtEventForm,
                               et_event_form,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ET_TYPE_FORM, et_event_form_form_init))

static void
select_sport (EtEventForm *self, const char *word)
{
  for (guint i = 0; et_sport_words[i] != NULL; i++)
    if (g_strcmp0 (et_sport_words[i], word) == 0)
      adw_combo_row_set_selected (self->sport, i);
}

static void
show_text (AdwEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

static char *
read_text (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
edited_cb (EtEventForm *self)
{
  if (!self->is_filling)
    et_form_edited (ET_FORM (self));
}

static void
et_event_form_fill (EtForm *form, gpointer record)
{
  EtEventForm *self = ET_EVENT_FORM (form);
  EtEvent *event = record;
  gboolean has_doors = event->doors_at != ET_NULL_INT64;
  gboolean is_limited = event->capacity != ET_NULL_INT64;

  self->is_filling = TRUE;
  show_text (self->name, event->name);
  select_sport (self, event->sport);
  show_text (self->venue, event->venue);
  et_time_row_set_time (self->starts, event->starts_at, event->time_zone);
  et_time_row_set_time (self->ends, event->ends_at, event->time_zone);
  adw_expander_row_set_enable_expansion (self->has_doors, has_doors);
  et_time_row_set_time (self->doors, has_doors ? event->doors_at : event->starts_at - ET_HOUR,
                        event->time_zone);
  show_text (self->time_zone, event->time_zone);
  adw_expander_row_set_enable_expansion (self->limited, is_limited);
  gtk_spin_button_set_value (self->capacity,
                             is_limited ? (double) event->capacity : USUAL_CAPACITY);
  self->is_filling = FALSE;
}

/* Returns: FALSE when one of the times is not one. */
static gboolean
read_times (EtEventForm *self, EtEvent *event)
{
  if (!et_time_row_get_time (self->starts, event->time_zone, &event->starts_at) ||
      !et_time_row_get_time (self->ends, event->time_zone, &event->ends_at))
    return FALSE;

  event->doors_at = ET_NULL_INT64;
  return !adw_expander_row_get_enable_expansion (self->has_doors) ||
         et_time_row_get_time (self->doors, event->time_zone, &event->doors_at);
}

static const char *
find_problem (EtEventForm *self, EtEvent *event)
{
  gboolean knows_zone = et_time_zone_is_known (event->time_zone);

  et_form_mark (GTK_WIDGET (self->time_zone), knows_zone);
  if (*event->name == '\0')
    return _ ("Give the event a name.");
  if (*event->venue == '\0')
    return _ ("Say where it takes place.");
  if (!knows_zone)
    return _ ("Write the time zone as a name such as Europe/Paris.");
  if (!read_times (self, event))
    return _ ("Write times as 20:00.");
  if (event->ends_at <= event->starts_at)
    return _ ("The event has to end after it starts.");
  if (event->doors_at != ET_NULL_INT64 && event->doors_at > event->starts_at)
    return _ ("The doors have to open before the event starts.");
  return NULL;
}

static gpointer
et_event_form_read (EtForm *form, gpointer base, char **ret_problem)
{
  EtEventForm *self = ET_EVENT_FORM (form);
  g_autoptr (EtEvent) event = et_record_copy (base);
  g_autofree char *name = read_text (self->name);
  g_autofree char *venue = read_text (self->venue);
  g_autofree char *time_zone = read_text (self->time_zone);
  const char *problem;

  et_record_set_text (&event->name, name);
  et_record_set_text (&event->sport, et_sport_words[adw_combo_row_get_selected (self->sport)]);
  et_record_set_text (&event->venue, venue);
  et_record_set_text (&event->time_zone, time_zone);
  event->capacity = adw_expander_row_get_enable_expansion (self->limited)
                        ? gtk_spin_button_get_value_as_int (self->capacity)
                        : ET_NULL_INT64;

  problem = find_problem (self, event);
  *ret_problem = g_strdup (problem);
  return problem == NULL ? g_steal_pointer (&event) : NULL;
}

static void
et_event_form_class_init (EtEventFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_TIME_ROW);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-event-form.ui");
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, name);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, sport);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, venue);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, starts);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, ends);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, has_doors);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, doors);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, time_zone);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, limited);
  gtk_widget_class_bind_template_child (widget_class, EtEventForm, capacity);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
et_event_form_form_init (EtFormInterface *iface)
{
  iface->fields = et_event_field_texts;
  iface->fill = et_event_form_fill;
  iface->read = et_event_form_read;
}

static void
et_event_form_init (EtEventForm *self)
{
  g_autoptr (GtkStringList) sports = gtk_string_list_new (NULL);

  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  et_form_name_switch (self->has_doors);
  et_form_name_switch (self->limited);
  for (guint i = 0; et_sport_words[i] != NULL; i++)
    gtk_string_list_append (sports, _ (et_sport_get_name (et_sport_words[i])));
  adw_combo_row_set_model (self->sport, G_LIST_MODEL (sports));
  self->is_filling = FALSE;
}
