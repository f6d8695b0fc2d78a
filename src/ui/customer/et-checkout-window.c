/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-checkout-window.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-card-form.h"
#include "ui/customer/et-checkout-advice.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-ticket-output.h"
#include "ui/shared/et-ticket-save.h"

struct _EtCheckoutWindow
{
  EtDialog parent_instance;

  /* Template children */
  GtkStack *states;
  GtkLabel *words;
  GtkLabel *who;
  GtkListBox *lines;
  GtkLabel *total;
  GtkLabel *notice;
  EtCardForm *card;
  GtkButton *pay;
  AdwStatusPage *success;
  GtkWidget *open;
  AdwStatusPage *failure;
  GtkButton *try_again;

  EtContext *context; /* owned */
  GListModel *tickets; /* owned, nullable; of EtTicket */
  int64_t order_id; /* that was paid, else 0 */
  int64_t attempt; /* the order whose payment has no answer yet, else 0 */
  gboolean is_paying;
};

G_DEFINE_FINAL_TYPE (EtCheckoutWindow, et_checkout_window, ET_TYPE_DIALOG)

static void
show_state (EtCheckoutWindow *self, const char *state)
{
  gtk_stack_set_visible_child_name (self->states, state);
}

static void
show_waiting (EtCheckoutWindow *self, const char *words)
{
  gtk_label_set_text (self->words, words);
  show_state (self, "waiting");
}

static void
show_failure (EtCheckoutWindow *self, const GError *error)
{
  const EtCheckoutAdvice *advice = et_checkout_advice_find (error);
  g_autofree char *sentence = et_text_error (error);
  g_autofree char *words = advice->note != NULL
                               ? g_strdup_printf ("%s\n\n%s", sentence, _ (advice->note))
                               : g_strdup (sentence);
  g_autofree char *markup = g_markup_escape_text (words, -1);

  adw_status_page_set_title (self->failure, _ (advice->title));
  adw_status_page_set_description (self->failure, markup);
  gtk_button_set_label (self->try_again, _ (advice->button));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->try_again), advice->action);
  show_state (self, "failure");
  gtk_widget_grab_focus (GTK_WIDGET (self->try_again));
}

static void
add_line (EtCheckoutWindow *self, EtCartLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *total = et_text_money (line->line_total_cents);
  g_autofree char *title = g_strdup_printf ("%d × %s", (int) line->quantity, line->name);
  GtkWidget *label = gtk_label_new (total);

  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (self->lines, row);
}

static void
show_buyer (EtCheckoutWindow *self)
{
  EtAccount *account = et_session_get_account (et_context_get_session (self->context));
  g_autofree char *markup = NULL;

  if (account == NULL)
    return;

  markup = g_markup_printf_escaped ("<b>%s</b>\n<small>%s</small>",
                                    et_account_get_shown_name (account),
                                    account->email != NULL ? account->email : account->username);
  gtk_label_set_markup (self->who, markup);
}

static void
show_form (EtCheckoutWindow *self, EtCart *cart)
{
  g_autofree char *total = et_text_money (cart->total_cents);
  /* Translators: a button; %s is an amount. */
  g_autofree char *pay = g_strdup_printf (_ ("Pay %s"), total);
  GtkListBoxRow *row;

  show_buyer (self);
  while ((row = gtk_list_box_get_row_at_index (self->lines, 0)) != NULL)
    gtk_list_box_remove (self->lines, GTK_WIDGET (row));
  for (guint i = 0; i < cart->items->len; i++)
    add_line (self, g_ptr_array_index (cart->items, i));
  gtk_label_set_text (self->total, total);
  gtk_button_set_label (self->pay, pay);
  show_state (self, "form");
  et_card_form_begin (self->card);
}

static void
cart_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCheckoutWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EtCart) cart = et_cart_store_load_finish (ET_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (cart != NULL && cart->items->len == 0)
    et_error_set (&error, ET_ERROR_CART_EMPTY);

  if (error != NULL)
    show_failure (self, error);
  else
    show_form (self, cart);
}

static void
load_cart (EtCheckoutWindow *self)
{
  et_cart_store_load_async (et_context_get_store (self->context),
                            et_dialog_get_cancellable (ET_DIALOG (self)), cart_loaded_cb,
                            g_object_ref (self));
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCheckoutWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (et_sync_run_finish (ET_SYNC (source), result, &error))
    load_cart (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_failure (self, error);
}

/* The server's cart is the one that is paid for, so it is asked for first. */
static void
load (EtCheckoutWindow *self)
{
  show_waiting (self, _ ("Asking for the prices of now…"));
  et_sync_run_async (et_context_get_sync (self->context),
                     et_dialog_get_cancellable (ET_DIALOG (self)), synced_cb, g_object_ref (self));
}

static void
show_notice (EtCheckoutWindow *self, const char *sentence)
{
  gtk_label_set_text (self->notice, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice), sentence != NULL);
}

static void
tickets_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCheckoutWindow) self = data;
  g_autoptr (GListModel)
      tickets = et_wallet_store_list_tickets_finish (ET_STORE (source), result, NULL);
  gboolean are_here;

  if (tickets == NULL)
    return;

  g_set_object (&self->tickets, tickets);
  are_here = g_list_model_get_n_items (tickets) > 0;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "checkout.print", are_here);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "checkout.save", are_here);
}

