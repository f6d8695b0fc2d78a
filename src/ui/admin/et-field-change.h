/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A member of a record as people read it. A table of them ends with a NULL label. */
typedef struct
{
  const char *label; /* msgid */
  /* Returns: (transfer full): its value, translated; never empty. */
  char *(*get_text) (gpointer record);
} EtFieldText;

/* A member that differs between two records. */
typedef struct
{
  const EtFieldText *field; /* borrowed, static */
  char *before; /* owned */
  char *after; /* owned */
} EtFieldChange;

GPtrArray *et_field_change_list (const EtFieldText *fields, gpointer before, gpointer after);

G_END_DECLS
