/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Translation without a locale: a server answers each reader in his own language, and draws a
 * French invoice and an English ticket in one process. */

extern const char *const et_languages[]; /* ended by NULL, English first */

const char *et_translate (const char *language, const char *msgid);
const char *et_translate_in (const char *language, const char *context, const char *msgid);
const char *et_language_match (const char *wanted, const char *fallback);

G_END_DECLS
