/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

char *et_record_diff (gpointer before, gpointer after);

G_END_DECLS
