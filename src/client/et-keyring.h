/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tokens in the person's keyring. Blocking, but never longer than a few seconds: a keyring that is
 * absent, locked or hung counts as none. */
gboolean et_keyring_keep (const char *server, int64_t account_id, const char *token);
char *et_keyring_find (const char *server, int64_t account_id);
void et_keyring_forget (const char *server, int64_t account_id);

G_END_DECLS
