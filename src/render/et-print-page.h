/* SPDX-License-Identifier: MIT */
#pragma once

#include "render/et-typeset.h"

G_BEGIN_DECLS

/* What stands on one page: texts, rules and boxes at their places in millimetres, laid out once
 * and drawn any number of times. */
typedef struct _EtPage EtPrintPage;

EtPrintPage *et_print_page_new (EtTypeset *typeset);
void et_print_page_free (EtPrintPage *page);
double et_print_page_add_text (EtPrintPage *page,
                               const char *text,
                               const EtTextStyle *style,
                               const EtTextBox *box);
double et_print_page_add_field (EtPrintPage *page,
                                const char *label,
                                const char *value,
                                const EtTextStyle *style,
                                const EtTextBox *box);
guint et_print_page_get_mark (EtPrintPage *page);
void et_print_page_shift (EtPrintPage *page, guint from_mark, guint to_mark, double down_mm);
void et_print_page_add_rule (
    EtPrintPage *page, double x0, double y0, double x1, double y1, double weight, double dash);
void et_print_page_add_box (
    EtPrintPage *page, double x, double y, double width, double height, double radius);
void et_print_page_draw (EtPrintPage *page, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtPrintPage, et_print_page_free)

G_END_DECLS
