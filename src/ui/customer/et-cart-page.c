/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-cart-page.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-cart-changes.h"
#include "ui/customer/et-cart-row.h"
#include "ui/customer/et-hold-line.h"
#include "ui/customer/et-purchase.h"
#include "ui/shared/et-cart-model.h"
#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtCartPage
{
  EtPage parent_instance;

  /* Template children */
  EtCartChanges *changes;
  EtStatusStack *states;
  GtkListBox *lines;
  GtkLabel *total;
  EtHoldLine *hold;
  GtkLabel *reason;
  GtkButton *check_out;
  GtkWidget *clear;

  EtCartModel *cart; /* owned */
  GHashTable *offers; /* owned; offer number to EtOffer */
  GPtrArray *removed; /* owned, nullable; of EtCartLine, what Undo brings back */
};

G_DEFINE_FINAL_TYPE (EtCartPage, et_cart_page, ET_TYPE_PAGE)

static void
remember_removed (EtCartPage *self, GPtrArray *lines)
{
  g_clear_pointer (&self->removed, g_ptr_array_unref);
  self->removed = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < lines->len; i++)
    {
      EtCartLine *line = et_record_copy (g_ptr_array_index (lines, i));

      line->quantity = et_cart_model_get_quantity (self->cart, line->offer_id);
      g_ptr_array_add (self->removed, line);
    }
}

static void
undo_cb (EtCartPage *self)
{
  for (guint i = 0; self->removed != NULL && i < self->removed->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (self->removed, i);

      et_cart_model_set_quantity (self->cart, line->offer_id, line->quantity);
    }
  g_clear_pointer (&self->removed, g_ptr_array_unref);
}

static void
offer_undo (EtCartPage *self, GPtrArray *lines, const char *text)
{
  remember_removed (self, lines);
  et_toast_show_undo (GTK_WIDGET (self), text, G_CALLBACK (undo_cb), self);
}

static void
line_changed_cb (EtCartPage *self, int quantity, EtCartRow *row)
{
  EtCartLine *line = et_cart_row_get_line (row);

  if (quantity == 0)
    {
      g_autoptr (GPtrArray) lines = g_ptr_array_new ();
      g_autofree char *text = g_strdup_printf (_ ("%s removed"), line->name);

      g_ptr_array_add (lines, line);
      offer_undo (self, lines, text);
    }
  et_cart_model_set_quantity (self->cart, line->offer_id, quantity);
}

static void
clear_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtCartPage *self = ET_CART_PAGE (widget);
  EtCart *cart = et_cart_model_get_cart (self->cart);

  offer_undo (self, cart->items, _ ("Cart emptied"));
  et_cart_model_clear (self->cart);
}

static void
check_out_cb (EtCartPage *self)
{
  et_purchase_begin (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                     et_page_get_context (ET_PAGE (self)));
}

static EtSync *
get_sync (EtCartPage *self)
{
  return et_context_get_sync (et_page_get_context (ET_PAGE (self)));
}

/* Returns: (transfer none) (nullable): why the server does not hear of this cart. */
static const GError *
get_fault (EtCartPage *self)
{
  return et_sync_get_state (get_sync (self)) != ET_SYNC_IDLE ? et_sync_get_error (get_sync (self))
                                                             : NULL;
}

/* Places are held for the cart that the server knows, which is another one by now. */
static gboolean
holds_nothing (EtCartPage *self)
{
  return get_fault (self) != NULL && et_sync_get_pending (get_sync (self)) > 0;
}

/* Returns: (transfer full): what stands under the cart, perhaps nothing. */
static char *
describe_reason (EtCartPage *self)
{
  const GError *fault = get_fault (self);
  g_autofree char *why = fault != NULL ? et_text_error (fault) : NULL;

  if (holds_nothing (self))
    /* Translators: %s is a sentence such as “The server cannot be reached”. */
    return g_strdup_printf (_ ("%s. Your cart is kept, but it holds no places."), why);
  if (fault != NULL)
    /* Translators: %s is a sentence such as “The server cannot be reached”. */
    return g_strdup_printf (_ ("%s. Your cart is kept."), why);
  if (!et_session_is_signed_in (et_context_get_session (et_page_get_context (ET_PAGE (self)))))
    return g_strdup (_ ("You sign in before you pay."));
  return g_strdup ("");
}

static void
show_hold (EtCartPage *self)
{
  EtCart *cart = et_cart_model_get_cart (self->cart);

  if (cart != NULL)
    et_hold_line_set_until (self->hold, holds_nothing (self) ? ET_NULL_INT64 : cart->held_until);
}

/* Nobody pays offline: places are given by the server alone. */
static void
update_check_out (EtCartPage *self)
{
  gboolean is_offline = et_sync_get_state (get_sync (self)) == ET_SYNC_OFFLINE ||
                        g_error_matches (get_fault (self), ET_ERROR, ET_ERROR_OFFLINE);
  g_autofree char *reason = describe_reason (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->check_out), !is_offline);
  gtk_button_set_label (self->check_out,
                        is_offline ? _ ("Check Out When Online") : _ ("Check Out"));
  gtk_label_set_text (self->reason, reason);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), *reason != '\0');
  show_hold (self);
}

