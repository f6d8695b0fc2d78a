/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-role.h"

G_BEGIN_DECLS

/* Who holds which session, by the hash of its token; an LRU of 100,000, safe from any thread. */
typedef struct _EtSessionCache EtSessionCache;

typedef struct
{
  int64_t session_id;
  int64_t account_id; /* 0 for a guest */
  EtRole role;
  gboolean by_cookie;
  int64_t expires_at;
} EtSessionEntry;

EtSessionCache *et_session_cache_new (guint capacity);
void et_session_cache_free (EtSessionCache *cache);
gboolean et_session_cache_find (EtSessionCache *cache, GBytes *token_hash, EtSessionEntry *ret_entry);
void et_session_cache_keep (EtSessionCache *cache, GBytes *token_hash, const EtSessionEntry *entry);
void et_session_cache_drop_session (EtSessionCache *cache, int64_t session_id);
void et_session_cache_drop_account (EtSessionCache *cache, int64_t account_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtSessionCache, et_session_cache_free)

G_END_DECLS
