/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket-key.h"

G_BEGIN_DECLS

#define ET_SIGNING_KEYS_MAX 255 /* a ticket has one byte for the id of its key */

/* One line of the signing key file. */
typedef struct
{
  guint8 key_id;
  int64_t created_at;
  guint8 seed[ET_SIGNING_SEED_SIZE];
} EtKeyLine;

gboolean et_key_file_read (const char *path, EtKeyLine *ret_lines, guint *ret_n, GError **error);
gboolean et_key_file_write (const char *path, const EtKeyLine *lines, guint n, GError **error);

G_END_DECLS
