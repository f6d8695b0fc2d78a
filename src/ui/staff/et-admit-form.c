/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-admit-form.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

struct _EtAdmitForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwActionRow *holder;
  AdwActionRow *offer;
  AdwActionRow *event;
  AdwActionRow *number;
  AdwActionRow *state;
  AdwComboRow *reason;
  GtkWidget *other;
  GtkLabel *problem;
  GtkButton *admit;

  EtTicket *ticket; /* owned, nullable */
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (EtAdmitForm, et_admit_form, ADW_TYPE_BIN)

enum
{
  ADMIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
wants_other_reason (EtAdmitForm *self)
{
  GListModel *reasons = adw_combo_row_get_model (self->reason);

  return adw_combo_row_get_selected (self->reason) == g_list_model_get_n_items (reasons) - 1;
}

/* Returns: (transfer full): the reason in words, empty as long as there is none. */
static char *
get_reason (EtAdmitForm *self)
{
  GtkStringObject *chosen = adw_combo_row_get_selected_item (self->reason);

  if (wants_other_reason (self))
    return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->other))));
  return g_strdup (chosen != NULL ? gtk_string_object_get_string (chosen) : "");
}

static void
show_problem (EtAdmitForm *self, const char *text)
{
  gtk_label_set_label (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), *text != '\0');
}

/* The server decides; what it would surely refuse is not offered. */
static gboolean
is_admissible (EtAdmitForm *self)
{
  return self->ticket != NULL && g_strcmp0 (self->ticket->state, "valid") == 0;
}

static void
update (EtAdmitForm *self)
{
  g_autofree char *reason = get_reason (self);

  gtk_widget_set_visible (self->other, wants_other_reason (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self->admit),
                            is_admissible (self) && *reason != '\0' && !self->is_busy);
}

static void
set_busy (EtAdmitForm *self, gboolean is_busy)
{
  self->is_busy = is_busy;
  update (self);
}

static char *
get_state_text (EtTicket *ticket)
{
  const char *state = et_ticket_get_state_text (ticket, et_text_get_language ());
  g_autofree char *when = NULL;

  if (ticket->used_at == ET_NULL_INT64)
    return g_strdup (state);

  when = et_text_age (ticket->used_at);
  if (ticket->used_gate != NULL && *ticket->used_gate != '\0')
    return g_strdup_printf (_ ("Already used at %s, gate %s"), when, ticket->used_gate);
  return g_strdup_printf (_ ("Already used at %s"), when);
}

static void
reason_changed_cb (EtAdmitForm *self)
{
  update (self);
  if (wants_other_reason (self))
    gtk_widget_grab_focus (self->other);
}

static void
admit_cb (EtAdmitForm *self)
{
  g_autofree char *reason = get_reason (self);

  if (!is_admissible (self) || *reason == '\0' || self->is_busy)
    return;

  show_problem (self, "");
  set_busy (self, TRUE);
  g_signal_emit (self, signals[ADMIT], 0, self->ticket, reason);
}

static void
et_admit_form_finalize (GObject *object)
{
  g_clear_object (&ET_ADMIT_FORM (object)->ticket);

  G_OBJECT_CLASS (et_admit_form_parent_class)->finalize (object);
}

static void
et_admit_form_class_init (EtAdmitFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_admit_form_finalize;

  signals[ADMIT] = g_signal_new ("admit", ET_TYPE_ADMIT_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 2, et_ticket_get_type (), G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-admit-form.ui");
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, holder);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, offer);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, event);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, number);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, state);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, reason);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, other);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, problem);
  gtk_widget_class_bind_template_child (widget_class, EtAdmitForm, admit);
  gtk_widget_class_bind_template_callback (widget_class, admit_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
et_admit_form_init (EtAdmitForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/* Shows @ticket; the reason begins anew. */
void
et_admit_form_set_ticket (EtAdmitForm *self, EtTicket *ticket)
{
  g_autofree char *state = NULL;
  g_autofree char *when = NULL;
  g_autofree char *admit = NULL;

  g_return_if_fail (ET_IS_ADMIT_FORM (self));
  g_return_if_fail (ET_IS_TICKET (ticket));

  g_set_object (&self->ticket, ticket);
  state = get_state_text (ticket);
  when = et_text_day_and_clock (ticket->starts_at, ticket->time_zone);
  admit = g_strdup_printf (_ ("Admit %d"), (int) ticket->admits);

  adw_action_row_set_subtitle (self->holder, ticket->holder);
  adw_action_row_set_subtitle (self->offer, ticket->offer_name);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->event), ticket->event_name);
  adw_action_row_set_subtitle (self->event, when);
  adw_action_row_set_subtitle (self->number, ticket->short_number);
  adw_action_row_set_subtitle (self->state, state);
  gtk_button_set_label (self->admit, admit);
  gtk_editable_set_text (GTK_EDITABLE (self->other), "");
  adw_combo_row_set_selected (self->reason, 0);
  show_problem (self, "");
  set_busy (self, FALSE);
}

/* Says why the ticket could not be admitted; one may try again. */
void
et_admit_form_show_error (EtAdmitForm *self, const GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ET_IS_ADMIT_FORM (self));

  text = et_text_error (error);
  set_busy (self, FALSE);
  show_problem (self, text);
}

/* Puts the focus where a person would begin. */
void
et_admit_form_focus (EtAdmitForm *self)
{
  g_return_if_fail (ET_IS_ADMIT_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}
