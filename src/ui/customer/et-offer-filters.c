/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-offer-filters.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "core/et-event.h"
#include "ui/customer/et-date-range.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-wrap-box.h"

/* The choices of highest price; 0 is any. */
static const int64_t price_limits[] = { 0, 2500, 5000, 10000, 20000 };

struct _EtOfferFilters
{
  AdwBin parent_instance;

  /* Template children */
  GtkToggleButton *solo;
  GtkToggleButton *duo;
  GtkToggleButton *familiale;
  GtkDropDown *sport;
  GtkDropDown *date;
  GtkDropDown *price;
  GtkDropDown *order;
  GtkWidget *clear;

  GPtrArray *sports; /* owned, of words in the order of the list after "All sports" */
  gboolean is_clearing;
};

G_DEFINE_FINAL_TYPE (EtOfferFilters, et_offer_filters, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static int
compare_sports (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (_ (et_sport_get_name (*(char **) a)),
                         _ (et_sport_get_name (*(char **) b)));
}

static void
fill_sports (EtOfferFilters *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (const char *const *word = et_sport_words; *word != NULL; word++)
    g_ptr_array_add (self->sports, (gpointer) *word);
  g_ptr_array_sort (self->sports, compare_sports);

  gtk_string_list_append (names, _ ("All sports"));
  for (guint i = 0; i < self->sports->len; i++)
    gtk_string_list_append (names, _ (et_sport_get_name (g_ptr_array_index (self->sports, i))));
  gtk_drop_down_set_model (self->sport, G_LIST_MODEL (names));
}

static void
fill_dates (EtOfferFilters *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (EtDateRange range = 0; range < ET_DATE_RANGE_N; range++)
    gtk_string_list_append (names, et_date_range_get_name (range));
  gtk_drop_down_set_model (self->date, G_LIST_MODEL (names));
}

static void
fill_prices (EtOfferFilters *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_string_list_append (names, _ ("Any price"));
  for (guint i = 1; i < G_N_ELEMENTS (price_limits); i++)
    {
      g_autofree char *limit = et_text_money (price_limits[i]);
      g_autofree char *name = g_strdup_printf (_ ("Up to %s"), limit);

      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (self->price, G_LIST_MODEL (names));
}

static void
fill_orders (EtOfferFilters *self)
{
  static const char *const orders[ET_OFFER_ORDER_N] = {
    N_ ("By price"),
    N_ ("By date"),
    N_ ("By name"),
  };
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (EtOfferOrder order = 0; order < ET_OFFER_ORDER_N; order++)
    gtk_string_list_append (names, _ (orders[order]));
  gtk_drop_down_set_model (self->order, G_LIST_MODEL (names));
}

static void
setup_chip_cb (gpointer title, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_chip_cb (const char *title, GtkListItem *item)
{
  GtkStringObject *choice = gtk_list_item_get_item (item);
  gboolean is_any = gtk_list_item_get_position (item) == 0;

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      is_any ? _ (title) : gtk_string_object_get_string (choice));
}

/* A chip that leaves nothing out says only what it is about, so that all of them fit into a line or
 * two; its list says more. @title: msgid, static. */
static void
set_chip_title (GtkDropDown *chip, const char *title)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_chip_cb), (gpointer) title);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_chip_cb), (gpointer) title);
  gtk_drop_down_set_list_factory (chip, gtk_drop_down_get_factory (chip));
  gtk_drop_down_set_factory (chip, factory);
}

static void
mark_active (GtkDropDown *drop_down)
{
  if (gtk_drop_down_get_selected (drop_down) > 0)
    gtk_widget_add_css_class (GTK_WIDGET (drop_down), "active");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (drop_down), "active");
}

static const char *
get_offer_type (EtOfferFilters *self)
{
  if (gtk_toggle_button_get_active (self->solo))
    return "solo";
  if (gtk_toggle_button_get_active (self->duo))
    return "duo";
  if (gtk_toggle_button_get_active (self->familiale))
    return "familiale";
  return NULL;
}