static void
show_rows (EtCartPage *self, EtCart *cart)
{
  guint i = 0;
  GtkListBoxRow *row;

  for (; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);
      EtOffer *offer = g_hash_table_lookup (self->offers, &line->offer_id);

      row = gtk_list_box_get_row_at_index (self->lines, i);
      if (row != NULL)
        et_cart_row_update (ET_CART_ROW (row), line, offer);
      else
        {
          GtkWidget *added = et_cart_row_new (line, offer);

          g_signal_connect_swapped (added, "changed", G_CALLBACK (line_changed_cb), self);
          gtk_list_box_append (self->lines, added);
        }
      row = gtk_list_box_get_row_at_index (self->lines, i);
      et_cart_row_set_maximum (ET_CART_ROW (row), et_cart_model_get_max_quantity (self->cart));
    }
  while ((row = gtk_list_box_get_row_at_index (self->lines, i)) != NULL)
    gtk_list_box_remove (self->lines, GTK_WIDGET (row));
}

static void
show_cart (EtCartPage *self)
{
  EtCart *cart = et_cart_model_get_cart (self->cart);
  g_autofree char *total = NULL;

  if (cart == NULL)
    return;

  gtk_widget_set_visible (self->clear, cart->items->len > 0);
  if (cart->items->len == 0)
    {
      et_status_stack_show_empty (self->states);
      return;
    }

  total = et_text_money (cart->total_cents);
  gtk_label_set_text (self->total, total);
  show_hold (self);
  show_rows (self, cart);
  et_status_stack_show_content (self->states);
}

static void
offers_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCartPage) self = data;
  g_autoptr (GListModel) offers = et_catalogue_store_list_finish (ET_STORE (source), result, NULL);

  if (offers == NULL)
    return; /* the lines say what the cart itself knows */

  g_hash_table_remove_all (self->offers);
  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      EtOffer *offer = g_list_model_get_item (offers, i);

      g_hash_table_replace (self->offers, &offer->id, offer);
    }
  show_cart (self);
}

static void
load_offers (EtCartPage *self)
{
  EtOfferFilter filter = { .from = ET_NULL_INT64, .until = ET_NULL_INT64, .is_in_cart = TRUE };

  et_catalogue_store_list_async (et_context_get_store (et_page_get_context (ET_PAGE (self))),
                                 &filter, et_page_get_cancellable (ET_PAGE (self)),
                                 offers_loaded_cb, g_object_ref (self));
}

static void
store_changed_cb (EtCartPage *self, const char *kind)
{
  if (g_strcmp0 (kind, "offer") == 0 || g_strcmp0 (kind, "cart") == 0)
    load_offers (self);
}

static void
cart_failed_cb (EtCartPage *self, const GError *error)
{
  if (et_cart_model_get_cart (self->cart) == NULL)
    et_status_stack_show_error (self->states, error);
  else
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
watch (EtCartPage *self)
{
  EtContext *context = et_page_get_context (ET_PAGE (self));

  g_signal_connect_object (self->cart, "changed", G_CALLBACK (show_cart), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cart, "failed", G_CALLBACK (cart_failed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (et_context_get_store (context), "changed", G_CALLBACK (store_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_sync (self), "notify", G_CALLBACK (update_check_out), self,
                           G_CONNECT_SWAPPED);
}

static void
et_cart_page_constructed (GObject *object)
{
  EtCartPage *self = ET_CART_PAGE (object);

  G_OBJECT_CLASS (et_cart_page_parent_class)->constructed (object);

  et_status_stack_show_loading (self->states);
  self->cart = et_cart_model_new (et_page_get_context (ET_PAGE (self)));
  watch (self);
  et_cart_changes_set_context (self->changes, et_page_get_context (ET_PAGE (self)));
  load_offers (self);
  update_check_out (self);
}

static void
et_cart_page_finalize (GObject *object)
{
  EtCartPage *self = ET_CART_PAGE (object);

  g_clear_object (&self->cart);
  g_hash_table_unref (self->offers);
  g_clear_pointer (&self->removed, g_ptr_array_unref);

  G_OBJECT_CLASS (et_cart_page_parent_class)->finalize (object);
}

static void
et_cart_page_class_init (EtCartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_cart_page_constructed;
  G_OBJECT_CLASS (klass)->finalize = et_cart_page_finalize;

  g_type_ensure (ET_TYPE_CART_CHANGES);
  g_type_ensure (ET_TYPE_HOLD_LINE);
  g_type_ensure (ET_TYPE_STATUS_STACK);
  gtk_widget_class_install_action (widget_class, "cart.clear", NULL, clear_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-cart-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, changes);
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, states);
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, lines);
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, total);
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, reason);
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, hold);
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, check_out);
  gtk_widget_class_bind_template_child (widget_class, EtCartPage, clear);
  gtk_widget_class_bind_template_callback (widget_class, check_out_cb);
}

static void
et_cart_page_init (EtCartPage *self)
{
  self->offers = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}
