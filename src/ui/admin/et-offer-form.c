/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-offer-form.h"

#include <glib/gi18n-lib.h>

#include "core/et-event.h"
#include "core/et-money.h"
#include "ui/admin/et-offer-text.h"
#include "ui/admin/et-sale-rules-form.h"
#include "ui/shared/et-text.h"

struct _EtOfferForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwComboRow *event;
  AdwEntryRow *name;
  AdwComboRow *type;
  GtkSpinButton *admits;
  AdwEntryRow *price;
  AdwExpanderRow *limited;
  GtkSpinButton *quota;
  GtkSwitch *active;
  EtSaleRulesForm *rules;
  GtkTextView *description;

  GListStore *events; /* owned, of EtEvent */
  int64_t event_id; /* what is to be chosen as soon as the events are there */
  gboolean is_filling;
};

static void et_offer_form_form_init (EtFormInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EtOfferForm,
                               et_offer_form,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ET_TYPE_FORM, et_offer_form_form_init))

static const char *
get_type_word (EtOfferForm *self)
{
  return et_offer_type_words[adw_combo_row_get_selected (self->type)];
}

static void
select_type (EtOfferForm *self, const char *word)
{
  for (guint i = 0; et_offer_type_words[i] != NULL; i++)
    if (g_strcmp0 (et_offer_type_words[i], word) == 0)
      adw_combo_row_set_selected (self->type, i);
}

static void
select_event (EtOfferForm *self)
{
  guint n_events = g_list_model_get_n_items (G_LIST_MODEL (self->events));

  adw_combo_row_set_selected (self->event, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; i < n_events; i++)
    {
      g_autoptr (EtEvent) event = g_list_model_get_item (G_LIST_MODEL (self->events), i);

      if (event->id == self->event_id)
        adw_combo_row_set_selected (self->event, i);
    }
}

static char *
read_description (EtOfferForm *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->description);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
edited_cb (EtOfferForm *self)
{
  if (!self->is_filling)
    et_form_edited (ET_FORM (self));
}

/* A type has a usual number of people; whoever wants another one says so afterwards. */
static void
type_changed_cb (EtOfferForm *self)
{
  if (self->is_filling)
    return;

  gtk_spin_button_set_value (self->admits,
                             (double) et_offer_type_get_admits (get_type_word (self)));
  edited_cb (self);
}

static void
event_changed_cb (EtOfferForm *self)
{
  EtEvent *event = adw_combo_row_get_selected_item (self->event);

  if (self->is_filling || event == NULL)
    return;

  self->event_id = event->id;
  edited_cb (self);
}

static void
et_offer_form_fill (EtForm *form, gpointer record)
{
  EtOfferForm *self = ET_OFFER_FORM (form);
  EtOffer *offer = record;
  gboolean is_limited = offer->quota != ET_NULL_INT64;
  g_autofree char *price = et_money_to_input (offer->price_cents, et_text_get_language ());

  self->is_filling = TRUE;
  self->event_id = offer->event_id;
  select_event (self);
  gtk_editable_set_text (GTK_EDITABLE (self->name), offer->name != NULL ? offer->name : "");
  select_type (self, offer->offer_type);
  gtk_spin_button_set_value (self->admits, (double) offer->admits);
  gtk_editable_set_text (GTK_EDITABLE (self->price), offer->id != 0 ? price : "");
  adw_expander_row_set_enable_expansion (self->limited, is_limited);
  gtk_spin_button_set_value (self->quota, is_limited ? (double) offer->quota : 100);
  gtk_switch_set_active (self->active, offer->is_active);
  et_sale_rules_form_fill (self->rules, offer);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->description),
                            offer->description != NULL ? offer->description : "", -1);
  self->is_filling = FALSE;
}

static const char *
find_problem (EtOfferForm *self, EtOffer *offer, gboolean has_price, const char *zone)
{
  gboolean is_below_sold = offer->quota != ET_NULL_INT64 && offer->sold != ET_NULL_INT64 &&
                           offer->quota < offer->sold;

  et_form_mark (GTK_WIDGET (self->price),
                has_price || *gtk_editable_get_text (GTK_EDITABLE (self->price)) == '\0');
  et_form_mark (GTK_WIDGET (self->quota), !is_below_sold);
  if (offer->event_id == 0)
    return _ ("Choose the event.");
  if (*offer->name == '\0')
    return _ ("Give the offer a name.");
  if (!has_price)
    return _ ("Write the price as an amount such as 50.00.");
  if (is_below_sold)
    return _ ("More tickets than that were sold already.");
  return et_sale_rules_form_read (self->rules, offer, zone);
}

