/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-preferences.h"

#include "ui/et-install.h"
#include "ui/print/et-printout.h"

struct _EtPrintPreferences
{
  AdwPreferencesGroup parent_instance;

  /* Template children */
  AdwComboRow *tickets;
  AdwComboRow *receipts;
};

G_DEFINE_FINAL_TYPE (EtPrintPreferences, et_print_preferences, ADW_TYPE_PREFERENCES_GROUP)

static const EtSheetLayout ticket_layouts[] = { ET_SHEET_A4, ET_SHEET_A4_FOUR, ET_SHEET_A6,
                                                ET_SHEET_ROLL };
static const EtSheetLayout receipt_layouts[] = { ET_SHEET_A4, ET_SHEET_ROLL };

typedef struct
{
  const EtSheetLayout *layouts; /* static */
  guint n_layouts;
} Rows;

static const Rows ticket_rows = { ticket_layouts, G_N_ELEMENTS (ticket_layouts) };
static const Rows receipt_rows = { receipt_layouts, G_N_ELEMENTS (receipt_layouts) };

static gboolean
find_row (GValue *value, GVariant *variant, gpointer data)
{
  const Rows *rows = data;

  for (guint i = 0; i < rows->n_layouts; i++)
    if (g_str_equal (et_layout_get_word (rows->layouts[i]), g_variant_get_string (variant, NULL)))
      {
        g_value_set_uint (value, i);
        return TRUE;
      }
  return FALSE;
}

static GVariant *
take_word (const GValue *value, const GVariantType *type, gpointer data)
{
  const Rows *rows = data;
  guint row = g_value_get_uint (value);

  return row < rows->n_layouts ? g_variant_new_string (et_layout_get_word (rows->layouts[row]))
                               : NULL;
}

static void
bind (AdwComboRow *row, const Rows *rows, GSettings *settings, const char *key)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < rows->n_layouts; i++)
    gtk_string_list_append (names, et_layout_get_name (rows->layouts[i]));
  adw_combo_row_set_model (row, G_LIST_MODEL (names));
  g_settings_bind_with_mapping (settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, find_row,
                                take_word, (gpointer) rows, NULL);
}

static void
et_print_preferences_class_init (EtPrintPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-print-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, EtPrintPreferences, tickets);
  gtk_widget_class_bind_template_child (widget_class, EtPrintPreferences, receipts);
}

static void
et_print_preferences_init (EtPrintPreferences *self)
{
  g_autoptr (GSettings) settings = et_install_open_settings ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_sensitive (GTK_WIDGET (self), settings != NULL);
  if (settings == NULL)
    return;
  bind (self->tickets, &ticket_rows, settings, "ticket-layout");
  bind (self->receipts, &receipt_rows, settings, "receipt-layout");
}

GtkWidget *
et_print_preferences_new (void)
{
  return g_object_new (ET_TYPE_PRINT_PREFERENCES, NULL);
}
