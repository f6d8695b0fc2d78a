/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-cart-changes.h"

#include <glib/gi18n-lib.h>

#include "client/et-cart-hold.h"
#include "ui/shared/et-reflow-box.h"
#include "ui/shared/et-text-button.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtCartChanges
{
  AdwBin parent_instance;

  /* Template children */
  GtkBox *rows;

  EtContext *context; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtCartChanges, et_cart_changes, ADW_TYPE_BIN)

/* What a person chose to do about a difference, until it is done. */
typedef struct
{
  EtCartChanges *changes; /* owned */
  EtCartDifference *difference; /* owned */
  GtkWidget *button; /* owned; insensitive meanwhile */
} Answer;

static void
free_answer (Answer *answer)
{
  g_object_unref (answer->changes);
  g_object_unref (answer->difference);
  g_object_unref (answer->button);
  g_free (answer);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, free_answer)

/* The difference is told on, and can be answered once more. */
static void
fail (Answer *answer, const GError *error)
{
  gtk_widget_set_sensitive (answer->button, TRUE);
  if (gtk_widget_get_root (GTK_WIDGET (answer->changes)) != NULL)
    et_toast_show_error (GTK_WIDGET (answer->changes), error);
}

static void
dismissed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Answer) answer = data;
  g_autoptr (GError) error = NULL;

  if (!et_cart_store_dismiss_difference_finish (ET_STORE (source), result, &error))
    fail (answer, error);
}

/* @answer: (transfer full): that was carried out. */
static void
dismiss (Answer *answer)
{
  if (answer->changes->context == NULL)
    free_answer (answer);
  else
    et_cart_store_dismiss_difference_async (et_context_get_store (answer->changes->context),
                                            answer->difference->id, NULL, dismissed_cb, answer);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Answer) answer = data;
  g_autoptr (GError) error = NULL;

  if (et_cart_store_set_finish (ET_STORE (source), result, &error))
    dismiss (g_steal_pointer (&answer));
  else
    fail (answer, error);
}

static void
take_out (Answer *answer)
{
  et_cart_store_set_async (et_context_get_store (answer->changes->context),
                           answer->difference->offer_id, 0, NULL, removed_cb, answer);
}

static void
show_offers (Answer *answer)
{
  gtk_widget_activate_action (GTK_WIDGET (answer->changes), "win.search-for", "s", "");
  dismiss (answer);
}

static void
held_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Answer) answer = data;
  g_autoptr (GError) error = NULL;

  if (et_cart_hold_finish (ET_CONTEXT (source), result, &error))
    dismiss (g_steal_pointer (&answer));
  else
    fail (answer, error);
}

static void
hold_again (Answer *answer)
{
  et_cart_hold_async (answer->changes->context, NULL, held_cb, answer);
}

/* What a person does about a difference; it is told no more once that is done. */
static const struct
{
  const char *kind;
  const char *label;
  void (*act) (Answer *answer); /* (transfer full) */
} answers[] = {
  { "price", N_ ("Understood"), dismiss },
  { "quantity", N_ ("Understood"), dismiss },
  { "sold_out", N_ ("Remove"), take_out },
  { "withdrawn", N_ ("Other Offers"), show_offers },
  { "hold_expired", N_ ("Hold Again"), hold_again },
};

static void
answer_cb (GtkWidget *button, EtCartDifference *difference)
{
  GtkWidget *changes = gtk_widget_get_ancestor (button, ET_TYPE_CART_CHANGES);
  Answer *answer = g_new (Answer, 1);

  *answer = (Answer){ g_object_ref (ET_CART_CHANGES (changes)), g_object_ref (difference),
                      g_object_ref (button) };
  gtk_widget_set_sensitive (button, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (difference->kind, answers[i].kind))
      {
        answers[i].act (answer);
        return;
      }
  dismiss (answer);
}

static void
release_difference (gpointer difference, GClosure *closure)
{
  g_object_unref (difference);
}

static GtkWidget *
new_button (EtCartDifference *difference, const char *sentence)
{
  GtkWidget *button = g_object_new (ET_TYPE_TEXT_BUTTON, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (difference->kind, answers[i].kind))
      gtk_button_set_label (GTK_BUTTON (button), _ (answers[i].label));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  sentence, -1);
  g_signal_connect_data (button, "clicked", G_CALLBACK (answer_cb), g_object_ref (difference),
                         release_difference, 0);
  return button;
}

static GtkWidget *
new_row (EtCartDifference *difference)
{
  g_autofree char *sentence = et_cart_difference_describe (difference, et_text_get_language ());
  GtkWidget *row = g_object_new (ET_TYPE_REFLOW_BOX, "spacing", 12, NULL);
  GtkWidget *label = gtk_label_new (sentence);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_parent (label, row);
  gtk_widget_set_parent (new_button (difference, sentence), row);
  return row;
}

static void
show_rows (EtCartChanges *self, GListModel *differences)
{
  GtkWidget *row;
  guint n = g_list_model_get_n_items (differences);

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_box_remove (self->rows, row);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (EtCartDifference) difference = g_list_model_get_item (differences, i);

      gtk_box_append (self->rows, new_row (difference));
    }
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
    show_rows (self, differences);
  else
    et_toast_show_error (GTK_WIDGET (self), error);
}

static void
store_changed_cb (EtCartChanges *self, const char *kind, EtStore *store)
{
  if (g_strcmp0 (kind, "cart") == 0)
    et_cart_store_list_differences_async (store, NULL, loaded_cb, g_object_ref (self));
}

static void
et_cart_changes_dispose (GObject *object)
{
  g_clear_object (&ET_CART_CHANGES (object)->context);

  G_OBJECT_CLASS (et_cart_changes_parent_class)->dispose (object);
}

static void
et_cart_changes_class_init (EtCartChangesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_cart_changes_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-cart-changes.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCartChanges, rows);
}

static void
et_cart_changes_init (EtCartChanges *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Called once. */
void
et_cart_changes_set_context (EtCartChanges *self, EtContext *context)
{
  EtStore *store = et_context_get_store (context);

  self->context = g_object_ref (context);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  store_changed_cb (self, "cart", store);
}
