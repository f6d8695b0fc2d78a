/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-sale-rules-form.h"

#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "ui/admin/et-form.h"
#include "ui/admin/et-time-row.h"

#define USUAL_MAXIMUM 4

struct _EtSaleRulesForm
{
  AdwBin parent_instance;

  /* Template children */
  AdwExpanderRow *begins;
  EtTimeRow *starts;
  AdwExpanderRow *closes;
  EtTimeRow *ends;
  AdwExpanderRow *per_order;
  GtkSpinButton *max_per_order;
  AdwExpanderRow *per_account;
  GtkSpinButton *max_per_account;

  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (EtSaleRulesForm, et_sale_rules_form, ADW_TYPE_BIN)

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
edited_cb (EtSaleRulesForm *self)
{
  if (!self->is_filling)
    g_signal_emit (self, signals[EDITED], 0);
}

static void
fill_time (AdwExpanderRow *row, EtTimeRow *time, int64_t value, int64_t usual, const char *zone)
{
  gboolean is_set = value != ET_NULL_INT64;

  adw_expander_row_set_enable_expansion (row, is_set);
  et_time_row_set_time (time, is_set ? value : usual, zone);
}

static void
fill_maximum (AdwExpanderRow *row, GtkSpinButton *maximum, int64_t value)
{
  gboolean is_set = value != ET_NULL_INT64;

  adw_expander_row_set_enable_expansion (row, is_set);
  gtk_spin_button_set_value (maximum, is_set ? (double) value : USUAL_MAXIMUM);
}

/* A time that reads as before stays as it was, to the second. */
static gboolean
read_time (AdwExpanderRow *row, EtTimeRow *time, const char *zone, int64_t *value)
{
  int64_t written;

  if (!adw_expander_row_get_enable_expansion (row))
    {
      *value = ET_NULL_INT64;
      return TRUE;
    }
  if (!et_time_row_get_time (time, zone, &written))
    return FALSE;
  if (*value == ET_NULL_INT64 || *value / ET_MINUTE != written / ET_MINUTE)
    *value = written;
  return TRUE;
}

static int64_t
read_maximum (AdwExpanderRow *row, GtkSpinButton *maximum)
{
  return adw_expander_row_get_enable_expansion (row) ? gtk_spin_button_get_value_as_int (maximum)
                                                     : ET_NULL_INT64;
}

static void
et_sale_rules_form_class_init (EtSaleRulesFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[EDITED] = g_signal_new ("edited", ET_TYPE_SALE_RULES_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ET_TYPE_TIME_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-sale-rules-form.ui");
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, begins);
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, starts);
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, closes);
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, ends);
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, per_order);
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, max_per_order);
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, per_account);
  gtk_widget_class_bind_template_child (widget_class, EtSaleRulesForm, max_per_account);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
}

static void
et_sale_rules_form_init (EtSaleRulesForm *self)
{
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  et_form_name_switch (self->begins);
  et_form_name_switch (self->closes);
  et_form_name_switch (self->per_order);
  et_form_name_switch (self->per_account);
  self->is_filling = FALSE;
}

/* Shows the rules of an offer. Times are those of its event's place; what is not set has a value
 * that is usual. */
void
et_sale_rules_form_fill (EtSaleRulesForm *self, EtOffer *offer)
{
  int64_t now = et_time_now ();

  g_return_if_fail (ET_IS_SALE_RULES_FORM (self));

  self->is_filling = TRUE;
  fill_time (self->begins, self->starts, offer->sale_starts, now, offer->time_zone);
  fill_time (self->closes, self->ends, offer->sale_ends,
             offer->starts_at > 0 ? offer->starts_at : now, offer->time_zone);
  fill_maximum (self->per_order, self->max_per_order, offer->max_per_order);
  fill_maximum (self->per_account, self->max_per_account, offer->max_per_account);
  self->is_filling = FALSE;
}

/* Writes the rules into @offer. @zone: (nullable): of its event.
 * Returns: (nullable): what is wrong, translated. */
const char *
et_sale_rules_form_read (EtSaleRulesForm *self, EtOffer *offer, const char *zone)
{
  g_return_val_if_fail (ET_IS_SALE_RULES_FORM (self), NULL);

  offer->max_per_order = read_maximum (self->per_order, self->max_per_order);
  offer->max_per_account = read_maximum (self->per_account, self->max_per_account);
  if (!read_time (self->begins, self->starts, zone, &offer->sale_starts) ||
      !read_time (self->closes, self->ends, zone, &offer->sale_ends))
    return _ ("Write times as 20:00.");
  if (offer->sale_starts != ET_NULL_INT64 && offer->sale_ends != ET_NULL_INT64 &&
      offer->sale_ends <= offer->sale_starts)
    return _ ("The sale has to end after it begins.");
  return NULL;
}
