/* SPDX-License-Identifier: MIT */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* Bars of one series with an axis: sales per day, admissions per quarter hour, by offer. */
typedef struct _EtChart EtChart;

typedef enum
{
  ET_CHART_COUNT, /* tickets, people */
  ET_CHART_MONEY /* cents */
} EtChartUnit;

/* Each 0 to 1. */
typedef struct
{
  double red, green, blue;
} EtChartColor;

EtChart *et_chart_new (EtChartUnit unit, const char *language);
void et_chart_free (EtChart *chart);
void et_chart_add (EtChart *chart, const char *label, int64_t value);
void et_chart_set_colors (EtChart *chart, const EtChartColor *text, const EtChartColor *bars);
void et_chart_draw (EtChart *chart, cairo_t *cr, double width_mm, double height_mm);

int64_t et_chart_get_step (int64_t highest, int64_t *ret_top);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtChart, et_chart_free)

G_END_DECLS
