/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-cart-changes.h"

#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtCartChanges
{
  AdwBin parent_instance;

  /* Template children */
  GtkLabel *sentences;

  EtStore *store; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtCartChanges, et_cart_changes, ADW_TYPE_BIN)

static void
show_sentences (EtCartChanges *self, GListModel *differences)
{
  guint n = g_list_model_get_n_items (differences);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EtCartDifference) difference = g_list_model_get_item (differences, i);
      g_autofree char *sentence = et_cart_difference_describe (difference, et_text_get_language ());

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", sentence);
    }
  gtk_label_set_text (self->sentences, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCartChanges) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      differences = et_cart_store_list_differences_finish (ET_STORE (source), result, &error);

  if (differences != NULL)
    show_sentences (self, differences);
  else
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
store_changed_cb (EtCartChanges *self, const char *kind)
{
  if (g_strcmp0 (kind, "cart") == 0)
    et_cart_store_list_differences_async (self->store, NULL, loaded_cb, g_object_ref (self));
}

static void
dismissed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCartChanges) self = data;
  g_autoptr (GError) error = NULL;

  if (!et_cart_store_dismiss_differences_finish (ET_STORE (source), result, &error))
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
understood_cb (EtCartChanges *self)
{
  et_cart_store_dismiss_differences_async (self->store, NULL, dismissed_cb, g_object_ref (self));
}

static void
et_cart_changes_dispose (GObject *object)
{
  g_clear_object (&ET_CART_CHANGES (object)->store);

  G_OBJECT_CLASS (et_cart_changes_parent_class)->dispose (object);
}

static void
et_cart_changes_class_init (EtCartChangesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_cart_changes_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-cart-changes.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCartChanges, sentences);
  gtk_widget_class_bind_template_callback (widget_class, understood_cb);
}

static void
et_cart_changes_init (EtCartChanges *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Called once. */
void
et_cart_changes_set_store (EtCartChanges *self, EtStore *store)
{
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  store_changed_cb (self, "cart");
}
