/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/db/et-writer.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

/* What a server does by itself: keeps the catalogue fresh, brings checkouts that were cut off to
 * their end, writes down when sessions were used, and deletes what is over. */
typedef struct _EtUpkeep EtUpkeep;

EtUpkeep *et_upkeep_new (const EtServices *services, EtWriter *writer, GError **error);
void et_upkeep_free (EtUpkeep *upkeep);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtUpkeep, et_upkeep_free)

G_END_DECLS
