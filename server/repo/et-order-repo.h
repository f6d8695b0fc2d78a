/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "server/repo/et-page.h"
#include "server/repo/et-rows.h"

G_BEGIN_DECLS

/* Which orders a list holds; carts are none. */
typedef struct
{
  int64_t account_id; /* 0 for everybody's, then with user names */
  const char *text; /* nullable; order code, invoice number or part of a user name */
  const char *state; /* nullable */
} EtOrderQuery;

GPtrArray *
et_order_repo_list (EtDb *db, const EtOrderQuery *query, const EtPage *page, GError **error);
gboolean
et_order_repo_count (EtDb *db, const EtOrderQuery *query, int64_t *ret_count, GError **error);
EtOrder *et_order_repo_find (EtDb *db, int64_t order_id, GError **error);
GPtrArray *et_order_repo_list_of_account (EtDb *db, int64_t account_id, GError **error);
GPtrArray *et_order_repo_list_changed (EtDb *db, const EtChangeRange *range, GError **error);

G_END_DECLS
