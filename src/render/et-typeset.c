/* SPDX-License-Identifier: MIT */
#include "render/et-typeset.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#include "core/et-translation.h"

/* GNOME's face first, then what is likely to be there; pango finds other scripts by itself. */
#define FAMILIES "Cantarell, Adwaita Sans, Noto Sans, DejaVu Sans, sans-serif"
#define SIZE_STEP 0.5 /* points */
#define SPACING (PANGO_SCALE * 6 / 10) /* between spaced capitals */

struct _EtTypeset
{
  gatomicrefcount ref_count;
  const char *language; /* static */
  PangoContext *context; /* owned */
};

/* Metrics without hinting, so that a line is as long on the screen as on paper. */
static PangoContext *
make_context (const char *language)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 72); /* a point is a unit */
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_language (context, pango_language_from_string (language));
  cairo_font_options_destroy (options);
  return context;
}

/* One line of valid text: whatever ends a line or steers a terminal becomes a blank. */
static char *
clean_text (const char *text)
{
  char *clean = g_utf8_make_valid (text != NULL ? text : "", -1);

  for (char *c = clean; *c != '\0'; c++)
    if (g_ascii_iscntrl (*c))
      *c = ' ';
  return clean;
}

static PangoAttrList *
make_attributes (EtTextFlags flags)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  if (flags & ET_TEXT_TABULAR)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (flags & ET_TEXT_SPACED)
    pango_attr_list_insert (attributes, pango_attr_letter_spacing_new (SPACING));
  return attributes;
}

static void
set_size (PangoLayout *layout, EtTextFlags flags, double points)
{
  PangoFontDescription *font = pango_font_description_from_string (FAMILIES);

  pango_font_description_set_absolute_size (font, points * PANGO_SCALE);
  if (flags & ET_TEXT_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

static gboolean
fits (PangoLayout *layout, const EtTextStyle *style, double width_mm, double height_mm)
{
  double width, height;

  et_layout_get_size (layout, &width, &height);
  return pango_layout_get_line_count (layout) <= MAX (style->max_lines, 1) && width <= width_mm &&
         (height_mm <= 0 || height <= height_mm);
}

static void
wrap (PangoLayout *layout, double width_mm)
{
  pango_layout_set_width (layout, (int) floor (width_mm / ET_MM_PER_POINT * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
}

static void
cut (PangoLayout *layout, const EtTextStyle *style, double height_mm)
{
  double height;

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (layout, -MAX (style->max_lines, 1));
  et_layout_get_size (layout, NULL, &height);
  if (height_mm > 0 && height > height_mm)
    pango_layout_set_height (layout, (int) (height_mm / ET_MM_PER_POINT * PANGO_SCALE));
}

/* @language: a word of et_languages or a locale's name; English when there is none of it. */
EtTypeset *
et_typeset_new (const char *language)
{
  EtTypeset *self = g_new0 (EtTypeset, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->language = et_language_match (language, "en");
  self->context = make_context (self->language);
  return self;
}

EtTypeset *
et_typeset_ref (EtTypeset *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
et_typeset_unref (EtTypeset *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->context);
  g_free (self);
}

const char *
et_typeset_get_language (EtTypeset *self)
{
  return self->language;
}

/* Returns: (transfer none): @msgid in the document's language */
const char *
et_typeset_translate (EtTypeset *self, const char *msgid)
{
  return et_translate (self->language, msgid);
}

/* What a reprint says. @copy: the first is 1.
 *
 * Returns: (transfer full) (nullable): NULL for the first, which says nothing */
char *
et_typeset_word_copy (EtTypeset *self, guint copy)
{
  return copy > 1 ? g_strdup_printf (et_typeset_translate (self, N_ ("Copy %u")), copy) : NULL;
}

/* Sets a text so that it stays within @width_mm and, unless that is 0, @height_mm: as it is, else
 * over as many lines as the style allows, else smaller, else cut with an ellipsis.
 *
 * Returns: (transfer full) */
PangoLayout *
et_typeset_fit (
    EtTypeset *self, const char *text, const EtTextStyle *style, double width_mm, double height_mm)
{
  g_autofree char *clean = clean_text (text);
  g_autoptr (PangoAttrList) attributes = make_attributes (style->flags);
  double min_size = style->min_size > 0 ? style->min_size : style->size;
  PangoLayout *layout = pango_layout_new (self->context);

  pango_layout_set_text (layout, clean, -1);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_alignment (layout, style->align);
  set_size (layout, style->flags, style->size);
  if (fits (layout, style, width_mm, height_mm))
    return layout;
  wrap (layout, width_mm);
  for (double size = style->size; size >= min_size; size -= SIZE_STEP)
    {
      set_size (layout, style->flags, size);
      if (fits (layout, style, width_mm, height_mm))
        return layout;
    }
  cut (layout, style, height_mm);
  return layout;
}

/* The size a layout takes, in millimetres; either may be NULL. */
void
et_layout_get_size (PangoLayout *layout, double *ret_width_mm, double *ret_height_mm)
{
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  if (ret_width_mm != NULL)
    *ret_width_mm = (double) logical.width / PANGO_SCALE * ET_MM_PER_POINT;
  if (ret_height_mm != NULL)
    *ret_height_mm = (double) logical.height / PANGO_SCALE * ET_MM_PER_POINT;
}

/* Glyphs are rasterised for the context's matrix, so it has to follow the page's; layouts are made
 * anew only when it changes. */
static void
follow_scale (PangoContext *context, cairo_t *cr)
{
  static const PangoMatrix identity = PANGO_MATRIX_INIT;
  const PangoMatrix *old = pango_context_get_matrix (context);
  cairo_matrix_t now;

  old = old != NULL ? old : &identity;
  cairo_get_matrix (cr, &now);
  if (fabs (old->xx - now.xx) + fabs (old->xy - now.xy) + fabs (old->yx - now.yx) +
          fabs (old->yy - now.yy) >
      1e-6)
    pango_context_set_matrix (context, &(PangoMatrix){ now.xx, now.xy, now.yx, now.yy, 0, 0 });
}

/* Draws a layout of this typeset with its top left corner at (x, y), in millimetres. */
void
et_typeset_show (EtTypeset *self, cairo_t *cr, PangoLayout *layout, double x, double y)
{
  PangoRectangle logical;

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, ET_MM_PER_POINT, ET_MM_PER_POINT);
  follow_scale (self->context, cr);
  pango_layout_get_extents (layout, NULL, &logical);
  cairo_move_to (cr, -(double) logical.x / PANGO_SCALE, -(double) logical.y / PANGO_SCALE);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}
