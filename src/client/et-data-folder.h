/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where things lie: ROOT/SERVER/session.ini, ROOT/SERVER/guest/copy.db and
 * ROOT/SERVER/account-N/copy.db, each copy with its sync.lock beside it. */
char *et_data_folder_of_server (const char *root, const char *url);
char *et_data_folder_get_copy (const char *server_folder, int64_t account_id);

G_END_DECLS
