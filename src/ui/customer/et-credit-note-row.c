/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-credit-note-row.h"

#include <glib/gi18n-lib.h>

#include "client/et-own-order.h"
#include "ui/shared/et-document.h"
#include "ui/shared/et-file-chooser.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-toast.h"

struct _EtCreditNoteRow
{
  AdwActionRow parent_instance;

  EtContext *context; /* owned */
  int64_t order_id;
  EtCreditNote *note; /* owned */
  GFile *file; /* owned, nullable: where to save what is being fetched */
};

G_DEFINE_FINAL_TYPE (EtCreditNoteRow, et_credit_note_row, ADW_TYPE_ACTION_ROW)

static char *
make_file_name (EtCreditNoteRow *self)
{
  return g_strdup_printf ("credit-note-%s.pdf", self->note->number);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EtCreditNoteRow) self = data;
  g_autoptr (GFile) file = g_steal_pointer (&self->file);
  g_autofree char *name = make_file_name (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes)
      pdf = et_own_order_fetch_credit_note_finish (ET_CONTEXT (source), result, &error);

  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  if (pdf == NULL)
    et_toast_show_error (GTK_WIDGET (self), error);
  else if (file != NULL)
    et_document_save (GTK_WIDGET (self), file, pdf);
  else
    et_document_open (GTK_WIDGET (self), name, pdf);
}

static void
fetch (EtCreditNoteRow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  et_own_order_fetch_credit_note_async (self->context, self->order_id, self->note->nth, NULL,
                                        fetched_cb, g_object_ref (self));
}

static void
file_chosen_cb (GtkWidget *from, GFile *file, gpointer data)
{
  EtCreditNoteRow *self = ET_CREDIT_NOTE_ROW (from);

  g_set_object (&self->file, file);
  fetch (self);
}

static void
save_cb (EtCreditNoteRow *self)
{
  g_autofree char *name = make_file_name (self);

  et_file_chooser_save (GTK_WIDGET (self), _ ("Save Credit Note"), name, file_chosen_cb, NULL,
                        NULL);
}

static void
add_button (EtCreditNoteRow *self, const char *icon_name, const char *name, GCallback clicked_cb)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (button, "clicked", clicked_cb, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
}

static void
et_credit_note_row_finalize (GObject *object)
{
  EtCreditNoteRow *self = ET_CREDIT_NOTE_ROW (object);

  g_clear_object (&self->context);
  g_clear_object (&self->note);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (et_credit_note_row_parent_class)->finalize (object);
}

static void
et_credit_note_row_class_init (EtCreditNoteRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_credit_note_row_finalize;
}

static void
et_credit_note_row_init (EtCreditNoteRow *self)
{
  add_button (self, "document-open-symbolic", _ ("Open Credit Note"), G_CALLBACK (fetch));
  add_button (self, "document-save-symbolic", _ ("Save Credit Note…"), G_CALLBACK (save_cb));
}

/* Returns: (transfer floating). */
GtkWidget *
et_credit_note_row_new (EtContext *context, int64_t order_id, EtCreditNote *note)
{
  EtCreditNoteRow *self = g_object_new (ET_TYPE_CREDIT_NOTE_ROW, NULL);
  g_autofree char *money = et_text_money (note->total_cents);
  /* Translators: the number of a credit note and its amount. */
  g_autofree char *subtitle = g_strdup_printf (note->returned_at != ET_NULL_INT64
                                                   ? _ ("%s · %s were given back")
                                                   : _ ("%s · %s are on their way back"),
                                               note->number, money);

  self->context = g_object_ref (context);
  self->order_id = order_id;
  self->note = g_object_ref (note);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Credit Note"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  return GTK_WIDGET (self);
}