static void
tell_change (EtOfferFilters *self)
{
  mark_active (self->sport);
  mark_active (self->date);
  mark_active (self->price);
  gtk_widget_set_visible (self->clear, et_offer_filters_is_active (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
selected_cb (EtOfferFilters *self)
{
  if (!self->is_clearing)
    tell_change (self);
}

/* One type at a time; pressing the one that is on takes it off. */
static void
toggled_cb (EtOfferFilters *self, GtkToggleButton *toggled)
{
  GtkToggleButton *types[] = { self->solo, self->duo, self->familiale };

  if (self->is_clearing)
    return;

  self->is_clearing = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i] != toggled)
      gtk_toggle_button_set_active (types[i], FALSE);
  self->is_clearing = FALSE;
  tell_change (self);
}

static void
clear_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  et_offer_filters_clear (ET_OFFER_FILTERS (widget));
}

static void
et_offer_filters_finalize (GObject *object)
{
  EtOfferFilters *self = ET_OFFER_FILTERS (object);

  g_ptr_array_unref (self->sports);

  G_OBJECT_CLASS (et_offer_filters_parent_class)->finalize (object);
}

static void
et_offer_filters_class_init (EtOfferFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_offer_filters_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ET_TYPE_WRAP_BOX);
  gtk_widget_class_install_action (widget_class, "filters.clear", NULL, clear_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-offer-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, solo);
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, duo);
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, familiale);
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, sport);
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, date);
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, price);
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, order);
  gtk_widget_class_bind_template_child (widget_class, EtOfferFilters, clear);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
et_offer_filters_init (EtOfferFilters *self)
{
  self->sports = g_ptr_array_new ();
  self->is_clearing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_sports (self);
  fill_dates (self);
  fill_prices (self);
  fill_orders (self);
  set_chip_title (self->sport, N_ ("Sport"));
  set_chip_title (self->date, N_ ("Date"));
  set_chip_title (self->price, N_ ("Price"));
  self->is_clearing = FALSE;
}

/* Writes type, sport, dates, price and order into @ret_filter; its text is left alone. The words are borrowed
 * for ever. */
void
et_offer_filters_read (EtOfferFilters *self, EtOfferFilter *ret_filter)
{
  g_autoptr (GDateTime) now = et_server_clock_now_local ();
  guint sport;

  g_return_if_fail (ET_IS_OFFER_FILTERS (self));

  sport = gtk_drop_down_get_selected (self->sport);
  ret_filter->offer_type = get_offer_type (self);
  ret_filter->sport = sport > 0 ? g_ptr_array_index (self->sports, sport - 1) : NULL;
  et_date_range_resolve (gtk_drop_down_get_selected (self->date), now, &ret_filter->from,
                         &ret_filter->until);
  ret_filter->max_price_cents = price_limits[gtk_drop_down_get_selected (self->price)];
  ret_filter->order = gtk_drop_down_get_selected (self->order);
}

/* Whether a filter leaves offers out; the order leaves none out. */
gboolean
et_offer_filters_is_active (EtOfferFilters *self)
{
  g_return_val_if_fail (ET_IS_OFFER_FILTERS (self), FALSE);

  return get_offer_type (self) != NULL || gtk_drop_down_get_selected (self->sport) > 0 ||
         gtk_drop_down_get_selected (self->date) > 0 ||
         gtk_drop_down_get_selected (self->price) > 0;
}

/* Takes all filters off, leaves the order, and emits "changed" once. */
void
et_offer_filters_clear (EtOfferFilters *self)
{
  g_return_if_fail (ET_IS_OFFER_FILTERS (self));

  self->is_clearing = TRUE;
  gtk_toggle_button_set_active (self->solo, FALSE);
  gtk_toggle_button_set_active (self->duo, FALSE);
  gtk_toggle_button_set_active (self->familiale, FALSE);
  gtk_drop_down_set_selected (self->sport, 0);
  gtk_drop_down_set_selected (self->date, 0);
  gtk_drop_down_set_selected (self->price, 0);
  self->is_clearing = FALSE;
  tell_change (self);
}
