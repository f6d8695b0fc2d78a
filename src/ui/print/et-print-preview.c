/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-preview.h"

#include <glib/gi18n-lib.h>

#include "ui/print/et-paper.h"

struct _EtPrintPreview
{
  AdwBin parent_instance;

  /* Template children */
  GtkAspectFrame *frame;
  GtkDrawingArea *paper;
  GtkWidget *pages;
  GtkLabel *number;

  EtPrintout *printout; /* owned, nullable */
  GPtrArray *papers; /* owned, of GtkPageSetup, nullable */
  double width, height; /* of the paper, millimetres */
  guint page;
};

G_DEFINE_FINAL_TYPE (EtPrintPreview, et_print_preview, ADW_TYPE_BIN)

/* Paper is white, in the dark too. */
static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data)
{
  EtPrintPreview *self = data;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  if (self->printout == NULL || self->width <= 0)
    return;
  cairo_scale (cr, width / self->width, height / self->height);
  et_printout_draw_on_paper (self->printout, self->page, cr, self->width, self->height, NULL);
}

static void
show_page (EtPrintPreview *self)
{
  guint n_pages = et_printout_get_n_pages (self->printout);
  /* Translators: the page shown, and how many there are. */
  g_autofree char *number = g_strdup_printf (_ ("Page %u of %u"), self->page + 1, n_pages);
  g_autoptr (GtkPageSetup) paper = NULL;

  et_printout_get_page_size (self->printout, self->page, &self->width, &self->height);
  paper = et_paper_choose (self->papers, et_printout_get_layout (self->printout), self->width,
                           self->height);
  self->width = gtk_page_setup_get_paper_width (paper, GTK_UNIT_MM);
  self->height = gtk_page_setup_get_paper_height (paper, GTK_UNIT_MM);
  gtk_aspect_frame_set_ratio (self->frame, (float) (self->width / self->height));
  gtk_label_set_text (self->number, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->paper), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  number, -1);
  gtk_widget_set_visible (self->pages, n_pages > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.previous", self->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "preview.next", self->page + 1 < n_pages);
  gtk_widget_queue_draw (GTK_WIDGET (self->paper));
}

static void
turn_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  EtPrintPreview *self = ET_PRINT_PREVIEW (widget);

  if (g_str_equal (action_name, "preview.next"))
    self->page++;
  else
    self->page--;
  show_page (self);
}

static void
et_print_preview_finalize (GObject *object)
{
  EtPrintPreview *self = ET_PRINT_PREVIEW (object);

  g_clear_object (&self->printout);
  g_clear_pointer (&self->papers, g_ptr_array_unref);

  G_OBJECT_CLASS (et_print_preview_parent_class)->finalize (object);
}

static void
et_print_preview_class_init (EtPrintPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_print_preview_finalize;

  gtk_widget_class_install_action (widget_class, "preview.previous", NULL, turn_cb);
  gtk_widget_class_install_action (widget_class, "preview.next", NULL, turn_cb);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/etickets/Desktop/ui/et-print-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, EtPrintPreview, frame);
  gtk_widget_class_bind_template_child (widget_class, EtPrintPreview, paper);
  gtk_widget_class_bind_template_child (widget_class, EtPrintPreview, pages);
  gtk_widget_class_bind_template_child (widget_class, EtPrintPreview, number);
}

static void
et_print_preview_init (EtPrintPreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->paper, draw_cb, self, NULL);
}

/* Shows @printout, which is laid out, on the paper that its pages will lie on. The page that was
 * open stays so where there is one of that number. @papers: (element-type GtkPageSetup)
 * (nullable): of the printer. */
void
et_print_preview_show (EtPrintPreview *self, EtPrintout *printout, GPtrArray *papers)
{
  g_return_if_fail (ET_IS_PRINT_PREVIEW (self));

  g_set_object (&self->printout, printout);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  self->papers = papers != NULL ? g_ptr_array_ref (papers) : NULL;
  self->page = MIN (self->page, et_printout_get_n_pages (printout) - 1);
  show_page (self);
}
