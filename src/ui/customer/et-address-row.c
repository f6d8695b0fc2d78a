/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-address-row.h"

/* The members of the account, and the names of their entries. */
static const char *const members[] = { "street", "street2", "postal_code", "town", "country" };

#define N_MEMBERS G_N_ELEMENTS (members)

struct _EtAddressRow
{
  AdwExpanderRow parent_instance;

  GtkEditable *entries[N_MEMBERS]; /* template children */
  char *shown[N_MEMBERS]; /* owned, nullable: as the account has them */
};

G_DEFINE_FINAL_TYPE (EtAddressRow, et_address_row, ADW_TYPE_EXPANDER_ROW)

enum
{
  SUBMITTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
submit_cb (EtAddressRow *self)
{
  const char *pairs[2 * N_MEMBERS + 1] = { NULL };

  for (guint i = 0; i < N_MEMBERS; i++)
    {
      pairs[2 * i] = members[i];
      pairs[2 * i + 1] = gtk_editable_get_text (self->entries[i]);
    }
  g_signal_emit (self, signals[SUBMITTED], 0, pairs);
}

static void
et_address_row_finalize (GObject *object)
{
  EtAddressRow *self = ET_ADDRESS_ROW (object);

  for (guint i = 0; i < N_MEMBERS; i++)
    g_free (self->shown[i]);

  G_OBJECT_CLASS (et_address_row_parent_class)->finalize (object);
}

static void
et_address_row_class_init (EtAddressRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_address_row_finalize;

  signals[SUBMITTED] = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1,
                                     G_TYPE_STRV | G_SIGNAL_TYPE_STATIC_SCOPE);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-address-row.ui");
  for (guint i = 0; i < N_MEMBERS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, members[i], FALSE,
                                               G_STRUCT_OFFSET (EtAddressRow, entries) +
                                                   i * sizeof (GtkEditable *));
  gtk_widget_class_bind_template_callback (widget_class, submit_cb);
}

static void
et_address_row_init (EtAddressRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows what has changed in @account since the last call; what is being typed stays. */
void
et_address_row_show (EtAddressRow *self, EtAccount *account)
{
  g_return_if_fail (ET_IS_ADDRESS_ROW (self));

  for (guint i = 0; i < N_MEMBERS; i++)
    {
      g_autofree char *text = NULL;

      g_object_get (account, members[i], &text, NULL);
      if (g_strcmp0 (text, self->shown[i]) == 0)
        continue;
      gtk_editable_set_text (self->entries[i], text != NULL ? text : "");
      et_record_set_text (&self->shown[i], text);
    }
}
