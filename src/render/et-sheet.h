/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

/* Pages of tickets: the same drawing imposed on paper. */
typedef struct _EtSheet EtSheet;

typedef enum
{
  ET_SHEET_A4, /* one ticket at the top of an A4 page */
  ET_SHEET_A4_FOUR, /* four on an A4 page, with cut marks */
  ET_SHEET_A6, /* one A6 page each */
  ET_SHEET_ROLL /* one 80 mm strip each */
} EtSheetLayout;

EtSheet *
et_sheet_new (GListModel *tickets, EtSheetLayout layout, const char *language, GError **error);
void et_sheet_set_copies (EtSheet *sheet, GArray *copies);
void et_sheet_free (EtSheet *sheet);
guint et_sheet_get_n_pages (EtSheet *sheet);
void
et_sheet_get_page_size (EtSheet *sheet, guint page, double *ret_width_mm, double *ret_height_mm);
gboolean et_sheet_draw_page (EtSheet *sheet, guint page, cairo_t *cr, GError **error); /* mm */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSheet, et_sheet_free)

G_END_DECLS
