/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *et_csrf_token_derive (const char *session_cookie);

gboolean et_csrf_check_token (const char *session_cookie, const char *cookie, const char *header);
gboolean
et_csrf_check_origin (const char *origin, const char *host, const char *const *trusted_origins);

G_END_DECLS
