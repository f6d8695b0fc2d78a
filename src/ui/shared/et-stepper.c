/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-stepper.h"

#include <glib/gi18n-lib.h>

#include "core/et-cart.h"
#include "ui/shared/et-accessible.h"

struct _EtStepper
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkWidget *add;
  GtkWidget *less;
  GtkWidget *more;
  GtkLabel *number;

  int quantity;
  int maximum;
};

G_DEFINE_FINAL_TYPE (EtStepper, et_stepper, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_QUANTITY,
  PROP_MAXIMUM,
  PROP_SUBJECT,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
name_button (GtkWidget *button, const char *format, const char *subject)
{
  g_autofree char *name = g_strdup_printf (format, subject);

  et_accessible_set_name (button, name);
  if (gtk_button_get_label (GTK_BUTTON (button)) == NULL)
    gtk_widget_set_tooltip_text (button, name);
}

/* A button that had the focus hands it to the one that takes its place. */
static void
show_quantity (EtStepper *self, gboolean keep_focus)
{
  g_autofree char *number = g_strdup_printf ("%d", self->quantity);

  gtk_label_set_text (self->number, number);
  gtk_stack_set_visible_child_name (self->stack, self->quantity > 0 ? "number" : "add");
  gtk_widget_set_sensitive (self->more, self->quantity < self->maximum);
  if (keep_focus && self->quantity == 0)
    gtk_widget_grab_focus (self->add);
  else if (keep_focus && !gtk_widget_has_focus (self->less))
    gtk_widget_grab_focus (self->quantity < self->maximum ? self->more : self->less);
}

static void
step (EtStepper *self, int by)
{
  int quantity = CLAMP (self->quantity + by, 0, self->maximum);

  if (quantity == self->quantity)
    return;

  self->quantity = quantity;
  show_quantity (self, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUANTITY]);
  g_signal_emit (self, signals[CHANGED], 0, quantity);
}

static void
more_cb (EtStepper *self)
{
  step (self, 1);
}

static void
less_cb (EtStepper *self)
{
  step (self, -1);
}

static void
et_stepper_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  EtStepper *self = ET_STEPPER (object);

  switch (property_id)
    {
    case PROP_QUANTITY:
      g_value_set_int (value, self->quantity);
      break;
    case PROP_MAXIMUM:
      g_value_set_int (value, self->maximum);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_stepper_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  EtStepper *self = ET_STEPPER (object);

  switch (property_id)
    {
    case PROP_QUANTITY:
      et_stepper_set_quantity (self, g_value_get_int (value));
      break;
    case PROP_MAXIMUM:
      self->maximum = g_value_get_int (value);
      show_quantity (self, FALSE);
      break;
    case PROP_SUBJECT:
      et_stepper_set_subject (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_QUANTITY] = g_param_spec_int ("quantity", NULL, NULL, 0, G_MAXINT, 0,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAXIMUM] = g_param_spec_int ("maximum", NULL, NULL, 1, G_MAXINT,
                                               ET_CART_MAX_QUANTITY,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUBJECT] = g_param_spec_string ("subject", NULL, NULL, NULL,
                                                  G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
et_stepper_class_init (EtStepperClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = et_stepper_get_property;
  object_class->set_property = et_stepper_set_property;
  install_properties (object_class);

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-stepper.ui");
  gtk_widget_class_bind_template_child (widget_class, EtStepper, stack);
  gtk_widget_class_bind_template_child (widget_class, EtStepper, add);
  gtk_widget_class_bind_template_child (widget_class, EtStepper, less);
  gtk_widget_class_bind_template_child (widget_class, EtStepper, more);
  gtk_widget_class_bind_template_child (widget_class, EtStepper, number);
  gtk_widget_class_bind_template_callback (widget_class, more_cb);
  gtk_widget_class_bind_template_callback (widget_class, less_cb);
}

static void
et_stepper_init (EtStepper *self)
{
  self->maximum = ET_CART_MAX_QUANTITY;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: the number that shows. */
int
et_stepper_get_quantity (EtStepper *self)
{
  g_return_val_if_fail (ET_IS_STEPPER (self), 0);

  return self->quantity;
}

/* Shows a number, without emitting "changed". */
void
et_stepper_set_quantity (EtStepper *self, int quantity)
{
  g_return_if_fail (ET_IS_STEPPER (self));

  if (quantity == self->quantity)
    return;

  self->quantity = quantity;
  show_quantity (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUANTITY]);
}

/* Names the buttons after what they count. @subject: (nullable). */
void
et_stepper_set_subject (EtStepper *self, const char *subject)
{
  g_return_if_fail (ET_IS_STEPPER (self));

  if (subject == NULL)
    return;

  /* Translators: accessible names of buttons; %s is the name of an offer. */
  name_button (self->add, _ ("Add %s"), subject);
  name_button (self->less, _ ("One less of %s"), subject);
  name_button (self->more, _ ("One more of %s"), subject);
}
