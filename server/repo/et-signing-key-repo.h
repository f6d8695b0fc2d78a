/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket-key.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* The public halves of the keys that ever signed tickets. */
gboolean et_signing_key_repo_get_highest (EtDb *db, int64_t *ret_key_id, GError **error);
gboolean et_signing_key_repo_find (EtDb *db,
                                   int64_t key_id,
                                   guint8 ret_public[ET_SIGNING_PUBLIC_SIZE],
                                   gboolean *ret_found,
                                   GError **error);
gboolean et_signing_key_repo_insert (EtDb *db,
                                     int64_t key_id,
                                     const guint8 public_key[ET_SIGNING_PUBLIC_SIZE],
                                     int64_t now,
                                     GError **error);

G_END_DECLS
