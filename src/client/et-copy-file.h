/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* What became of a damaged file. */
typedef struct
{
  gboolean was_rebuilt; /* it was set aside and a new one begun */
  guint n_edits; /* edits that waited and are in the new one */
  gboolean has_lost_edits; /* others may have waited: they cannot be read */
} EtCopyDamage;

EtDb *et_copy_file_open (const char *path, EtCopyDamage *damage, GError **error);
void et_copy_file_forget_damaged (const char *path);
char *et_copy_damage_describe (const EtCopyDamage *damage, const char *language);

G_END_DECLS
