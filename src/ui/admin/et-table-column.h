/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  ET_CELL_TEXT, /* with a second line, if the column has one */
  ET_CELL_NUMBER, /* at the right, figures of one width */
  ET_CELL_BADGE, /* a state: icon, word and colour */
  ET_CELL_BAR, /* a text above a bar that fills up */
  ET_CELL_NONE /* no column of its own: one may sort by it and search it */
} EtCellKind;

/* How a state looks. */
typedef struct
{
  const char *icon_name; /* symbolic */
  const char *style; /* CSS class: "success", "warning", "error" or "used" */
} EtBadgeLook;

/* Where a column goes when the table has no room for columns and becomes a list. */
typedef enum
{
  ET_FOLD_HIDDEN,
  ET_FOLD_TITLE, /* the first line, left */
  ET_FOLD_VALUE, /* the first line, right */
  ET_FOLD_SUBTITLE, /* the second line, joined by middle dots */
  ET_FOLD_BADGE, /* the second line, right */
  ET_FOLD_BAR /* the third line */
} EtFoldPlace;

/* A column of a table of records, the same for the wide and the folded form. */
typedef struct
{
  const char *id; /* a word, for the sort action */
  const char *title; /* msgid */
  EtCellKind kind;
  EtFoldPlace place;
  int width; /* pixels that a cell takes at least; 0 takes what is left */
  /* Returns: (transfer full): what the cell says, translated. */
  char *(*get_text) (gpointer record);
  /* The order of two records; NULL orders by the text, as people do. */
  int (*compare) (gpointer a, gpointer b);
  /* Texts only: the second line; NULL for none. */
  char *(*get_detail) (gpointer record);
  /* Badges only. */
  const EtBadgeLook *(*get_look) (gpointer record);
  /* Bars only: from 0 to 1, negative for no bar. */
  double (*get_fraction) (gpointer record);
} EtTableColumn;

void et_table_column_append (const EtTableColumn *column, GtkColumnView *view);
int et_table_column_compare (const EtTableColumn *column, gpointer a, gpointer b);

/* How two numbers are ordered. */
#define ET_COMPARE(a, b) ((a) < (b) ? -1 : (a) > (b))

G_END_DECLS
