/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-entrance-window.h"

#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-text.h"

struct _EtEntranceWindow
{
  AdwWindow parent_instance;

  /* Template children */
  GtkLabel *event;
  EtQrView *qr;
  GtkLabel *admits;
  GtkLabel *short_number;
};

G_DEFINE_FINAL_TYPE (EtEntranceWindow, et_entrance_window, ADW_TYPE_WINDOW)

static void
et_entrance_window_class_init (EtEntranceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ET_TYPE_QR_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-entrance-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, event);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, qr);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, admits);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, short_number);
}

static void
et_entrance_window_init (EtEntranceWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer floating): a full-screen window that shows a ticket; the ticket must have its
 * key. */
EtEntranceWindow *
et_entrance_window_new (GtkWindow *parent, EtTicket *ticket)
{
  EtEntranceWindow *self = g_object_new (ET_TYPE_ENTRANCE_WINDOW, "transient-for", parent, NULL);
  g_autofree char *admits = et_text_admits (ticket->admits);

  gtk_label_set_text (self->event, ticket->event_name);
  et_qr_view_set_text (self->qr, ticket->ticket_key);
  gtk_label_set_text (self->admits, admits);
  gtk_label_set_text (self->short_number, ticket->short_number);
  gtk_window_fullscreen (GTK_WINDOW (self));
  return self;
}
