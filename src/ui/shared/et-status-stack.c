/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-status-stack.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

#define SPINNER_DELAY_MS 200

struct _EtStatusStack
{
  AdwBin parent_instance;

  /* Template children */
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *empty;
  GtkButton *empty_action;
  AdwStatusPage *error;
  AdwBin *content;

  guint spinner_source;
  gboolean is_loading;
};

static void et_status_stack_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (EtStatusStack,
                               et_status_stack,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE,
                                                      et_status_stack_buildable_init))

enum
{
  PROP_0,
  PROP_EMPTY_ICON_NAME,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_EMPTY_ACTION_LABEL,
  PROP_EMPTY_ACTION,
  N_PROPS
};

enum
{
  RETRY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];
static GtkBuildableIface *parent_buildable;

static void
show_state (EtStatusStack *self, const char *state)
{
  g_clear_handle_id (&self->spinner_source, g_source_remove);
  self->is_loading = FALSE;
  gtk_spinner_stop (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, state);
}

static gboolean
show_spinner_cb (gpointer data)
{
  EtStatusStack *self = data;

  self->spinner_source = 0;
  gtk_spinner_start (self->spinner);
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

static void
retry_cb (EtStatusStack *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

/* Name and target change together: a name that waits for its target would be a mistake. */
static void
set_action (EtStatusStack *self, const char *detailed_name)
{
  GtkActionable *button = GTK_ACTIONABLE (self->empty_action);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  gtk_actionable_set_action_name (button, NULL);
  if (detailed_name == NULL || !g_action_parse_detailed_name (detailed_name, &name, &target, NULL))
    return;

  gtk_actionable_set_action_target_value (button, target);
  gtk_actionable_set_action_name (button, name);
}

static void
et_status_stack_add_child (GtkBuildable *buildable,
                           GtkBuilder *builder,
                           GObject *child,
                           const char *type)
{
  EtStatusStack *self = ET_STATUS_STACK (buildable);

  if (self->content != NULL && type == NULL && GTK_IS_WIDGET (child))
    adw_bin_set_child (self->content, GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
et_status_stack_set_property (GObject *object,
                              guint property_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  EtStatusStack *self = ET_STATUS_STACK (object);
  const char *text = g_value_get_string (value);

  switch (property_id)
    {
    case PROP_EMPTY_ICON_NAME:
      adw_status_page_set_icon_name (self->empty, text);
      break;
    case PROP_EMPTY_TITLE:
      adw_status_page_set_title (self->empty, text);
      break;
    case PROP_EMPTY_DESCRIPTION:
      adw_status_page_set_description (self->empty, text);
      break;
    case PROP_EMPTY_ACTION_LABEL:
      gtk_button_set_label (self->empty_action, text);
      gtk_widget_set_visible (GTK_WIDGET (self->empty_action), text != NULL);
      break;
    case PROP_EMPTY_ACTION:
      set_action (self, text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
et_status_stack_dispose (GObject *object)
{
  EtStatusStack *self = ET_STATUS_STACK (object);

  g_clear_handle_id (&self->spinner_source, g_source_remove);

  G_OBJECT_CLASS (et_status_stack_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  static const char *const names[N_PROPS] = {
    [PROP_EMPTY_ICON_NAME] = "empty-icon-name",
    [PROP_EMPTY_TITLE] = "empty-title",
    [PROP_EMPTY_DESCRIPTION] = "empty-description",
    [PROP_EMPTY_ACTION_LABEL] = "empty-action-label",
    [PROP_EMPTY_ACTION] = "empty-action",
  };

  for (guint i = PROP_0 + 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
et_status_stack_class_init (EtStatusStackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = et_status_stack_set_property;
  object_class->dispose = et_status_stack_dispose;
  install_properties (object_class);

  signals[RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-status-stack.ui");
  gtk_widget_class_bind_template_child (widget_class, EtStatusStack, stack);
  gtk_widget_class_bind_template_child (widget_class, EtStatusStack, spinner);
  gtk_widget_class_bind_template_child (widget_class, EtStatusStack, empty);
  gtk_widget_class_bind_template_child (widget_class, EtStatusStack, empty_action);
  gtk_widget_class_bind_template_child (widget_class, EtStatusStack, error);
  gtk_widget_class_bind_template_child (widget_class, EtStatusStack, content);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
et_status_stack_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = et_status_stack_add_child;
}

static void
et_status_stack_init (EtStatusStack *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Begins to load: content that shows stays, anything else gives way to a spinner after 200 ms. */
void
et_status_stack_show_loading (EtStatusStack *self)
{
  g_return_if_fail (ET_IS_STATUS_STACK (self));

  if (self->is_loading ||
      g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "content") == 0)
    return;

  show_state (self, "waiting");
  self->is_loading = TRUE;
  self->spinner_source = g_timeout_add (SPINNER_DELAY_MS, show_spinner_cb, self);
}

/* Shows the empty state, as the "empty-…" properties describe it. */
void
et_status_stack_show_empty (EtStatusStack *self)
{
  g_return_if_fail (ET_IS_STATUS_STACK (self));

  show_state (self, "empty");
}

/* Shows what went wrong, and a button that emits "retry". */
void
et_status_stack_show_error (EtStatusStack *self, const GError *error)
{
  gboolean is_offline = g_error_matches (error, ET_ERROR, ET_ERROR_OFFLINE);
  g_autofree char *sentence = et_text_error (error);
  g_autofree char *markup = g_markup_escape_text (sentence, -1);

  g_return_if_fail (ET_IS_STATUS_STACK (self));

  adw_status_page_set_icon_name (self->error,
                                 is_offline ? "et-offline-symbolic" : "et-attention-symbolic");
  adw_status_page_set_title (self->error,
                             is_offline ? _ ("No Connection") : _ ("This could not be loaded"));
  adw_status_page_set_description (self->error, markup);
  show_state (self, "error");
}

/* Shows the child. */
void
et_status_stack_show_content (EtStatusStack *self)
{
  g_return_if_fail (ET_IS_STATUS_STACK (self));

  show_state (self, "content");
}
