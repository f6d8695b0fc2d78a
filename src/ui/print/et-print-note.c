/* SPDX-License-Identifier: MIT */
#include "ui/print/et-print-note.h"

#include <glib/gi18n-lib.h>

static guint
count_reprints (GArray *copies)
{
  guint count = 0;

  for (guint i = 0; i < copies->len; i++)
    if (g_array_index (copies, guint, i) > 1)
      count++;
  return count;
}

/* Tells before a print what was printed before. @copies: (element-type guint): which copy each
 * would be.
 *
 * Returns: (transfer full) (nullable): NULL when all is printed for the first time */
char *
et_print_note_word_copies (GArray *copies)
{
  guint n_reprints = count_reprints (copies);

  if (n_reprints == 0)
    return NULL;
  if (copies->len == 1)
    return g_strdup_printf (_ ("It was printed before, and will say “Copy %u”."),
                            g_array_index (copies, guint, 0));
  return g_strdup_printf (
      ngettext ("%u of them was printed before, and will say which copy it is.",
                "%u of them were printed before, and will say which copies they are.", n_reprints),
      n_reprints);
}
