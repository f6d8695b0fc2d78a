/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"
#include "server/service/et-config.h"

G_BEGIN_DECLS

EtDb *
et_database_open (const EtConfig *config, gboolean migrate, int *ret_n_migrations, GError **error);

gboolean et_database_must_exist (const EtConfig *config, GError **error);

G_END_DECLS
