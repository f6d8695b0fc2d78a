/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-copy-file.h"

G_BEGIN_DECLS

void et_salvage_run (EtDb *db, const char *damaged, EtCopyDamage *damage);

G_END_DECLS
