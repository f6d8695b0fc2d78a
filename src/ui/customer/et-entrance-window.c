/* SPDX-License-Identifier: MIT */
#include "ui/customer/et-entrance-window.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-breakpoint-bin.h"
#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-text.h"

#define WORDS_WIDTH_PX 240

struct _EtEntranceWindow
{
  EtDialog parent_instance;

  /* Template children */
  GtkLabel *event;
  EtBreakpointBin *breakpoint;
  GtkBox *panes;
  GtkWidget *words;
  EtQrView *qr;
  GtkLabel *admits;
  GtkLabel *holder;
  GtkLabel *short_number;

  guint inhibition; /* 0, or what keeps the screen bright */
};

G_DEFINE_FINAL_TYPE (EtEntranceWindow, et_entrance_window, ET_TYPE_DIALOG)

static GtkApplication *
get_application (EtEntranceWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  return parent != NULL ? gtk_window_get_application (parent) : NULL;
}

/* A queue is longer than the time after which a screen darkens. */
static void
et_entrance_window_map (GtkWidget *widget)
{
  EtEntranceWindow *self = ET_ENTRANCE_WINDOW (widget);
  GtkApplication *application = get_application (self);

  GTK_WIDGET_CLASS (et_entrance_window_parent_class)->map (widget);

  if (application != NULL)
    self->inhibition = gtk_application_inhibit (application, GTK_WINDOW (self),
                                                GTK_APPLICATION_INHIBIT_IDLE,
                                                _ ("A ticket is shown at the entrance"));
}

static void
et_entrance_window_unmap (GtkWidget *widget)
{
  EtEntranceWindow *self = ET_ENTRANCE_WINDOW (widget);
  GtkApplication *application = get_application (self);

  if (self->inhibition != 0 && application != NULL)
    gtk_application_uninhibit (application, self->inhibition);
  self->inhibition = 0;

  GTK_WIDGET_CLASS (et_entrance_window_parent_class)->unmap (widget);
}

/* The words stand beside the code where there is room, else below it. */
static void
narrow_changed_cb (EtEntranceWindow *self)
{
  gboolean is_narrow = et_breakpoint_bin_get_is_narrow (self->breakpoint);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->panes), is_narrow
                                                                    ? GTK_ORIENTATION_VERTICAL
                                                                    : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->words, is_narrow ? -1 : WORDS_WIDTH_PX, -1);
}

static void
et_entrance_window_class_init (EtEntranceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = et_entrance_window_map;
  widget_class->unmap = et_entrance_window_unmap;

  g_type_ensure (ET_TYPE_BREAKPOINT_BIN);
  g_type_ensure (ET_TYPE_QR_VIEW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-entrance-window.ui");
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, event);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, breakpoint);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, words);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, qr);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, admits);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, holder);
  gtk_widget_class_bind_template_child (widget_class, EtEntranceWindow, short_number);
  gtk_widget_class_bind_template_callback (widget_class, narrow_changed_cb);
}

static void
et_entrance_window_init (EtEntranceWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  narrow_changed_cb (self);
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
  gtk_label_set_text (self->holder, ticket->holder);
  gtk_widget_set_visible (GTK_WIDGET (self->holder),
                          ticket->holder != NULL && *ticket->holder != '\0');
  gtk_label_set_text (self->short_number, ticket->short_number);
  gtk_window_fullscreen (GTK_WINDOW (self));
  return self;
}
