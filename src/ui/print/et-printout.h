/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "client/et-print-store.h"
#include "render/et-sheet.h"

G_BEGIN_DECLS

/* Pages that go to paper, whatever is on them: tickets, a receipt, an invoice. A printout is laid
 * out for a layout before anything else is asked of it, and stays in the UI thread.
 *
 * It has a subject: what it prints, for the record of copies (see et-print-store.h), and how the
 * job is called. */
#define ET_TYPE_PRINTOUT (et_printout_get_type ())
G_DECLARE_DERIVABLE_TYPE (EtPrintout, et_printout, ET, PRINTOUT, GObject)

#define ET_PRINTOUT_N_LAYOUTS (ET_SHEET_ROLL + 1)
#define ET_LAYOUT_MASK(layout) (1u << (layout))

struct _EtPrintoutClass
{
  GObjectClass parent_class;

  guint layouts; /* ET_LAYOUT_MASK of all that the class knows */
  gboolean (*lay_out) (EtPrintout *self, EtSheetLayout layout, GArray *copies, GError **error);
  guint (*get_n_pages) (EtPrintout *self);
  void (*get_page_size) (EtPrintout *self, guint page, double *ret_width, double *ret_height);
  gboolean (*draw_page) (EtPrintout *self, guint page, cairo_t *cr, GError **error);
};

void et_printout_set_subject (EtPrintout *self, const EtPrintSubject *subject, const char *title);
void et_printout_set_only_subject (
    EtPrintout *self, const char *kind, int64_t id, int64_t n_known, const char *title);
EtPrintSubject et_printout_get_subject (EtPrintout *self);
const char *et_printout_get_kind (EtPrintout *self);
const char *et_printout_get_title (EtPrintout *self);

guint et_printout_get_layouts (EtPrintout *self);
gboolean
et_printout_lay_out (EtPrintout *self, EtSheetLayout layout, GArray *copies, GError **error);
EtSheetLayout et_printout_get_layout (EtPrintout *self);
guint et_printout_get_n_pages (EtPrintout *self);
void
et_printout_get_page_size (EtPrintout *self, guint page, double *ret_width, double *ret_height);
gboolean et_printout_draw_on_paper (
    EtPrintout *self, guint page, cairo_t *cr, double width, double height, GError **error);

const char *et_layout_get_word (EtSheetLayout layout);
gboolean et_layout_from_word (const char *word, EtSheetLayout *ret_layout);
const char *et_layout_get_name (EtSheetLayout layout);

G_END_DECLS
