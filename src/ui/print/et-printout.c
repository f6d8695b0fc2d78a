/* SPDX-License-Identifier: MIT */
#include "ui/print/et-printout.h"

#include <glib/gi18n-lib.h>

#define PRINTABLE_ROLL_WIDTH 72.0 /* millimetres, of a strip 80 mm wide: the rest is margin */

typedef struct
{
  char *kind; /* owned */
  GArray *ids; /* owned, of int64_t */
  GArray *known; /* owned, of int64_t */
  char *title; /* owned */
  EtSheetLayout layout;
} EtPrintoutPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (EtPrintout, et_printout, G_TYPE_OBJECT)

static const struct
{
  const char *word; /* as settings keep it */
  const char *name; /* msgid */
} layouts[ET_PRINTOUT_N_LAYOUTS] = {
  [ET_SHEET_A4] = { "a4", N_ ("A4") },
  [ET_SHEET_A4_FOUR] = { "a4-four", N_ ("A4, four to a page") },
  [ET_SHEET_A6] = { "a6", N_ ("A6") },
  [ET_SHEET_ROLL] = { "roll", N_ ("80 mm roll") },
};

static void
et_printout_finalize (GObject *object)
{
  EtPrintoutPrivate *priv = et_printout_get_instance_private (ET_PRINTOUT (object));

  g_free (priv->kind);
  g_clear_pointer (&priv->ids, g_array_unref);
  g_clear_pointer (&priv->known, g_array_unref);
  g_free (priv->title);

  G_OBJECT_CLASS (et_printout_parent_class)->finalize (object);
}

static void
et_printout_class_init (EtPrintoutClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_printout_finalize;
}

static void
et_printout_init (EtPrintout *self)
{
}

/* For subclasses, once; see EtPrintSubject. */
void
et_printout_set_subject (EtPrintout *self, const EtPrintSubject *subject, const char *title)
{
  EtPrintoutPrivate *priv = et_printout_get_instance_private (self);

  priv->kind = g_strdup (subject->kind);
  priv->ids = g_array_ref (subject->ids);
  priv->known = g_array_ref (subject->known);
  priv->title = g_strdup (title);
}

/* For subclasses that print one record, @n_known times before. */
void
et_printout_set_only_subject (
    EtPrintout *self, const char *kind, int64_t id, int64_t n_known, const char *title)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_autoptr (GArray) known = g_array_new (FALSE, FALSE, sizeof (int64_t));
  EtPrintSubject subject = { kind, ids, known };

  g_array_append_val (ids, id);
  g_array_append_val (known, n_known);
  et_printout_set_subject (self, &subject, title);
}

/* Returns: what lives as long as @self */
EtPrintSubject
et_printout_get_subject (EtPrintout *self)
{
  EtPrintoutPrivate *priv = et_printout_get_instance_private (self);

  return (EtPrintSubject){ priv->kind, priv->ids, priv->known };
}

const char *
et_printout_get_kind (EtPrintout *self)
{
  return et_printout_get_subject (self).kind;
}

/* How the job is called in the queue of the printer, in the person's language. */
const char *
et_printout_get_title (EtPrintout *self)
{
  return ((EtPrintoutPrivate *) et_printout_get_instance_private (self))->title;
}

/* Returns: an ET_LAYOUT_MASK of all that it can be laid out for */
guint
et_printout_get_layouts (EtPrintout *self)
{
  return ET_PRINTOUT_GET_CLASS (self)->layouts;
}

/* @copies: (element-type guint): for each id, which copy this is; a reprint says so. Errors: those
 * of et_sheet_new(). */
gboolean
et_printout_lay_out (EtPrintout *self, EtSheetLayout layout, GArray *copies, GError **error)
{
  EtPrintoutPrivate *priv = et_printout_get_instance_private (self);

  g_return_val_if_fail (et_printout_get_layouts (self) & ET_LAYOUT_MASK (layout), FALSE);
  g_return_val_if_fail (copies->len == priv->ids->len, FALSE);

  if (!ET_PRINTOUT_GET_CLASS (self)->lay_out (self, layout, copies, error))
    return FALSE;
  priv->layout = layout;
  return TRUE;
}

EtSheetLayout
et_printout_get_layout (EtPrintout *self)
{
  return ((EtPrintoutPrivate *) et_printout_get_instance_private (self))->layout;
}

guint
et_printout_get_n_pages (EtPrintout *self)
{
  return ET_PRINTOUT_GET_CLASS (self)->get_n_pages (self);
}

/* The size that a page wants, millimetres. */
void
et_printout_get_page_size (EtPrintout *self, guint page, double *ret_width, double *ret_height)
{
  ET_PRINTOUT_GET_CLASS (self)->get_page_size (self, page, ret_width, ret_height);
}

/* Draws a page on paper of @width × @height millimetres, the unit of @cr: at its true size where
 * there is room, else smaller; in the middle, but a strip begins where the roll does. */
gboolean
et_printout_draw_on_paper (
    EtPrintout *self, guint page, cairo_t *cr, double width, double height, GError **error)
{
  gboolean is_strip = et_printout_get_layout (self) == ET_SHEET_ROLL;
  double page_width, page_height, scale;
  gboolean is_drawn;

  et_printout_get_page_size (self, page, &page_width, &page_height);
  scale = MIN (1, width / (is_strip ? MIN (page_width, PRINTABLE_ROLL_WIDTH) : page_width));
  scale = MIN (scale, height / page_height);
  cairo_save (cr);
  cairo_translate (cr, (width - page_width * scale) / 2,
                   is_strip ? 0 : (height - page_height * scale) / 2);
  cairo_scale (cr, scale, scale);
  is_drawn = ET_PRINTOUT_GET_CLASS (self)->draw_page (self, page, cr, error);
  cairo_restore (cr);
  return is_drawn;
}

/* Returns: (transfer none): the layout's word in settings */
const char *
et_layout_get_word (EtSheetLayout layout)
{
  return layouts[layout].word;
}

gboolean
et_layout_from_word (const char *word, EtSheetLayout *ret_layout)
{
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    if (g_strcmp0 (layouts[i].word, word) == 0)
      {
        *ret_layout = i;
        return TRUE;
      }
  return FALSE;
}

/* Returns: (transfer none): the layout's name in the language of the interface */
const char *
et_layout_get_name (EtSheetLayout layout)
{
  return _ (layouts[layout].name);
}
