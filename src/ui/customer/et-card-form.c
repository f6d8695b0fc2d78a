/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-card-form.h"

#include <glib/gi18n-lib.h>

#include "client/et-server-clock.h"
#include "ui/customer/et-card-number.h"

struct _EtCardForm
{
  AdwBin parent_instance;

  /* Template children */
  GtkEditable *number;
  GtkEditable *expiry;
  GtkEditable *code;
  GtkLabel *fault;
  AdwExpanderRow *examples;

  guint format_source;
  gboolean is_valid;
};

G_DEFINE_FINAL_TYPE (EtCardForm, et_card_form, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_IS_VALID,
  N_PROPS
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static int
count_digits (const char *text, int n_chars)
{
  int digits = 0;

  for (int i = 0; text[i] != '\0' && i < n_chars; i++)
    digits += g_ascii_isdigit (text[i]) ? 1 : 0;
  return digits;
}

static int
position_after_digits (const char *text, int digits)
{
  int i = 0;

  for (; text[i] != '\0' && digits > 0; i++)
    digits -= g_ascii_isdigit (text[i]) ? 1 : 0;
  return i;
}

/* Puts the text into its form and leaves the cursor after the digit that it was after. */
static void
reformat (GtkEditable *editable, char *(*format) (const char *) )
{
  const char *typed = gtk_editable_get_text (editable);
  g_autofree char *formatted = format (typed);
  gboolean is_at_end = gtk_editable_get_position (editable) >= (int) g_utf8_strlen (typed, -1);
  int digits = count_digits (typed, gtk_editable_get_position (editable));

  if (g_strcmp0 (typed, formatted) == 0)
    return;

  gtk_editable_set_text (editable, formatted);
  gtk_editable_set_position (editable, is_at_end ? -1 : position_after_digits (formatted, digits));
}

static gboolean
is_expiry_valid (EtCardForm *self)
{
  g_autoptr (GDateTime) now = et_server_clock_now_local ();

  return et_card_expiry_is_valid (gtk_editable_get_text (self->expiry), now);
}

static void
mark (GtkEditable *editable, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (GTK_WIDGET (editable), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (editable), "error");
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (editable), GTK_ACCESSIBLE_STATE_INVALID,
      is_wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/* A field is judged once it is long enough to be whole, so that nobody is blamed while typing. */
static const char *
find_fault (EtCardForm *self)
{
  const char *number = gtk_editable_get_text (self->number);
  const char *expiry = gtk_editable_get_text (self->expiry);
  gboolean is_number_wrong = g_utf8_strlen (number, -1) >= 19 && !et_card_number_is_valid (number);
  gboolean is_expiry_wrong = g_utf8_strlen (expiry, -1) == 5 && !is_expiry_valid (self);

  mark (self->number, is_number_wrong);
  mark (self->expiry, is_expiry_wrong);
  if (is_number_wrong)
    return _ ("This card number has a typing error.");
  if (is_expiry_wrong)
    return _ ("This card has expired.");
  return NULL;
}

static void
check (EtCardForm *self)
{
  const char *fault = find_fault (self);
  gboolean is_valid = et_card_number_is_valid (gtk_editable_get_text (self->number)) &&
                      is_expiry_valid (self) &&
                      et_card_code_is_valid (gtk_editable_get_text (self->code));

  gtk_label_set_text (self->fault, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), fault != NULL);
  if (self->is_valid == is_valid)
    return;

  self->is_valid = is_valid;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_VALID]);
}

static gboolean
format_cb (gpointer data)
{
  EtCardForm *self = data;

  reformat (self->number, et_card_number_format);
  reformat (self->expiry, et_card_expiry_format);
  reformat (self->code, et_card_code_format);
  check (self);
  self->format_source = 0;
  return G_SOURCE_REMOVE;
}

/* An entry moves its cursor after it has told of the change, so the form waits for that. */
static void
changed_cb (EtCardForm *self)
{
  if (self->format_source == 0)
    self->format_source = g_idle_add_full (G_PRIORITY_HIGH, format_cb, self, NULL);
}

static void
entry_activated_cb (EtCardForm *self)
{
  if (self->is_valid)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

/* Fills the form with one of the numbers that the simulation knows. */
static void
use_example_cb (GtkWidget *widget, const char *action_name, GVariant *number)
{
  EtCardForm *self = ET_CARD_FORM (widget);
  g_autoptr (GDateTime) now = et_server_clock_now_local ();
  g_autofree char *expiry = g_strdup_printf ("12/%02d", (g_date_time_get_year (now) + 2) % 100);

  gtk_editable_set_text (self->number, g_variant_get_string (number, NULL));
  gtk_editable_set_text (self->expiry, expiry);
  gtk_editable_set_text (self->code, "123");
  adw_expander_row_set_expanded (self->examples, FALSE);
}

static void
et_card_form_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtCardForm *self = ET_CARD_FORM (object);

  switch (property_id)
    {
    case PROP_IS_VALID:
      g_value_set_boolean (value, self->is_valid);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_card_form_dispose (GObject *object)
{
  g_clear_handle_id (&ET_CARD_FORM (object)->format_source, g_source_remove);

  G_OBJECT_CLASS (et_card_form_parent_class)->dispose (object);
}

static void
et_card_form_class_init (EtCardFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = et_card_form_get_property;
  object_class->dispose = et_card_form_dispose;
  properties[PROP_IS_VALID] = g_param_spec_boolean ("is-valid", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "card.use-example", "s", use_example_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-card-form.ui");
  gtk_widget_class_bind_template_child (widget_class, EtCardForm, number);
  gtk_widget_class_bind_template_child (widget_class, EtCardForm, expiry);
  gtk_widget_class_bind_template_child (widget_class, EtCardForm, code);
  gtk_widget_class_bind_template_child (widget_class, EtCardForm, fault);
  gtk_widget_class_bind_template_child (widget_class, EtCardForm, examples);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
}

static void
et_card_form_init (EtCardForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer full): the number of the card, digits only. */
char *
et_card_form_read_number (EtCardForm *self)
{
  g_return_val_if_fail (ET_IS_CARD_FORM (self), NULL);

  return et_card_keep_digits (gtk_editable_get_text (self->number), 19);
}

/* Whether every field is right. */
gboolean
et_card_form_is_valid (EtCardForm *self)
{
  g_return_val_if_fail (ET_IS_CARD_FORM (self), FALSE);

  return self->is_valid;
}

/* Puts the focus where one begins to type. */
void
et_card_form_begin (EtCardForm *self)
{
  g_return_if_fail (ET_IS_CARD_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->number));
}
