/* SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>

#include "db/et-db.h"

G_BEGIN_DECLS

/* One page of the change feed, as the server answered. */
typedef struct
{
  JsonObject *answer; /* borrowed */
  int64_t since; /* what was asked for */
  int64_t next; /* out */
  gboolean has_more; /* out */
  gboolean is_reset; /* out; the feed began anew */
} EtFeedPage;

gpointer et_feed_apply (EtDb *db, gpointer page, GError **error);
int64_t et_feed_get_cursor (EtDb *db);

G_END_DECLS
