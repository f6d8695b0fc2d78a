/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char *et_password_prompt (const char *language, gboolean is_new, GError **error);
char *et_password_prompt_code (const char *language, GError **error);

G_END_DECLS