static gpointer
et_offer_form_read (EtForm *form, gpointer base, char **ret_problem)
{
  EtOfferForm *self = ET_OFFER_FORM (form);
  g_autoptr (EtOffer) offer = et_record_copy (base);
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));
  g_autofree char *description = read_description (self);
  EtEvent *event = adw_combo_row_get_selected_item (self->event);
  gboolean has_price;
  const char *problem;

  offer->event_id = self->event_id;
  if (event != NULL)
    et_record_set_text (&offer->event_name, event->name);
  et_record_set_text (&offer->name, name);
  et_record_set_text (&offer->offer_type, get_type_word (self));
  offer->admits = gtk_spin_button_get_value_as_int (self->admits);
  has_price = et_money_from_decimal (gtk_editable_get_text (GTK_EDITABLE (self->price)),
                                     &offer->price_cents);
  offer->quota = adw_expander_row_get_enable_expansion (self->limited)
                     ? gtk_spin_button_get_value_as_int (self->quota)
                     : ET_NULL_INT64;
  offer->is_active = gtk_switch_get_active (self->active);
  et_record_set_text (&offer->description, description);

  problem = find_problem (self, offer, has_price,
                          event != NULL ? event->time_zone : offer->time_zone);
  *ret_problem = g_strdup (problem);
  return problem == NULL ? g_steal_pointer (&offer) : NULL;
}

static void
et_offer_form_finalize (GObject *object)
{
  g_clear_object (&ET_OFFER_FORM (object)->events);

  G_OBJECT_CLASS (et_offer_form_parent_class)->finalize (object);
}

static void
et_offer_form_class_init (EtOfferFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_offer_form_finalize;
  g_type_ensure (ET_TYPE_SALE_RULES_FORM);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-offer-form.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, event);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, name);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, type);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, admits);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, price);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, limited);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, quota);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, active);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, rules);
  gtk_widget_class_bind_template_child (widget_class, EtOfferForm, description);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, event_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, type_changed_cb);
}

static void
et_offer_form_form_init (EtFormInterface *iface)
{
  iface->fields = et_offer_field_texts;
  iface->fill = et_offer_form_fill;
  iface->read = et_offer_form_read;
}

static void
et_offer_form_init (EtOfferForm *self)
{
  GtkStringList *types = gtk_string_list_new (NULL);
  g_autoptr (GtkExpression) name = gtk_property_expression_new (et_event_get_type (), NULL, "name");

  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  et_form_name_switch (self->limited);

  for (guint i = 0; et_offer_type_words[i] != NULL; i++)
    gtk_string_list_append (types, _ (et_offer_type_get_name (et_offer_type_words[i])));
  adw_combo_row_set_model (self->type, G_LIST_MODEL (types));
  g_object_unref (types);

  self->events = g_list_store_new (et_event_get_type ());
  adw_combo_row_set_expression (self->event, name);
  adw_combo_row_set_model (self->event, G_LIST_MODEL (self->events));
  g_signal_connect_object (gtk_text_view_get_buffer (self->description), "changed",
                           G_CALLBACK (edited_cb), self, G_CONNECT_SWAPPED);
  self->is_filling = FALSE;
}

/* The events that an offer can be for, a list of EtEvent. */
void
et_offer_form_set_events (EtOfferForm *self, GListModel *events)
{
  guint n_events = g_list_model_get_n_items (events);

  g_return_if_fail (ET_IS_OFFER_FORM (self));

  self->is_filling = TRUE;
  g_list_store_remove_all (self->events);
  for (guint i = 0; i < n_events; i++)
    {
      g_autoptr (EtEvent) event = g_list_model_get_item (events, i);

      g_list_store_append (self->events, event);
    }
  select_event (self);
  self->is_filling = FALSE;
}
