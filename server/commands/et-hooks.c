/* SPDX-License-Identifier: MIT */
#include "server/commands/et-hooks.h"

#include "core/et-time.h"
#include "core/et-translation.h"
#include "server/api/et-idempotent.h"
#include "server/service/et-services.h"
#include "server/service/et-session.h"

static void
fill_caller (const EtServices *services,
             const EtSessionEntry *entry,
             gboolean by_cookie,
             EtCaller *ret_caller)
{
  gboolean is_due = services->config->require_second_factor && entry->role == ET_ROLE_ADMIN;

  ret_caller->role = entry->role;
  ret_caller->account_id = entry->account_id;
  ret_caller->session_id = entry->session_id;
  ret_caller->by_cookie = by_cookie;
  ret_caller->must_enrol = is_due && !entry->has_second_factor;
}

/* Looks in memory for who holds a token. */
EtIdentity
et_hooks_identify (gpointer app, const char *token, gboolean by_cookie, EtCaller *ret_caller)
{
  EtServices *services = app;
  EtSessionEntry entry;
  EtTokenHash hash;

  if (!et_session_hash_token (token, by_cookie, &hash))
    return ET_UNKNOWN;
  if (!et_session_cache_find (services->session_cache, &hash, et_time_now (), &entry))
    return ET_ASK;
  fill_caller (services, &entry, by_cookie, ret_caller);
  return ET_KNOWN;
}

/* Looks in the database, and remembers what it says. */
gboolean
et_hooks_identify_from_db (gpointer app,
                           EtDb *db,
                           const char *token,
                           gboolean by_cookie,
                           EtCaller *ret_caller,
                           GError **error)
{
  EtServices *services = app;
  guint64 epoch = et_session_cache_get_epoch (services->session_cache);
  EtSessionEntry entry = { 0 };
  EtTokenHash hash;
  gboolean found;

  if (!et_session_hash_token (token, by_cookie, &hash))
    found = FALSE;
  else if (!et_session_look_up (db, &hash, &entry, &found, error))
    return FALSE;

  if (found)
    et_session_cache_keep (services->session_cache, &hash, &entry, epoch);
  fill_caller (services, &entry, found && by_cookie, ret_caller);
  return TRUE;
}

gboolean
et_hooks_look_back (gpointer app, EtDb *db, EtRequest *req, gboolean *ret_answered, GError **error)
{
  return et_idempotent_look_back (req, db, ret_answered, error);
}

gboolean
et_hooks_recall (gpointer app, EtDb *db, EtRequest *req, gboolean *ret_answered, GError **error)
{
  return et_idempotent_recall (req, db, ret_answered, error);
}

gboolean
et_hooks_remember (gpointer app, EtDb *db, EtRequest *req, GError **error)
{
  return et_idempotent_remember (req, db, error);
}

const char *
et_hooks_translate (gpointer app, const char *language, const char *msgid)
{
  return et_translate (language, msgid);
}
