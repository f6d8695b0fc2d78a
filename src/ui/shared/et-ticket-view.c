/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-ticket-view.h"

#include "render/et-ticket-drawing.h"
#include "ui/shared/et-text.h"

#define LEAST_WIDTH_PX 300
#define NATURAL_WIDTH_PX 560

struct _EtTicketView
{
  GtkWidget parent_instance;

  EtTicketDrawing *drawing; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtTicketView, et_ticket_view, GTK_TYPE_WIDGET)

static double
get_aspect (EtTicketView *self)
{
  double width;
  double height;

  if (self->drawing == NULL)
    return 1;

  et_ticket_drawing_get_size (self->drawing, &width, &height);
  return height / width;
}

static void
et_ticket_view_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  double aspect = get_aspect (ET_TICKET_VIEW (widget));

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH_PX;
      *natural = NATURAL_WIDTH_PX;
    }
  else
    {
      *minimum = (for_size > 0 ? for_size : LEAST_WIDTH_PX) * aspect;
      *natural = (for_size > 0 ? for_size : NATURAL_WIDTH_PX) * aspect;
    }
}

static GtkSizeRequestMode
et_ticket_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Paper is white, in the dark too. */
static void
et_ticket_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EtTicketView *self = ET_TICKET_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;
  double paper_width;
  double paper_height;

  if (self->drawing == NULL)
    return;

  et_ticket_drawing_get_size (self->drawing, &paper_width, &paper_height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, width / paper_width, width / paper_width);
  et_ticket_drawing_draw (self->drawing, cr);
  cairo_destroy (cr);
}

static void
et_ticket_view_finalize (GObject *object)
{
  EtTicketView *self = ET_TICKET_VIEW (object);

  g_clear_pointer (&self->drawing, et_ticket_drawing_free);

  G_OBJECT_CLASS (et_ticket_view_parent_class)->finalize (object);
}

static void
et_ticket_view_class_init (EtTicketViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_ticket_view_finalize;
  widget_class->measure = et_ticket_view_measure;
  widget_class->get_request_mode = et_ticket_view_get_request_mode;
  widget_class->snapshot = et_ticket_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "ticket");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
et_ticket_view_init (EtTicketView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/* Shows a ticket; one that cannot be drawn (it has no key) shows nothing. */
void
et_ticket_view_set_ticket (EtTicketView *self, EtTicket *ticket)
{
  g_autofree char *when = et_text_day_and_clock (ticket->starts_at, ticket->time_zone);
  g_autofree char *kind = et_text_offer_kind (ticket->offer_type, ticket->admits);
  g_autofree char *label = g_strdup_printf ("%s, %s, %s, %s, %s", ticket->event_name, when,
                                            ticket->venue, kind, ticket->short_number);

  g_return_if_fail (ET_IS_TICKET_VIEW (self));

  g_clear_pointer (&self->drawing, et_ticket_drawing_free);
  self->drawing = et_ticket_drawing_new (ticket, ET_TICKET_LAYOUT_A6, et_text_get_language (),
                                         NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
