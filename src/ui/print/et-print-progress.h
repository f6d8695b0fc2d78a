/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/print/et-print-run.h"

G_BEGIN_DECLS

/* How a print goes, in words and as a bar, with one button: it cancels what can be cancelled and
 * is else "left", a signal. */
#define ET_TYPE_PRINT_PROGRESS (et_print_progress_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintProgress, et_print_progress, ET, PRINT_PROGRESS, AdwBin)

void et_print_progress_follow (EtPrintProgress *self, EtPrintRun *run);

G_END_DECLS
