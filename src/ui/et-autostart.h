/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void et_autostart_ask (GApplication *application, gboolean wanted);

G_END_DECLS
