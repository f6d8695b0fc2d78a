/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-time.h"
#include "db/et-db.h"
#include "server/service/et-session-cache.h"

G_BEGIN_DECLS

#define ET_SESSION_LIFE (30 * ET_DAY) /* after its last use */
#define ET_ADDRESS_LIFE (90 * ET_DAY) /* of a sign-in, after the last from there */
#define ET_GUEST_LIFE (7 * ET_DAY) /* after its last write */

/* The kind of a change that tells every process to forget sessions: one, or all of an account. */
#define ET_CHANGE_SESSION "session"

#define ET_TOKEN_LENGTH 46 /* "tk_" and 256 bits in base64 */

/* A session just begun. The token goes into Authorization headers; the cookie's value is made
 * from it by a one-way function, so that it opens the same session but not as a bearer. */
typedef struct
{
  int64_t id;
  int64_t expires_at;
  char token[ET_TOKEN_LENGTH + 1];
  char cookie[ET_TOKEN_LENGTH + 1];
} EtNewSession;

gboolean et_session_hash_token (const char *token, gboolean by_cookie, EtTokenHash *ret_hash);

gboolean et_session_begin (
    EtDb *db, int64_t account_id, const char *address, EtNewSession *ret_session, GError **error);
gboolean et_session_begin_guest (
    EtDb *db, const char *address, int64_t max_guests, EtNewSession *ret_session, GError **error);
gboolean et_session_extend_guest (EtDb *db, int64_t session_id, GError **error);
gboolean et_session_look_up (EtDb *db,
                             const EtTokenHash *hash,
                             EtSessionEntry *ret_entry,
                             gboolean *ret_found,
                             GError **error);
gboolean et_session_end (EtDb *db, int64_t session_id, GError **error);
gboolean et_session_end_own (EtDb *db, int64_t account_id, int64_t session_id, GError **error);
gboolean et_session_end_all (EtDb *db, int64_t account_id, int64_t but_session_id, GError **error);
void et_session_refresh_all (EtDb *db, int64_t account_id);
gboolean et_session_record_uses (EtDb *db, GArray *uses, GError **error);
gboolean et_session_sweep (EtDb *db, GError **error);

G_END_DECLS
