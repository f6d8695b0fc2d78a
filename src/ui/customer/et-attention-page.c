/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-attention-page.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-status-stack.h"
#include "ui/shared/et-text-button.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtAttentionPage
{
  EtPage parent_instance;

  /* Template children */
  EtStatusStack *states;
  GtkListBox *rows;
};

G_DEFINE_FINAL_TYPE (EtAttentionPage, et_attention_page, ET_TYPE_PAGE)

static EtOutbox *
get_outbox (EtAttentionPage *self)
{
  return et_context_get_outbox (et_page_get_context (ET_PAGE (self)));
}

static void
dismissed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtAttentionPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!et_outbox_dismiss_finish (ET_OUTBOX (source), result, &error))
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
dismiss_cb (GtkWidget *widget, const char *action_name, GVariant *refusal_id)
{
  EtAttentionPage *self = ET_ATTENTION_PAGE (widget);

  et_outbox_dismiss_async (get_outbox (self), g_variant_get_int64 (refusal_id), NULL, dismissed_cb,
                           g_object_ref (self));
}

static GtkWidget *
new_dismiss_button (EtRefusal *refusal)
{
  GtkWidget *button = et_text_button_new (_ ("Understood"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "attention.dismiss");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", refusal->id);
  return button;
}

static GtkWidget *
create_row_cb (gpointer item, gpointer data)
{
  EtRefusal *refusal = item;
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *when = et_text_age (refusal->at);
  g_autofree char *title = refusal->subject != NULL
                               ? g_strdup_printf ("%s: %s", _ (refusal->title), refusal->subject)
                               : g_strdup (_ (refusal->title));
  g_autofree char *subtitle = g_strdup_printf ("%s\n%s", _ (refusal->sentence), when);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), new_dismiss_button (refusal));
  return row;
}

static void
refusals_changed_cb (EtAttentionPage *self)
{
  if (g_list_model_get_n_items (et_outbox_get_refusals (get_outbox (self))) > 0)
    et_status_stack_show_content (self->states);
  else
    et_status_stack_show_empty (self->states);
}

static void
et_attention_page_constructed (GObject *object)
{
  EtAttentionPage *self = ET_ATTENTION_PAGE (object);
  GListModel *refusals;

  G_OBJECT_CLASS (et_attention_page_parent_class)->constructed (object);

  refusals = et_outbox_get_refusals (get_outbox (self));
  gtk_list_box_bind_model (self->rows, refusals, create_row_cb, NULL, NULL);
  g_signal_connect_object (refusals, "items-changed", G_CALLBACK (refusals_changed_cb), self,
                           G_CONNECT_SWAPPED);
  refusals_changed_cb (self);
}

static void
et_attention_page_class_init (EtAttentionPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = et_attention_page_constructed;

  g_type_ensure (ET_TYPE_STATUS_STACK);
  gtk_widget_class_install_action (widget_class, "attention.dismiss", "x", dismiss_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-attention-page.ui");
  gtk_widget_class_bind_template_child (widget_class, EtAttentionPage, states);
  gtk_widget_class_bind_template_child (widget_class, EtAttentionPage, rows);
}

static void
et_attention_page_init (EtAttentionPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
