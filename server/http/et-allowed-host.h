/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean et_host_is_allowed (const char *host, const char *const *allowed_hosts);

G_END_DECLS
