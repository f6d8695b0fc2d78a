/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-store.h"
#include "ui/print/et-printout.h"
#include "ui/shared/et-dialog.h"

G_BEGIN_DECLS

/* Where a person sees what will be printed, chooses printer and paper, and watches it go. Actions:
 * "print.print", "print.cancel". */
#define ET_TYPE_PRINT_WINDOW (et_print_window_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintWindow, et_print_window, ET, PRINT_WINDOW, EtDialog)

void et_print_window_present (GtkWidget *from, EtStore *store, EtPrintout *printout);

G_END_DECLS
