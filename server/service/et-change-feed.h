/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db-change.h"
#include "server/service/et-session-cache.h"

G_BEGIN_DECLS

/* Numbers and writes down what each batch of the writer changed, and follows the feed, where
 * other processes write too, so that a session that ends anywhere ends here. */
typedef struct _EtChangeFeed EtChangeFeed;

EtChangeFeed *et_change_feed_new (EtSessionCache *cache);
void et_change_feed_free (EtChangeFeed *feed);

gboolean et_change_feed_seal (EtDb *db, GPtrArray *changes, gpointer feed, GError **error);
void et_change_feed_apply (EtChangeFeed *feed);

gboolean et_change_feed_follow (EtChangeFeed *feed, EtDb *db, GError **error);
void et_change_feed_stop (EtChangeFeed *feed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtChangeFeed, et_change_feed_free)

G_END_DECLS
