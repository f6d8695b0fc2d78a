/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-refund-row.h"

#include <glib/gi18n-lib.h>

#include "client/et-own-order.h"
#include "ui/shared/et-reason-window.h"
#include "ui/shared/et-text-button.h"
#include "ui/shared/et-toast.h"

struct _EtRefundRow
{
  AdwActionRow parent_instance;

  GtkWidget *button; /* borrowed */
  EtContext *context; /* owned */
  EtOrder *order; /* owned */
};

G_DEFINE_FINAL_TYPE (EtRefundRow, et_refund_row, ADW_TYPE_ACTION_ROW)

static gboolean
is_in_state (EtOrder *order, const char *word)
{
  return g_strcmp0 (order->refund_state, word) == 0;
}

static void
show_words (EtRefundRow *self, const char *title, const char *subtitle)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle != NULL ? subtitle : "");
}

static void
synced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  et_sync_run_finish (ET_SYNC (source), result, NULL); /* the sync line tells how it went */
}

/* The order itself, with what was asked for, comes with the next round. */
static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtRefundRow) self = data;
  g_autoptr (GError) error = NULL;

  gtk_widget_set_sensitive (self->button, TRUE);
  if (et_own_order_ask_refund_finish (ET_CONTEXT (source), result, &error))
    {
      gtk_widget_set_visible (self->button, FALSE);
      show_words (self, _ ("Refund Asked For"), _ ("An administrator will decide."));
      et_sync_run_async (et_context_get_sync (self->context), NULL, synced_cb, NULL);
    }
  else if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
given_cb (EtRefundRow *self, const char *reason, gboolean is_forced)
{
  gtk_widget_set_sensitive (self->button, FALSE);
  et_own_order_ask_refund_async (self->context, self->order->id, reason, NULL, asked_cb,
                                 g_object_ref (self));
}

static void
clicked_cb (EtRefundRow *self)
{
  const EtReasonTexts texts = {
    .title = _ ("Ask for a Refund"),
    .advice = _ ("An administrator reads your reason and decides. Until then the tickets stay "
                 "good."),
    .entry = _ ("Reason"),
    .action = _ ("_Ask for Refund"),
  };

  g_signal_connect_object (et_reason_window_new (GTK_WIDGET (self), &texts), "given",
                           G_CALLBACK (given_cb), self, G_CONNECT_SWAPPED);
}

static void
et_refund_row_finalize (GObject *object)
{
  EtRefundRow *self = ET_REFUND_ROW (object);

  g_clear_object (&self->context);
  g_clear_object (&self->order);

  G_OBJECT_CLASS (et_refund_row_parent_class)->finalize (object);
}

static void
et_refund_row_class_init (EtRefundRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_refund_row_finalize;
}

static void
et_refund_row_init (EtRefundRow *self)
{
  self->button = et_text_button_new (_ ("_Ask for Refund…"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "flat");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked_cb), self,
                           G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
}

/* Whether there is something to ask for, or to tell. */
gboolean
et_refund_row_is_needed (EtOrder *order)
{
  return g_strcmp0 (order->state, "paid") == 0 || is_in_state (order, "refused");
}

/* Returns: (transfer floating). */
GtkWidget *
et_refund_row_new (EtContext *context, EtOrder *order)
{
  EtRefundRow *self = g_object_new (ET_TYPE_REFUND_ROW, NULL);

  self->context = g_object_ref (context);
  self->order = g_object_ref (order);
  gtk_widget_set_visible (self->button,
                          !is_in_state (order, "open") && !is_in_state (order, "refused"));
  if (is_in_state (order, "open"))
    show_words (self, _ ("Refund Asked For"), order->refund_reason);
  else if (is_in_state (order, "refused"))
    show_words (self, _ ("Refund Refused"), order->refund_answer);
  else
    show_words (self, _ ("Refund"), _ ("When you cannot come"));
  return GTK_WIDGET (self);
}
