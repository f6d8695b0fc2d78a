/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* Draws a printout page by page into a PDF, each page on paper that the printer has, while the
 * window lives on. It does not send it: GTK 4.8's own way to a printer crashes when the printer is
 * named, and takes another one for a name that is not there.
 *
 * The signals and the cancelling are those of GtkPrintOperation; "page-drawn" (guint) counts. */
#define ET_TYPE_PRINT_OPERATION (et_print_operation_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintOperation, et_print_operation, ET, PRINT_OPERATION, GtkPrintOperation)

EtPrintOperation *et_print_operation_new (EtPrintout *printout, GPtrArray *papers);
void et_print_operation_export (EtPrintOperation *self, const char *path);
gboolean
et_print_operation_check (EtPrintOperation *self, GtkPrintOperationResult result, GError **error);

G_END_DECLS
