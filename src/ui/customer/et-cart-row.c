/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-cart-row.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "ui/shared/et-sport-band.h"
#include "ui/shared/et-stepper.h"
#include "ui/shared/et-text.h"

struct _EtCartRow
{
  GtkListBoxRow parent_instance;

  /* Template children */
  EtSportBand *band;
  GtkLabel *name;
  GtkLabel *when;
  GtkLabel *warning;
  GtkLabel *unit_price;
  GtkLabel *total;
  EtStepper *stepper;

  EtCartLine *line; /* owned */
};

G_DEFINE_FINAL_TYPE (EtCartRow, et_cart_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
stepped_cb (EtCartRow *self, int quantity)
{
  g_signal_emit (self, signals[CHANGED], 0, quantity);
}

static void
show_line (EtCartRow *self)
{
  g_autofree char *price = et_text_money (self->line->price_cents);
  /* Translators: the price of one ticket. */
  g_autofree char *unit_price = g_strdup_printf (_ ("%s each"), price);
  g_autofree char *total = et_text_money (self->line->line_total_cents);

  gtk_label_set_text (self->name, self->line->name);
  gtk_label_set_text (self->unit_price, unit_price);
  gtk_label_set_text (self->total, total);
  et_stepper_set_subject (self->stepper, self->line->name);
  et_stepper_set_quantity (self->stepper, self->line->quantity);
}

static char *
describe_trouble (EtOffer *offer)
{
  if (offer == NULL)
    return g_strdup (_ ("No longer on sale"));
  if (g_strcmp0 (offer->availability, "sold_out") == 0)
    return g_strdup (_ ("Sold out"));
  return et_text_sale (offer, et_offer_get_sale_phase (offer, et_server_clock_now ()));
}

/* What the catalogue knows about the offer; one that is no longer in it was taken off sale. */
static void
show_offer (EtCartRow *self, EtOffer *offer)
{
  g_autofree char *date = NULL;
  g_autofree char *when = NULL;
  g_autofree char *warning = describe_trouble (offer);

  et_sport_band_set_sport (self->band, offer != NULL ? offer->sport : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), warning != NULL);
  gtk_label_set_text (self->warning, warning != NULL ? warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->when), offer != NULL);
  if (offer == NULL)
    return;

  date = et_text_day_and_clock (offer->starts_at, offer->time_zone);
  when = g_strdup_printf ("%s · %s", offer->event_name, date);
  gtk_label_set_text (self->when, when);
}

static void
et_cart_row_finalize (GObject *object)
{
  EtCartRow *self = ET_CART_ROW (object);

  g_clear_object (&self->line);

  G_OBJECT_CLASS (et_cart_row_parent_class)->finalize (object);
}

static void
et_cart_row_class_init (EtCartRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_cart_row_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  g_type_ensure (ET_TYPE_SPORT_BAND);
  g_type_ensure (ET_TYPE_STEPPER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-cart-row.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCartRow, band);
  gtk_widget_class_bind_template_child (widget_class, EtCartRow, name);
  gtk_widget_class_bind_template_child (widget_class, EtCartRow, when);
  gtk_widget_class_bind_template_child (widget_class, EtCartRow, warning);
  gtk_widget_class_bind_template_child (widget_class, EtCartRow, unit_price);
  gtk_widget_class_bind_template_child (widget_class, EtCartRow, total);
  gtk_widget_class_bind_template_child (widget_class, EtCartRow, stepper);
  gtk_widget_class_bind_template_callback (widget_class, stepped_cb);
}

static void
et_cart_row_init (EtCartRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer floating): a row for @line. @offer: (nullable): what the catalogue has of
 * it. */
GtkWidget *
et_cart_row_new (EtCartLine *line, EtOffer *offer)
{
  EtCartRow *self = g_object_new (ET_TYPE_CART_ROW, NULL);

  et_cart_row_update (self, line, offer);
  return GTK_WIDGET (self);
}

/* Shows another state of the same line. */
void
et_cart_row_update (EtCartRow *self, EtCartLine *line, EtOffer *offer)
{
  g_return_if_fail (ET_IS_CART_ROW (self));

  g_set_object (&self->line, line);
  show_line (self);
  show_offer (self, offer);
}

/* Returns: (transfer none): the line that the row shows. */
EtCartLine *
et_cart_row_get_line (EtCartRow *self)
{
  g_return_val_if_fail (ET_IS_CART_ROW (self), NULL);

  return self->line;
}

/* How many tickets the line may hold. */
void
et_cart_row_set_maximum (EtCartRow *self, int maximum)
{
  g_return_if_fail (ET_IS_CART_ROW (self));

  g_object_set (self->stepper, "maximum", maximum, NULL);
}
