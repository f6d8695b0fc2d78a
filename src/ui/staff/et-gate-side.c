/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-gate-side.h"

#include <glib/gi18n-lib.h>

#include "ui/et-install.h"
#include "ui/shared/et-text.h"

struct _EtGateSide
{
  AdwBin parent_instance;

  /* Template children */
  AdwActionRow *gate_row;
  GtkMenuButton *gate_button;
  GtkEntry *gate_entry;
  GtkLabel *people;
  GtkLabel *people_word;
  GtkLabel *tickets;
  GtkLabel *tickets_word;
  GtkLabel *since;
  GtkWidget *scans_box;
  GtkListBox *scans;

  GSettings *settings; /* owned, nullable */
  EtGateLog *log; /* owned, nullable */
  char *gate; /* owned */
};

G_DEFINE_FINAL_TYPE (EtGateSide, et_gate_side, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_GATE,
  N_PROPS
};

enum
{
  LEFT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_gate (EtGateSide *self, const char *gate)
{
  g_autofree char *name = g_strstrip (g_strdup (gate != NULL ? gate : ""));

  if (g_strcmp0 (name, self->gate) == 0)
    return;

  g_free (self->gate);
  self->gate = g_steal_pointer (&name);
  adw_action_row_set_subtitle (self->gate_row,
                               *self->gate != '\0' ? self->gate : _ ("Not named yet"));
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "gate", self->gate);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GATE]);
}

static GtkWidget *
new_scan_row (gpointer item, gpointer data)
{
  EtScan *scan = item;
  g_autofree char *headline = et_scan_get_headline (scan);
  g_autofree char *subject = et_scan_get_subject (scan, " · ");
  g_autofree char *when = et_text_clock (et_scan_get_time (scan), NULL);
  const EtScanLook *look = et_scan_get_look (scan);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (look->icon_name);
  GtkWidget *time = gtk_label_new (when);

  gtk_widget_add_css_class (icon, "scan-icon");
  gtk_widget_add_css_class (icon, look->style);
  gtk_widget_add_css_class (time, "numeric");
  gtk_widget_add_css_class (time, "dim-label");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), headline);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subject);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), time);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

static void
log_changed_cb (EtGateSide *self)
{
  int64_t n_people = et_gate_log_get_people (self->log);
  int64_t n_tickets = et_gate_log_get_tickets (self->log);
  g_autofree char *people = g_strdup_printf ("%" G_GINT64_FORMAT, n_people);
  g_autofree char *tickets = g_strdup_printf ("%" G_GINT64_FORMAT, n_tickets);

  gtk_label_set_label (self->people, people);
  gtk_label_set_label (self->people_word, ngettext ("person", "people", n_people));
  gtk_label_set_label (self->tickets, tickets);
  gtk_label_set_label (self->tickets_word, ngettext ("ticket", "tickets", n_tickets));
  gtk_widget_set_visible (self->scans_box, g_list_model_get_n_items (G_LIST_MODEL (self->log)) > 0);
}

static void
gate_named_cb (EtGateSide *self)
{
  set_gate (self, gtk_editable_get_text (GTK_EDITABLE (self->gate_entry)));
  gtk_menu_button_popdown (self->gate_button);
}

static void
popover_shown_cb (EtGateSide *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->gate_entry), self->gate);
  gtk_widget_grab_focus (GTK_WIDGET (self->gate_entry));
}

static void
popover_closed_cb (EtGateSide *self)
{
  g_signal_emit (self, signals[LEFT], 0);
}

static void
et_gate_side_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_GATE:
      g_value_set_string (value, ET_GATE_SIDE (object)->gate);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_gate_side_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_GATE:
      set_gate (ET_GATE_SIDE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
et_gate_side_finalize (GObject *object)
{
  EtGateSide *self = ET_GATE_SIDE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->log);
  g_free (self->gate);

  G_OBJECT_CLASS (et_gate_side_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-gate-side.ui");
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, gate_row);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, gate_button);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, gate_entry);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, people);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, people_word);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, tickets);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, tickets_word);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, since);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, scans_box);
  gtk_widget_class_bind_template_child (widget_class, EtGateSide, scans);
  gtk_widget_class_bind_template_callback (widget_class, gate_named_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_closed_cb);
}

static void
et_gate_side_class_init (EtGateSideClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = et_gate_side_get_property;
  object_class->set_property = et_gate_side_set_property;
  object_class->finalize = et_gate_side_finalize;

  properties[PROP_GATE] = g_param_spec_string (
      "gate", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LEFT] = g_signal_new ("left", ET_TYPE_GATE_SIDE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
et_gate_side_init (EtGateSide *self)
{
  g_autofree char *gate = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->settings = et_install_open_settings ();
  if (self->settings != NULL)
    gate = g_settings_get_string (self->settings, "gate");
  set_gate (self, gate != NULL ? gate : "");
}

/* Shows what @log holds, now and as it grows. */
void
et_gate_side_set_log (EtGateSide *self, EtGateLog *log)
{
  g_autofree char *clock = NULL;
  g_autofree char *since = NULL;

  g_return_if_fail (ET_IS_GATE_SIDE (self));
  g_return_if_fail (self->log == NULL);

  self->log = g_object_ref (log);
  clock = et_text_clock (et_gate_log_get_since (log), NULL);
  since = g_strdup_printf (_ ("Admitted since %s"), clock);
  gtk_label_set_label (self->since, since);
  gtk_list_box_bind_model (self->scans, G_LIST_MODEL (log), new_scan_row, NULL, NULL);
  g_signal_connect_object (log, "items-changed", G_CALLBACK (log_changed_cb), self,
                           G_CONNECT_SWAPPED);
  log_changed_cb (self);
}

/* Returns: (transfer none) (nullable): the gate's name, NULL when it has none. */
const char *
et_gate_side_get_gate (EtGateSide *self)
{
  g_return_val_if_fail (ET_IS_GATE_SIDE (self), NULL);

  return *self->gate != '\0' ? self->gate : NULL;
}
