/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

typedef struct
{
  int64_t n_events;
  int64_t n_offers;
} EtSeeded;

gboolean et_seed_offers (EtDb *db, int64_t now, EtSeeded *ret_added, GError **error);

G_END_DECLS
