/* SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>

#include "db/et-db.h"

G_BEGIN_DECLS

/* One page of the change feed, as the server answered. */
typedef struct
{
  JsonObject *answer; /* borrowed */
  GPtrArray *parts; /* borrowed, nullable; of JsonObject: what came before it of a whole copy */
  int64_t since; /* what was asked for */
  int64_t next; /* out */
  gboolean has_more; /* out */
  gboolean is_reset; /* out; the feed began anew */
} EtFeedPage;

/* Where the next part of a whole copy begins, as the server says; 0 when none follows. */
typedef struct
{
  int64_t at;
  int64_t after;
  gboolean is_reset; /* what came before is void */
} EtFeedPlace;

gboolean et_feed_read_place (JsonObject *answer, EtFeedPlace *place, GError **error);
gpointer et_feed_apply (EtDb *db, gpointer page, GError **error);
int64_t et_feed_get_cursor (EtDb *db);

G_END_DECLS
