/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-check-repo.h"

G_BEGIN_DECLS

GArray *et_check_run (EtDb *db, GError **error);
char *et_fault_describe (const EtFault *fault, const char *language);

G_END_DECLS
