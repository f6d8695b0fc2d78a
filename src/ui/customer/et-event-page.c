/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-event-page.h"

#include <glib/gi18n-lib.h>

#include "core/et-event.h"
#include "core/et-time.h"
#include "ui/customer/et-offer-card.h"
#include "ui/shared/et-list-update.h"
#include "ui/shared/et-sport-band.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtEventPage
{
  EtPage parent_instance;

  /* Template children */
  EtSportBand *band;
  GtkLabel *name;
  GtkLabel *sport;
  GtkLabel *date;
  GtkLabel *doors;
  GtkLabel *venue;
  GtkFlowBox *cards;
  GtkBox *descriptions;

  EtCartModel *cart; /* owned */
  GListStore *offers; /* owned, of EtOffer of the event, by price */
  int64_t event_id;
};

G_DEFINE_FINAL_TYPE (EtEventPage, et_event_page, ET_TYPE_PAGE)

static char *
describe_time (EtOffer *offer)
{
  g_autofree char *date = et_text_date (offer->starts_at, offer->time_zone);
  g_autofree char *start = et_text_clock (offer->starts_at, offer->time_zone);
  g_autofree char *end = et_text_clock (offer->ends_at, offer->time_zone);

  if (et_time_is_same_day (offer->starts_at, offer->ends_at, offer->time_zone))
    return g_strdup_printf ("%s, %s – %s", date, start, end);
  return g_strdup_printf ("%s, %s", date, start);
}

static void
show_event (EtEventPage *self, EtOffer *offer)
{
  g_autofree char *date = describe_time (offer);
  gboolean has_doors = offer->doors_at != ET_NULL_INT64;
  g_autofree char *clock = has_doors ? et_text_clock (offer->doors_at, offer->time_zone) : NULL;
  /* Translators: %s is a time. */
  g_autofree char *doors = has_doors ? g_strdup_printf (_ ("Doors open at %s"), clock) : NULL;

  et_page_set_title (ET_PAGE (self), offer->event_name);
  et_sport_band_set_sport (self->band, offer->sport);
  gtk_label_set_text (self->name, offer->event_name);
  gtk_label_set_text (self->sport, _ (et_sport_get_name (offer->sport)));
  gtk_label_set_text (self->date, date);
  gtk_label_set_text (self->doors, doors != NULL ? doors : "");
  gtk_widget_set_visible (GTK_WIDGET (self->doors), has_doors);
  gtk_label_set_text (self->venue, offer->venue);
}

static void
add_description (EtEventPage *self, EtOffer *offer)
{
  GtkWidget *title;
  GtkWidget *text;

  if (offer->description == NULL || *offer->description == '\0')
    return;

  title = gtk_label_new (offer->name);
  text = gtk_label_new (offer->description);
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_box_append (self->descriptions, title);
  gtk_box_append (self->descriptions, text);
}

static GtkWidget *
create_card_cb (gpointer item, gpointer data)
{
  EtEventPage *self = data;
  GtkWidget *card = et_offer_card_new (self->cart);
  GtkWidget *child = gtk_flow_box_child_new ();

  et_offer_card_hide_event (ET_OFFER_CARD (card));
  et_offer_card_set_offer (ET_OFFER_CARD (card), item);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), card);
  gtk_widget_set_focusable (child, FALSE);
  return child;
}

static void
fill_descriptions (EtEventPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->descriptions))) != NULL)
    gtk_box_remove (self->descriptions, child);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->offers)); i++)
    {
      g_autoptr (EtOffer) offer = g_list_model_get_item (G_LIST_MODEL (self->offers), i);

      if (i == 0)
        show_event (self, offer);
      add_description (self, offer);
    }
}

/* When the last offer of the event is gone, the page stays as it was: the cart tells. */
static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtEventPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      offers = et_catalogue_store_list_finish (ET_STORE (source), result, &error);

  if (offers != NULL)
    et_list_update (self->offers, offers);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
load (EtEventPage *self)
{
  EtOfferFilter filter = { .from = ET_NULL_INT64,
                           .until = ET_NULL_INT64,
                           .event_id = self->event_id };

  et_catalogue_store_list_async (et_context_get_store (et_page_get_context (ET_PAGE (self))),
                                 &filter, et_page_get_cancellable (ET_PAGE (self)), loaded_cb,
                                 g_object_ref (self));
}

static void
store_changed_cb (EtEventPage *self, const char *kind)
{
  if (g_strcmp0 (kind, "offer") == 0)
    load (self);
}

static void
cart_failed_cb (EtEventPage *self, const GError *error)
{
  et_toast_show_error (GTK_WIDGET (self), error);
}

static void
et_event_page_constructed (GObject *object)
{
  EtEventPage *self = ET_EVENT_PAGE (object);
  EtContext *context = et_page_get_context (ET_PAGE (self));

  G_OBJECT_CLASS (et_event_page_parent_class)->constructed (object);

  self->cart = et_cart_model_new (context);
  g_signal_connect_object (self->cart, "failed", G_CALLBACK (cart_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (et_context_get_store (context), "changed", G_CALLBACK (store_changed_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_flow_box_bind_model (self->cards, G_LIST_MODEL (self->offers), create_card_cb, self, NULL);
}

static void
et_event_page_finalize (GObject *object)
{
  EtEventPage *self = ET_EVENT_PAGE (object);

  g_clear_object (&self->cart);
  g_clear_object (&self->offers);

  G_OBJECT_CLASS (et_event_page_parent_class)->finalize (object);
}

static void
et_event_page_class_init (EtEventPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_event_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_event_page_finalize;

  g_type_ensure (ET_TYPE_SPORT_BAND);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-event-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, band);
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, name);
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, sport);
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, date);
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, doors);
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, venue);
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, cards);
  gtk_widget_class_bind_template_child (widget_class, EtEventPage, descriptions);
}

static void
et_event_page_init (EtEventPage *self)
{
  self->offers = g_list_store_new (et_offer_get_type ());
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->offers, "items-changed", G_CALLBACK (fill_descriptions), self,
                           G_CONNECT_SWAPPED);
}

/* Returns: (transfer floating): the page of the event that @offer belongs to. */
EtPage *
et_event_page_new (EtContext *context, EtOffer *offer)
{
  EtEventPage *self = g_object_new (ET_TYPE_EVENT_PAGE, "context", context, NULL);

  self->event_id = offer->event_id;
  show_event (self, offer);
  load (self);
  return ET_PAGE (self);
}
