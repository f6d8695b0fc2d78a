/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-offers-page.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-event-page.h"
#include "ui/customer/et-offer-card.h"
#include "ui/customer/et-offer-filters.h"
#include "ui/shared/et-list-fill.h"
#include "ui/shared/et-list-update.h"
#include "ui/shared/et-navigation.h"
#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-toast.h"

/* What the first look at the copy brings, at once. */
#define FIRST_PAGE 48

struct _EtOffersPage
{
  EtPage parent_instance;

  /* Template children */
  GtkSearchEntry *search;
  EtOfferFilters *filters;
  EtStatusStack *states;
  GtkGridView *grid;
  GListStore *offers;

  EtCartModel *cart; /* owned */
  guint limit; /* of the last look at the copy; 0 for all offers */
};

G_DEFINE_FINAL_TYPE (EtOffersPage, et_offers_page, ET_TYPE_PAGE)

static gboolean
is_filtered (EtOffersPage *self)
{
  return et_offer_filters_is_active (self->filters) ||
         *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static void
describe_empty (EtOffersPage *self, const char *icon, const char *title, const char *description)
{
  g_object_set (self->states, "empty-icon-name", icon, "empty-title", title, "empty-description",
                description, NULL);
}

/* Nothing to show has three reasons: the filters, a copy that was never filled, an empty shop. */
static void
show_empty (EtOffersPage *self)
{
  EtSync *sync = et_context_get_sync (et_page_get_context (ET_PAGE (self)));
  gboolean is_new = et_sync_get_last_success (sync) == ET_NULL_INT64;

  if (is_filtered (self))
    {
      describe_empty (self, "system-search-symbolic", _ ("No Offers Found"),
                      _ ("Try other words or fewer filters."));
      g_object_set (self->states, "empty-action-label", _ ("Show All Offers"), "empty-action",
                    "offers.show-all", NULL);
      et_status_stack_show_empty (self->states);
    }
  else if (is_new && et_sync_get_error (sync) != NULL)
    et_status_stack_show_error (self->states, et_sync_get_error (sync));
  else if (is_new)
    et_status_stack_show_loading (self->states);
  else
    {
      describe_empty (self, "et-offers-symbolic", _ ("Nothing on Sale"),
                      _ ("New offers appear here by themselves."));
      g_object_set (self->states, "empty-action-label", _ ("Update Now"), "empty-action",
                    "win.sync", NULL);
      et_status_stack_show_empty (self->states);
    }
}

static gboolean load_others_cb (gpointer data);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtOffersPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      offers = et_catalogue_store_list_finish (ET_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (offers == NULL)
    {
      et_status_stack_show_error (self->states, error);
      return;
    }

  et_list_fill (GTK_WIDGET (self->grid), self->offers, offers, et_list_records_equal);
  if (self->limit > 0 && g_list_model_get_n_items (offers) == self->limit)
    g_idle_add_full (G_PRIORITY_LOW, load_others_cb, g_object_ref (self), g_object_unref);
  if (g_list_model_get_n_items (offers) > 0)
    et_status_stack_show_content (self->states);
  else
    show_empty (self);
}

/* @limit: 0 for all offers. */
static void
ask_store (EtOffersPage *self, guint limit)
{
  EtOfferFilter filter = { .limit = limit };

  self->limit = limit;
  filter.text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  et_offer_filters_read (self->filters, &filter);
  et_catalogue_store_list_async (et_context_get_store (et_page_get_context (ET_PAGE (self))),
                                 &filter, et_page_get_cancellable (ET_PAGE (self)), loaded_cb,
                                 g_object_ref (self));
}

/* Reading thousands takes the processor, so the first page is drawn before. */
static gboolean
load_others_cb (gpointer data)
{
  ask_store (data, 0);
  return G_SOURCE_REMOVE;
}

static void
load (EtOffersPage *self)
{
  gboolean is_first = g_list_model_get_n_items (G_LIST_MODEL (self->offers)) == 0;

  et_status_stack_show_loading (self->states);
  ask_store (self, is_first ? FIRST_PAGE : 0);
}

static void
store_changed_cb (EtOffersPage *self, const char *kind)
{
  if (g_strcmp0 (kind, "offer") == 0)
    load (self);
}

static void
sync_changed_cb (EtOffersPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->offers)) == 0)
    load (self);
}

static void
retry_cb (EtOffersPage *self)
{
  et_status_stack_show_loading (self->states);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sync", NULL);
  load (self);
}

static void
show_all_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtOffersPage *self = ET_OFFERS_PAGE (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  et_offer_filters_clear (self->filters);
}

static void
open_event_cb (EtOffersPage *self, EtOffer *offer)
{
  et_navigation_push (GTK_WIDGET (self),
                      et_event_page_new (et_page_get_context (ET_PAGE (self)), offer));
}

/* A cell of a grid takes no focus when a widget in it does, so the card itself opens the event. */
static void
setup_card_cb (EtOffersPage *self, GtkListItem *row)
{
  GtkWidget *card = et_offer_card_new (self->cart);

  g_signal_connect_object (card, "opened", G_CALLBACK (open_event_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (row, card);
}

static void
bind_card_cb (EtOffersPage *self, GtkListItem *row)
{
  et_offer_card_set_offer (ET_OFFER_CARD (gtk_list_item_get_child (row)),
                           gtk_list_item_get_item (row));
}

static void
unbind_card_cb (EtOffersPage *self, GtkListItem *row)
{
  et_offer_card_set_offer (ET_OFFER_CARD (gtk_list_item_get_child (row)), NULL);
}

static void
cart_failed_cb (EtOffersPage *self, const GError *error)
{
  et_toast_show_error (GTK_WIDGET (self), error);
}

static void
et_offers_page_constructed (GObject *object)
{
  EtOffersPage *self = ET_OFFERS_PAGE (object);
  EtContext *context = et_page_get_context (ET_PAGE (self));

  G_OBJECT_CLASS (et_offers_page_parent_class)->constructed (object);

  self->cart = et_cart_model_new (context);
  g_signal_connect_object (self->cart, "failed", G_CALLBACK (cart_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (et_context_get_store (context), "changed", G_CALLBACK (store_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (et_context_get_sync (context), "notify::state",
                           G_CALLBACK (sync_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (et_context_get_sync (context), "notify::last-success",
                           G_CALLBACK (sync_changed_cb), self, G_CONNECT_SWAPPED);
  load (self);
}

static void
et_offers_page_finalize (GObject *object)
{
  EtOffersPage *self = ET_OFFERS_PAGE (object);

  g_clear_object (&self->cart);

  G_OBJECT_CLASS (et_offers_page_parent_class)->finalize (object);
}

static void
et_offers_page_class_init (EtOffersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_offers_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_offers_page_finalize;

  g_type_ensure (et_offer_get_type ());
  g_type_ensure (ET_TYPE_OFFER_FILTERS);
  g_type_ensure (ET_TYPE_STATUS_STACK);
  gtk_widget_class_install_action (widget_class, "offers.show-all", NULL, show_all_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-offers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtOffersPage, search);
  gtk_widget_class_bind_template_child (widget_class, EtOffersPage, filters);
  gtk_widget_class_bind_template_child (widget_class, EtOffersPage, states);
  gtk_widget_class_bind_template_child (widget_class, EtOffersPage, grid);
  gtk_widget_class_bind_template_child (widget_class, EtOffersPage, offers);
  gtk_widget_class_bind_template_callback (widget_class, load);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_card_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_card_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_card_cb);
}

static void
et_offers_page_init (EtOffersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  et_page_set_search (ET_PAGE (self), self->search);
}
