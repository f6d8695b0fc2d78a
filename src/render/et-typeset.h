/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <pango/pangocairo.h>

G_BEGIN_DECLS

#define ET_MM_PER_POINT (25.4 / 72)

/* The type of one document: its language and the fonts, found once and shared by all its pages.
 * Fonts belong to the thread that asked for them, so a document stays in the thread that made
 * it. */
typedef struct _EtTypeset EtTypeset;

typedef enum
{
  ET_TEXT_REGULAR = 0,
  ET_TEXT_BOLD = 1 << 0,
  ET_TEXT_TABULAR = 1 << 1, /* figures of one width, for columns */
  ET_TEXT_SPACED = 1 << 2 /* capitals set apart */
} EtTextFlags;

typedef enum
{
  ET_INK_BLACK,
  ET_INK_WHITE
} EtInk;

/* How a text is set and what it may become to fit: smaller, then over several lines, then cut. */
typedef struct
{
  double size; /* points */
  double min_size; /* points; 0 for never smaller */
  int max_lines; /* 0 for one */
  EtTextFlags flags;
  PangoAlignment align;
  EtInk ink;
} EtTextStyle;

/* Where a text may stand, millimetres. */
typedef struct
{
  double x, y;
  double width;
  double height; /* 0 for as much as it needs */
} EtTextBox;

EtTypeset *et_typeset_new (const char *language);
EtTypeset *et_typeset_ref (EtTypeset *typeset);
void et_typeset_unref (EtTypeset *typeset);
const char *et_typeset_get_language (EtTypeset *typeset);
const char *et_typeset_translate (EtTypeset *typeset, const char *msgid);
char *et_typeset_word_copy (EtTypeset *typeset, guint copy);
PangoLayout *et_typeset_fit (EtTypeset *typeset,
                             const char *text,
                             const EtTextStyle *style,
                             double width_mm,
                             double height_mm);
void et_typeset_show (EtTypeset *typeset, cairo_t *cr, PangoLayout *layout, double x, double y);
void et_layout_get_size (PangoLayout *layout, double *ret_width_mm, double *ret_height_mm);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTypeset, et_typeset_unref)

G_END_DECLS
