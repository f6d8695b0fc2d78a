/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-operation.h"

#include "ui/print/et-paper.h"

struct _EtPrintOperation
{
  GtkPrintOperation parent_instance;

  EtPrintout *printout; /* owned */
  GPtrArray *papers; /* owned, of GtkPageSetup, nullable */
  GError *error; /* owned, nullable: why a page could not be drawn */
};

G_DEFINE_FINAL_TYPE (EtPrintOperation, et_print_operation, GTK_TYPE_PRINT_OPERATION)

enum
{
  PAGE_DRAWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkPageSetup *
choose_paper (EtPrintOperation *self, guint page)
{
  double width, height;

  et_printout_get_page_size (self->printout, page, &width, &height);
  return et_paper_choose (self->papers, et_printout_get_layout (self->printout), width, height);
}

static void
et_print_operation_begin_print (GtkPrintOperation *operation, GtkPrintContext *context)
{
  gtk_print_operation_set_n_pages (
      operation, (int) et_printout_get_n_pages (ET_PRINT_OPERATION (operation)->printout));
}

static void
et_print_operation_request_page_setup (GtkPrintOperation *operation,
                                       GtkPrintContext *context,
                                       int page,
                                       GtkPageSetup *setup)
{
  g_autoptr (GtkPageSetup) paper = choose_paper (ET_PRINT_OPERATION (operation), (guint) page);

  gtk_page_setup_set_orientation (setup, gtk_page_setup_get_orientation (paper));
  gtk_page_setup_set_paper_size (setup, gtk_page_setup_get_paper_size (paper));
}

static void
et_print_operation_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page)
{
  EtPrintOperation *self = ET_PRINT_OPERATION (operation);
  GtkPageSetup *setup = gtk_print_context_get_page_setup (context);

  if (self->error != NULL)
    return;
  if (!et_printout_draw_on_paper (
          self->printout, (guint) page, gtk_print_context_get_cairo_context (context),
          gtk_page_setup_get_paper_width (setup, GTK_UNIT_MM),
          gtk_page_setup_get_paper_height (setup, GTK_UNIT_MM), &self->error))
    gtk_print_operation_cancel (operation);
  g_signal_emit (self, signals[PAGE_DRAWN], 0, (guint) page + 1);
}

static void
et_print_operation_finalize (GObject *object)
{
  EtPrintOperation *self = ET_PRINT_OPERATION (object);

  g_clear_object (&self->printout);
  g_clear_pointer (&self->papers, g_ptr_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (et_print_operation_parent_class)->finalize (object);
}

static void
et_print_operation_class_init (EtPrintOperationClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = et_print_operation_finalize;
  operation_class->begin_print = et_print_operation_begin_print;
  operation_class->request_page_setup = et_print_operation_request_page_setup;
  operation_class->draw_page = et_print_operation_draw_page;

  signals[PAGE_DRAWN] = g_signal_new ("page-drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
et_print_operation_init (EtPrintOperation *self)
{
  GtkPrintOperation *operation = GTK_PRINT_OPERATION (self);

  gtk_print_operation_set_unit (operation, GTK_UNIT_MM);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
}

/* @printout is laid out already; @papers: (element-type GtkPageSetup) (nullable): of the
 * printer. */
EtPrintOperation *
et_print_operation_new (EtPrintout *printout, GPtrArray *papers)
{
  EtPrintOperation *self = g_object_new (ET_TYPE_PRINT_OPERATION, "job-name",
                                         et_printout_get_title (printout), NULL);

  self->printout = g_object_ref (printout);
  self->papers = papers != NULL ? g_ptr_array_ref (papers) : NULL;
  return self;
}

/* Begins to draw all pages to @path; "done" tells the end. */
void
et_print_operation_export (EtPrintOperation *self, const char *path)
{
  GtkPrintOperation *operation = GTK_PRINT_OPERATION (self);
  g_autoptr (GtkPageSetup) first = choose_paper (self, 0);

  gtk_print_operation_set_default_page_setup (operation, first);
  gtk_print_operation_set_export_filename (operation, path);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, NULL);
}

/* Whether the document is whole, from a handler of "done". Sets what a page failed for, what GTK
 * says, or G_IO_ERROR_CANCELLED. */
gboolean
et_print_operation_check (EtPrintOperation *self, GtkPrintOperationResult result, GError **error)
{
  if (self->error != NULL)
    g_propagate_error (error, g_error_copy (self->error));
  else if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (GTK_PRINT_OPERATION (self), error);
  else if (result == GTK_PRINT_OPERATION_RESULT_CANCEL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "");
  else
    return TRUE;
  return FALSE;
}
