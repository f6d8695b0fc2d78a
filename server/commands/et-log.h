/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void et_log_start (GLogLevelFlags least, gboolean as_json);

G_END_DECLS
