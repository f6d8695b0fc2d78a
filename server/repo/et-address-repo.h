/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

gboolean et_address_repo_put (
    EtDb *db, int64_t account_id, const char *address, int64_t now, GError **error);
gboolean et_address_repo_is_known (
    EtDb *db, int64_t account_id, const char *address, gboolean *ret_is_known, GError **error);
GPtrArray *et_address_repo_list (EtDb *db, int64_t account_id, GError **error);
gboolean et_address_repo_delete_of_account (EtDb *db, int64_t account_id, GError **error);
gboolean et_address_repo_delete_unused (EtDb *db, int64_t since, GError **error);

G_END_DECLS
