/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"

G_BEGIN_DECLS

guint et_backoff_get_wait (guint n_failures, guint period_ms, const GError *error);

G_END_DECLS