/* The tickets arrive with a sync, before or after the answer to the payment. */
static void
store_changed_cb (EtCheckoutWindow *self, const char *kind, EtStore *store)
{
  if (g_strcmp0 (kind, "ticket") == 0 && self->order_id != 0)
    et_wallet_store_list_order_async (store, self->order_id,
                                      et_dialog_get_cancellable (ET_DIALOG (self)),
                                      tickets_loaded_cb, g_object_ref (self));
}

static void
show_success (EtCheckoutWindow *self, guint n_tickets)
{
  g_autofree char *title = g_strdup_printf (
      ngettext ("%u ticket is yours", "%u tickets are yours", n_tickets), n_tickets);

  adw_status_page_set_title (self->success, title);
  show_state (self, "success");
  gtk_widget_grab_focus (self->open);
  store_changed_cb (self, "ticket", et_context_get_store (self->context));
}

static void
paid_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCheckoutWindow) self = data;
  g_autoptr (GArray) tickets = NULL;
  g_autoptr (GError) error = NULL;
  gboolean is_paid = et_outbox_check_out_finish (ET_OUTBOX (source), result, &self->order_id,
                                                 &tickets, &error);

  self->is_paying = FALSE;
  gtk_window_set_deletable (GTK_WINDOW (self), TRUE);
  self->attempt = is_paid ? 0 : et_outbox_get_attempt (error);
  if (is_paid)
    show_success (self, tickets->len);
  else if (g_error_matches (error, ET_ERROR, ET_ERROR_NOT_FOUND))
    load (self);
  else if (g_error_matches (error, ET_ERROR, ET_ERROR_PRICE_CHANGED))
    {
      g_autofree char *sentence = et_text_error (error);

      show_notice (self, sentence);
      load (self);
    }
  else
    show_failure (self, error);
}

static void
pay_cb (EtCheckoutWindow *self)
{
  g_autofree char *number = et_card_form_read_number (self->card);

  show_notice (self, NULL);
  show_waiting (self, _ ("Waiting for the bank’s answer…"));
  self->is_paying = TRUE;
  gtk_window_set_deletable (GTK_WINDOW (self), FALSE);
  /* A payment is never cancelled. */
  et_outbox_check_out_async (et_context_get_outbox (self->context), number, self->attempt, NULL,
                             paid_cb, g_object_ref (self));
}

static void
edit_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtCheckoutWindow *self = ET_CHECKOUT_WINDOW (widget);

  show_state (self, "form");
  et_card_form_begin (self->card);
}

static void
reload_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  load (ET_CHECKOUT_WINDOW (widget));
}

static void
resume_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  pay_cb (ET_CHECKOUT_WINDOW (widget));
}

static void
open_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (widget));

  gtk_widget_activate_action (GTK_WIDGET (parent), "win.page", "s", "tickets");
  gtk_window_close (GTK_WINDOW (widget));
}

static void
print_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtCheckoutWindow *self = ET_CHECKOUT_WINDOW (widget);

  et_ticket_output_print (GTK_WIDGET (self->states), self->context, self->tickets);
}

static void
save_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtCheckoutWindow *self = ET_CHECKOUT_WINDOW (widget);

  et_ticket_save (GTK_WIDGET (self->states), self->tickets, ET_TICKET_FILE_PDF);
}

/* While the bank is asked, the window stays: its answer is worth waiting for. */
static gboolean
et_checkout_window_close_request (GtkWindow *window)
{
  if (ET_CHECKOUT_WINDOW (window)->is_paying)
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (et_checkout_window_parent_class)->close_request (window);
}

static void
et_checkout_window_dispose (GObject *object)
{
  EtCheckoutWindow *self = ET_CHECKOUT_WINDOW (object);

  g_clear_object (&self->context);

  G_OBJECT_CLASS (et_checkout_window_parent_class)->dispose (object);
}

static void
et_checkout_window_finalize (GObject *object)
{
  EtCheckoutWindow *self = ET_CHECKOUT_WINDOW (object);

  g_clear_object (&self->tickets);

  G_OBJECT_CLASS (et_checkout_window_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-checkout-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, states);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, words);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, who);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, lines);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, total);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, card);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, pay);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, success);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, open);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, EtCheckoutWindow, try_again);
  gtk_widget_class_bind_template_callback (widget_class, pay_cb);
}

static void
et_checkout_window_class_init (EtCheckoutWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_checkout_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = et_checkout_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = et_checkout_window_close_request;

  gtk_widget_class_install_action (widget_class, "checkout.edit", NULL, edit_cb);
  gtk_widget_class_install_action (widget_class, "checkout.reload", NULL, reload_cb);
  gtk_widget_class_install_action (widget_class, "checkout.resume", NULL, resume_cb);
  gtk_widget_class_install_action (widget_class, "checkout.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "checkout.print", NULL, print_cb);
  gtk_widget_class_install_action (widget_class, "checkout.save", NULL, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  g_type_ensure (ET_TYPE_CARD_FORM);
  bind_template (widget_class);
}

static void
et_checkout_window_init (EtCheckoutWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "checkout.print", FALSE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "checkout.save", FALSE);
}

/* Returns: (transfer floating): a checkout of the cart of the account that is signed in. */
EtCheckoutWindow *
et_checkout_window_new (GtkWindow *parent, EtContext *context)
{
  EtCheckoutWindow *self = g_object_new (ET_TYPE_CHECKOUT_WINDOW, "transient-for", parent, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (et_context_get_store (context), "changed", G_CALLBACK (store_changed_cb),
                           self, G_CONNECT_SWAPPED);
  load (self);
  return self;
}
