/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void et_log_start (GLogLevelFlags least, gboolean as_json);
void et_log_set_level (GLogLevelFlags least);

G_END_DECLS
