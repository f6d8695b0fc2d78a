/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "ui/print/et-printout.h"

G_BEGIN_DECLS

/* The pages of a printout as they will lie on paper, drawn by what draws the print, one at a time
 * with buttons to turn them. */
#define ET_TYPE_PRINT_PREVIEW (et_print_preview_get_type ())
G_DECLARE_FINAL_TYPE (EtPrintPreview, et_print_preview, ET, PRINT_PREVIEW, AdwBin)

void et_print_preview_show (EtPrintPreview *self, EtPrintout *printout, GPtrArray *papers);

G_END_DECLS
