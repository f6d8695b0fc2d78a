/* SPDX-License-Identifier: MIT */
#pragma once

#include "render/et-typeset.h"

G_BEGIN_DECLS

/* What stands on one page: texts, rules and boxes at their places in millimetres, laid out once
 * and drawn any number of times. */
typedef struct _EtPage EtPage;

EtPage *et_page_new (EtTypeset *typeset);
void et_page_free (EtPage *page);
double
et_page_add_text (EtPage *page, const char *text, const EtTextStyle *style, const EtTextBox *box);
double et_page_add_field (EtPage *page,
                          const char *label,
                          const char *value,
                          const EtTextStyle *style,
                          const EtTextBox *box);
guint et_page_get_mark (EtPage *page);
void et_page_shift (EtPage *page, guint from_mark, guint to_mark, double down_mm);
void et_page_add_rule (
    EtPage *page, double x0, double y0, double x1, double y1, double weight, double dash);
void et_page_add_box (EtPage *page, double x, double y, double width, double height, double radius);
void et_page_draw (EtPage *page, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtPage, et_page_free)

G_END_DECLS
