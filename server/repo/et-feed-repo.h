/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"
#include "server/repo/et-rows.h"

G_BEGIN_DECLS

/* One line of the change feed, for the clients of one account. */
typedef struct
{
  int64_t seq;
  char kind[16];
  int64_t record_id;
} EtFeedEntry;

GArray *et_feed_repo_list (EtDb *db, const EtChangeRange *own, int64_t limit, GError **error);
gboolean et_feed_repo_get_first (EtDb *db, int64_t *ret_seq, GError **error);
gboolean et_feed_repo_delete_before (EtDb *db, int64_t time, int64_t limit, GError **error);
gboolean et_feed_repo_renew (EtDb *db, int64_t now, GError **error);

G_END_DECLS
