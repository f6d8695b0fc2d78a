/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-offer-card.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "client/et-timer.h"
#include "core/et-time.h"
#include "ui/shared/et-sport-band.h"
#include "ui/shared/et-stepper.h"
#include "ui/shared/et-text.h"

#define LONGEST_WAIT ET_DAY

struct _EtOfferCard
{
  AdwBin parent_instance;

  /* Template children */
  GtkWidget *open;
  EtSportBand *band;
  GtkLabel *state;
  GtkWidget *event;
  GtkLabel *event_name;
  GtkLabel *date;
  GtkLabel *venue;
  GtkLabel *kind;
  GtkLabel *admits;
  GtkLabel *price;
  GtkLabel *sale_start;
  EtStepper *stepper;

  EtCartModel *cart; /* owned */
  EtOffer *offer; /* owned, nullable */
  EtTimer *timer; /* owned; until its sale begins or ends */
};

G_DEFINE_FINAL_TYPE (EtOfferCard, et_offer_card, ADW_TYPE_BIN)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_sold_out (EtOffer *offer)
{
  return g_strcmp0 (offer->availability, "sold_out") == 0;
}

static EtSalePhase
get_phase (EtOfferCard *self)
{
  return et_offer_get_sale_phase (self->offer, et_server_clock_now ());
}

static gboolean
can_be_bought (EtOfferCard *self)
{
  return !is_sold_out (self->offer) && get_phase (self) == ET_SALE_ON;
}

static const char *
describe_availability (EtOfferCard *self)
{
  if (get_phase (self) == ET_SALE_OVER)
    return _ ("Sale ended");
  if (is_sold_out (self->offer))
    return _ ("Sold out");
  if (g_strcmp0 (self->offer->availability, "few") == 0)
    return _ ("Few left");
  return NULL;
}

/* Stands where the button comes. */
static void
show_sale_start (EtOfferCard *self)
{
  gboolean is_coming = get_phase (self) == ET_SALE_COMING;
  g_autofree char *words = is_coming ? et_text_sale (self->offer, ET_SALE_COMING) : NULL;

  gtk_label_set_text (self->sale_start, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sale_start), is_coming);
}

static void
show_availability (EtOfferCard *self)
{
  const char *words = describe_availability (self);

  show_sale_start (self);
  gtk_label_set_text (self->state, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->state), words != NULL);
  et_sport_band_set_is_greyed (self->band, !can_be_bought (self));
}

static int
get_maximum (EtOfferCard *self)
{
  int maximum = et_cart_model_get_max_quantity (self->cart);

  return self->offer->max_per_order != ET_NULL_INT64
             ? (int) MIN (maximum, self->offer->max_per_order)
             : maximum;
}

/* What is in the cart can be taken out again, even of an offer that cannot be bought any more. */
static void
show_quantity (EtOfferCard *self)
{
  int64_t quantity;

  if (self->offer == NULL)
    return;

  quantity = et_cart_model_get_quantity (self->cart, self->offer->id);
  g_object_set (self->stepper, "maximum", get_maximum (self), NULL);
  et_stepper_set_quantity (self->stepper, quantity);
  gtk_widget_set_visible (GTK_WIDGET (self->stepper), can_be_bought (self) || quantity > 0);
}

/* Wakes up when the sale begins or ends, if somebody may still be looking then. */
static void
wait_for_sale (EtOfferCard *self)
{
  int64_t now = et_server_clock_now ();
  EtSalePhase phase = get_phase (self);
  int64_t border = phase == ET_SALE_COMING ? self->offer->sale_starts : self->offer->sale_ends;

  if (phase == ET_SALE_OVER || border == ET_NULL_INT64 || border - now > LONGEST_WAIT)
    et_timer_stop (self->timer);
  else
    et_timer_set (self->timer, (guint) (border - now));
}

static void
show_sale (EtOfferCard *self)
{
  show_availability (self);
  show_quantity (self);
  wait_for_sale (self);
}

static void
sale_changed_cb (gpointer card, gpointer data)
{
  show_sale (card);
}

static void
show_labels (EtOfferCard *self)
{
  EtOffer *offer = self->offer;
  g_autofree char *date = et_text_day_and_clock (offer->starts_at, offer->time_zone);
  g_autofree char *admits = et_text_admits (offer->admits);
  g_autofree char *price = et_text_money (offer->price_cents);
  g_autofree char *name = NULL;

  gtk_label_set_text (self->event_name, offer->event_name);
  gtk_label_set_text (self->date, date);
  gtk_label_set_text (self->venue, offer->venue);
  gtk_label_set_text (self->kind, _ (et_offer_type_get_name (offer->offer_type)));
  gtk_label_set_text (self->admits, admits);
  gtk_label_set_text (self->price, price);
  name = g_strjoin (", ", offer->event_name, date, offer->venue, gtk_label_get_text (self->kind),
                    admits, price, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

static void
stepped_cb (EtOfferCard *self, int quantity)
{
  et_cart_model_set_quantity (self->cart, self->offer->id, quantity);
}

static void
open_cb (EtOfferCard *self)
{
  g_signal_emit (self, signals[OPENED], 0, self->offer);
}

static void
et_offer_card_finalize (GObject *object)
{
  EtOfferCard *self = ET_OFFER_CARD (object);

  et_timer_free (self->timer);
  g_clear_object (&self->cart);
  g_clear_object (&self->offer);

  G_OBJECT_CLASS (et_offer_card_parent_class)->finalize (object);
}

static void
et_offer_card_class_init (EtOfferCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_offer_card_finalize;

  g_type_ensure (ET_TYPE_SPORT_BAND);
  g_type_ensure (ET_TYPE_STEPPER);
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, et_offer_get_type ());
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-offer-card.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, open);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, band);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, state);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, event);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, event_name);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, date);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, venue);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, kind);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, admits);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, price);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, sale_start);
  gtk_widget_class_bind_template_child (widget_class, EtOfferCard, stepper);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
  gtk_widget_class_bind_template_callback (widget_class, stepped_cb);
}

static void
et_offer_card_init (EtOfferCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->timer = et_timer_new (sale_changed_cb, self);
}

/* Returns: (transfer floating): a card that shows nothing yet. */
GtkWidget *
et_offer_card_new (EtCartModel *cart)
{
  EtOfferCard *self = g_object_new (ET_TYPE_OFFER_CARD, NULL);

  self->cart = g_object_ref (cart);
  g_signal_connect_object (cart, "changed", G_CALLBACK (show_quantity), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* Shows an offer. @offer: (nullable): none, while the card waits to be used again. */
void
et_offer_card_set_offer (EtOfferCard *self, EtOffer *offer)
{
  g_return_if_fail (ET_IS_OFFER_CARD (self));

  g_set_object (&self->offer, offer);
  et_timer_stop (self->timer);
  if (offer == NULL)
    return;

  et_sport_band_set_sport (self->band, offer->sport);
  et_stepper_set_subject (self->stepper, offer->name);
  show_labels (self);
  show_sale (self);
}

/* Leaves out what the page of an event says already. */
void
et_offer_card_hide_event (EtOfferCard *self)
{
  g_return_if_fail (ET_IS_OFFER_CARD (self));

  gtk_widget_set_visible (self->event, FALSE);
  gtk_widget_set_can_target (self->open, FALSE);
  gtk_widget_set_focusable (self->open, FALSE);
  g_object_set (self->band, "pixel-size", 20, "height-request", 38, NULL);
}
