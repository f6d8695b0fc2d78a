/* SPDX-License-Identifier: MIT */
#include "ui/staff/et-verdict-panel.h"

#define BUSY_DELAY_MS 200

struct _EtVerdictPanel
{
  AdwBin parent_instance;

  /* Template children */
  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *headline;
  GtkLabel *subject;
  GtkLabel *advice;
  GtkRevealer *busy;

  guint busy_source;
};

G_DEFINE_FINAL_TYPE (EtVerdictPanel, et_verdict_panel, ADW_TYPE_BIN)

static void
set_style (EtVerdictPanel *self, const char *style)
{
  const char *classes[] = { style, NULL };

  gtk_widget_set_css_classes (self->box, classes);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static gboolean
busy_cb (gpointer data)
{
  EtVerdictPanel *self = data;

  self->busy_source = 0;
  gtk_revealer_set_reveal_child (self->busy, TRUE);
  return G_SOURCE_REMOVE;
}

static void
et_verdict_panel_dispose (GObject *object)
{
  EtVerdictPanel *self = ET_VERDICT_PANEL (object);

  g_clear_handle_id (&self->busy_source, g_source_remove);

  G_OBJECT_CLASS (et_verdict_panel_parent_class)->dispose (object);
}

static void
et_verdict_panel_class_init (EtVerdictPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = et_verdict_panel_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-verdict-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, EtVerdictPanel, box);
  gtk_widget_class_bind_template_child (widget_class, EtVerdictPanel, icon);
  gtk_widget_class_bind_template_child (widget_class, EtVerdictPanel, headline);
  gtk_widget_class_bind_template_child (widget_class, EtVerdictPanel, subject);
  gtk_widget_class_bind_template_child (widget_class, EtVerdictPanel, advice);
  gtk_widget_class_bind_template_child (widget_class, EtVerdictPanel, busy);
  gtk_widget_class_set_css_name (widget_class, "verdict");
}

static void
et_verdict_panel_init (EtVerdictPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Shows what came of a scan until the next one. */
void
et_verdict_panel_show_scan (EtVerdictPanel *self, EtScan *scan)
{
  const EtScanLook *look;
  g_autofree char *headline = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *advice = NULL;

  g_return_if_fail (ET_IS_VERDICT_PANEL (self));
  g_return_if_fail (ET_IS_SCAN (scan));

  look = et_scan_get_look (scan);
  headline = et_scan_get_headline (scan);
  subject = et_scan_get_subject (scan, "\n");
  advice = et_scan_get_advice (scan);

  set_style (self, look->style);
  gtk_image_set_from_icon_name (self->icon, look->icon_name);
  show_text (self->headline, headline);
  show_text (self->subject, subject);
  show_text (self->advice, advice);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  headline, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, advice, -1);
}

/* Says that a ticket is being checked, unless that is over in a moment. */
void
et_verdict_panel_set_busy (EtVerdictPanel *self, gboolean is_busy)
{
  g_return_if_fail (ET_IS_VERDICT_PANEL (self));

  g_clear_handle_id (&self->busy_source, g_source_remove);
  if (is_busy)
    self->busy_source = g_timeout_add (BUSY_DELAY_MS, busy_cb, self);
  else
    gtk_revealer_set_reveal_child (self->busy, FALSE);
}
