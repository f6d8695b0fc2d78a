/* SPDX-License-Identifier: MIT */
#include "cli/et-text-table.h"

#include <stdio.h>

struct _EtTextTable
{
  guint n_columns;
  gboolean *is_right; /* owned; one a column */
  GPtrArray *cells; /* owned, of char *; row by row, the headings first */
};

/* What comes from a server must not move the cursor of a terminal, or worse.
 * Returns: (transfer full): @text with each control character replaced. */
char *
et_text_make_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *printable = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (printable, g_unichar_iscntrl (c) ? 0xfffd : c);
    }
  return g_string_free (printable, FALSE);
}

/* Columns that a text takes on a terminal. */
static guint
measure (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        width += g_unichar_iswide (c) ? 2 : 1;
    }
  return width;
}

static const char *
get_cell (EtTextTable *table, guint row, guint column)
{
  return g_ptr_array_index (table->cells, row * table->n_columns + column);
}

static guint
measure_column (EtTextTable *table, guint column)
{
  guint width = 0;

  for (guint row = 0; row < table->cells->len / table->n_columns; row++)
    width = MAX (width, measure (get_cell (table, row, column)));
  return width;
}

static void
print_row (EtTextTable *table, guint row, const guint *widths)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint column = 0; column < table->n_columns; column++)
    {
      const char *text = get_cell (table, row, column);
      guint n_blanks = widths[column] - measure (text);

      if (column > 0)
        g_string_append (line, "  ");
      if (!table->is_right[column])
        g_string_append (line, text);
      for (guint i = 0; i < n_blanks; i++)
        g_string_append_c (line, ' ');
      if (table->is_right[column])
        g_string_append (line, text);
    }
  puts (g_strchomp (line->str));
}

EtTextTable *
et_text_table_new (guint n_columns, const char *const *headings)
{
  EtTextTable *table = g_new (EtTextTable, 1);

  table->n_columns = n_columns;
  table->is_right = g_new0 (gboolean, n_columns);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_columns; i++)
    et_text_table_add_cell (table, headings[i]);
  return table;
}

void
et_text_table_free (EtTextTable *table)
{
  g_free (table->is_right);
  g_ptr_array_unref (table->cells);
  g_free (table);
}

/* Aligns a column to the right. */
void
et_text_table_set_right (EtTextTable *table, guint column)
{
  g_return_if_fail (column < table->n_columns);

  table->is_right[column] = TRUE;
}

/* Adds the next cell of the row; NULL is an empty one. */
void
et_text_table_add_cell (EtTextTable *table, const char *text)
{
  g_ptr_array_add (table->cells, et_text_make_printable (text != NULL ? text : ""));
}

/* The same; takes @text over. */
void
et_text_table_take_cell (EtTextTable *table, char *text)
{
  et_text_table_add_cell (table, text);
  g_free (text);
}

void
et_text_table_add_number (EtTextTable *table, int64_t number)
{
  et_text_table_take_cell (table, g_strdup_printf ("%" G_GINT64_FORMAT, number));
}

/* Prints the headings and all whole rows. */
void
et_text_table_print (EtTextTable *table)
{
  g_autofree guint *widths = g_new (guint, table->n_columns);

  for (guint column = 0; column < table->n_columns; column++)
    widths[column] = measure_column (table, column);
  for (guint row = 0; row < table->cells->len / table->n_columns; row++)
    print_row (table, row, widths);
}
