/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-qr-view.h"

#include <glib/gi18n-lib.h>

#include "render/et-qr.h"

#define SIDE_PX 220 /* 50 mm at 96 dots per inch are 189, and the quiet zone around them */

struct _EtQrView
{
  GtkWidget parent_instance;

  EtQr *qr; /* owned, nullable */
};

G_DEFINE_FINAL_TYPE (EtQrView, et_qr_view, GTK_TYPE_WIDGET)

static void
et_qr_view_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = SIDE_PX;
  *natural = MAX (for_size, SIDE_PX);
}

static GtkSizeRequestMode
et_qr_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
et_qr_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EtQrView *self = ET_QR_VIEW (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int modules;
  int side;
  cairo_t *cr;

  if (self->qr == NULL)
    return;

  /* Whole pixels for each module, so that all are of one size. */
  modules = et_qr_get_n_modules_with_quiet_zone (self->qr);
  side = MIN (width, height) / modules * modules;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  et_qr_draw (self->qr, cr, (width - side) / 2, (height - side) / 2, side);
  cairo_destroy (cr);
}

static void
et_qr_view_finalize (GObject *object)
{
  EtQrView *self = ET_QR_VIEW (object);

  g_clear_pointer (&self->qr, et_qr_free);

  G_OBJECT_CLASS (et_qr_view_parent_class)->finalize (object);
}

static void
et_qr_view_class_init (EtQrViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_qr_view_finalize;
  widget_class->measure = et_qr_view_measure;
  widget_class->get_request_mode = et_qr_view_get_request_mode;
  widget_class->snapshot = et_qr_view_snapshot;
  gtk_widget_class_set_css_name (widget_class, "qr");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
et_qr_view_init (EtQrView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("QR code of the ticket"), -1);
}

/* Shows the code of a text. @text: (nullable): none. */
void
et_qr_view_set_text (EtQrView *self, const char *text)
{
  g_return_if_fail (ET_IS_QR_VIEW (self));

  g_clear_pointer (&self->qr, et_qr_free);
  if (text != NULL)
    self->qr = et_qr_new (text, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
