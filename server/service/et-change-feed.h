/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db-change.h"
#include "server/service/et-session-cache.h"
#include "server/service/et-signing-keys.h"

G_BEGIN_DECLS

/* Numbers and writes down what each batch of the writer changed, and follows the feed, where
 * other processes write too, so that a session that ends anywhere ends here. */
typedef struct _EtChangeFeed EtChangeFeed;

/* Who wants to hear of changes at once; called on the writer's thread, and on the one that follows
 * the feed. A change that both see is told twice. */
typedef struct
{
  /* There is change @seq, of an account or, with 0, of everybody. */
  void (*changed) (gpointer data, int64_t seq, int64_t account_id);
  /* A session is over or, with 0, all of the account. */
  void (*session_ended) (gpointer data, int64_t session_id, int64_t account_id);
  void (*done) (gpointer data); /* that was all for now */
  gpointer data;
} EtChangeListener;

EtChangeFeed *et_change_feed_new (EtSessionCache *cache);
void et_change_feed_set_audit_keys (EtChangeFeed *feed, EtSigningKeys *keys);
void et_change_feed_set_listener (EtChangeFeed *feed, const EtChangeListener *listener);
void et_change_feed_set_process (EtChangeFeed *feed, int64_t process);
void et_change_feed_free (EtChangeFeed *feed);

gboolean et_change_feed_seal (EtDb *db, GPtrArray *changes, gpointer feed, GError **error);
gboolean et_change_feed_has_offers (EtChangeFeed *feed);
void et_change_feed_apply (EtChangeFeed *feed);

gboolean et_change_feed_follow (EtChangeFeed *feed, EtDb *db, GError **error);
void et_change_feed_stop (EtChangeFeed *feed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtChangeFeed, et_change_feed_free)

G_END_DECLS
