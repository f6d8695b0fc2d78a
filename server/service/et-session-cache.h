/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-session-repo.h"

G_BEGIN_DECLS

/* The use of a session, to be written down some time. */
typedef struct
{
  int64_t session_id;
  int64_t used_at;
} EtSessionUse;

/* Who holds which session, by the hash of its token; the least recently used leave first. Safe
 * from any thread. Entries count only while et_session_cache_confirm() is called at least once a
 * second: it says that every revocation so far was dropped. */
typedef struct _EtSessionCache EtSessionCache;

EtSessionCache *et_session_cache_new (guint capacity);
void et_session_cache_free (EtSessionCache *cache);

gboolean et_session_cache_find (EtSessionCache *cache,
                                const EtTokenHash *hash,
                                int64_t now,
                                EtSessionEntry *ret_entry);
guint64 et_session_cache_get_epoch (EtSessionCache *cache);
void et_session_cache_keep (EtSessionCache *cache,
                            const EtTokenHash *hash,
                            const EtSessionEntry *entry,
                            guint64 epoch);
void et_session_cache_drop_session (EtSessionCache *cache, int64_t session_id);
void et_session_cache_drop_account (EtSessionCache *cache, int64_t account_id);
void et_session_cache_confirm (EtSessionCache *cache);
GArray *et_session_cache_take_uses (EtSessionCache *cache);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSessionCache, et_session_cache_free)

G_END_DECLS
