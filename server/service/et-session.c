/* SPDX-License-Identifier: MIT */
#include "server/service/et-session.h"

#include <glib/gi18n-lib.h>
#include <sodium.h>
#include <string.h>

#include "db/et-db-change.h"
#include "server/repo/et-address-repo.h"
#include "server/repo/et-code-repo.h"
#include "server/service/et-audit.h"
#include "server/service/et-hold.h"

#define TOKEN_PREFIX "tk_"
#define SECRET_SIZE 32
#define SECRET_LENGTH 43 /* characters, base64url without padding */
#define SWEEP_AT_ONCE 500

G_STATIC_ASSERT (ET_TOKEN_LENGTH == sizeof TOKEN_PREFIX - 1 + SECRET_LENGTH);

/* Makes the secret of the cookie from that of the token; there is no way back. */
static void
derive_cookie (const guint8 token[SECRET_SIZE], guint8 ret_cookie[SECRET_SIZE])
{
  static const char purpose[] = "etickets cookie v1";

  crypto_generichash (ret_cookie, SECRET_SIZE, token, SECRET_SIZE, (const guint8 *) purpose,
                      sizeof purpose);
}

static void
hash_cookie (const guint8 cookie[SECRET_SIZE], EtTokenHash *ret_hash)
{
  crypto_hash_sha256 (ret_hash->bytes, cookie, SECRET_SIZE);
}

static void
write_secret (const char *prefix, const guint8 secret[SECRET_SIZE], char *ret_text)
{
  char *end = g_stpcpy (ret_text, prefix);

  sodium_bin2base64 (end, SECRET_LENGTH + 1, secret, SECRET_SIZE,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static gboolean
read_secret (const char *prefix, const char *text, guint8 ret_secret[SECRET_SIZE])
{
  gsize length;

  return g_str_has_prefix (text, prefix) && strlen (text) == strlen (prefix) + SECRET_LENGTH &&
         sodium_base642bin (ret_secret, SECRET_SIZE, text + strlen (prefix), SECRET_LENGTH, NULL,
                            &length, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
         length == SECRET_SIZE;
}

static gboolean
begin (EtDb *db,
       int64_t account_id,
       int64_t life,
       const char *address,
       EtNewSession *ret_session,
       GError **error)
{
  int64_t now = et_time_now ();
  EtSessionEntry entry = { 0, account_id, ET_ROLE_ANYONE, now, now + life };
  guint8 token[SECRET_SIZE], cookie[SECRET_SIZE];
  EtTokenHash hash;

  randombytes_buf (token, sizeof token);
  derive_cookie (token, cookie);
  hash_cookie (cookie, &hash);
  write_secret (TOKEN_PREFIX, token, ret_session->token);
  write_secret ("", cookie, ret_session->cookie);
  sodium_memzero (token, sizeof token);
  sodium_memzero (cookie, sizeof cookie);
  ret_session->expires_at = entry.expires_at;
  return et_session_repo_insert (db, &hash, &entry, address, &ret_session->id, error);
}

/* Finds the hash under which a bearer token, or the value of the cookie sessionid, is kept.
 * Returns FALSE when it cannot be one of ours. */
gboolean
et_session_hash_token (const char *token, gboolean by_cookie, EtTokenHash *ret_hash)
{
  guint8 secret[SECRET_SIZE], cookie[SECRET_SIZE];

  if (!read_secret (by_cookie ? "" : TOKEN_PREFIX, token, secret))
    return FALSE;

  if (by_cookie)
    memcpy (cookie, secret, sizeof cookie);
  else
    derive_cookie (secret, cookie);
  hash_cookie (cookie, ret_hash);
  return TRUE;
}

/* Begins a session of somebody who has proved to be @account_id, whose address is familiar from now
 * on.
 * @address: (nullable): the client's. */
gboolean
et_session_begin (
    EtDb *db, int64_t account_id, const char *address, EtNewSession *ret_session, GError **error)
{
  g_return_val_if_fail (account_id > 0, FALSE);

  return begin (db, account_id, ET_SESSION_LIFE, address, ret_session, error) &&
         (address == NULL || et_address_repo_put (db, account_id, address, et_time_now (), error));
}

/* Begins the session of a guest who first writes something.
 * @max_guests: sets ET_ERROR_RATE_LIMITED when as many of @address live already; 0: no limit. */
gboolean
et_session_begin_guest (
    EtDb *db, const char *address, int64_t max_guests, EtNewSession *ret_session, GError **error)
{
  int64_t n_guests = 0;

  if (max_guests > 0 &&
      !et_session_repo_count_guests (db, address, et_time_now (), &n_guests, error))
    return FALSE;
  if (max_guests > 0 && n_guests >= max_guests)
    {
      et_error_set (error, ET_ERROR_RATE_LIMITED);
      et_error_add_int64 (error, "retry_after", ET_HOUR / ET_SECOND);
      return FALSE;
    }
  return begin (db, 0, ET_GUEST_LIFE, address, ret_session, error);
}

/* Lets a guest's session live its full time from now on: the guest has written something. */
gboolean
et_session_extend_guest (EtDb *db, int64_t session_id, GError **error)
{
  int64_t now = et_time_now ();

  return et_session_repo_set_used (db, session_id, now, now + ET_GUEST_LIFE, error);
}

/* Asks the database who holds a token.
 * @ret_found: FALSE when nobody does: it never existed, is over, or its account is disabled. */
gboolean
et_session_look_up (EtDb *db,
                    const EtTokenHash *hash,
                    EtSessionEntry *ret_entry,
                    gboolean *ret_found,
                    GError **error)
{
  return et_session_repo_find (db, hash, et_time_now (), ret_entry, ret_found, error);
}

/* Ends a session in every process. */
gboolean
et_session_end (EtDb *db, int64_t session_id, GError **error)
{
  et_db_announce (db, ET_CHANGE_SESSION, session_id, 0, TRUE);
  return et_session_repo_delete (db, session_id, error);
}

/* Ends a session of an account in every process. Sets ET_ERROR_NOT_FOUND when it is none of the
 * account's. */
gboolean
et_session_end_own (EtDb *db, int64_t account_id, int64_t session_id, GError **error)
{
  gboolean is_deleted;

  if (!et_session_repo_delete_own (db, account_id, session_id, &is_deleted, error))
    return FALSE;
  if (!is_deleted)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return FALSE;
    }
  et_db_announce (db, ET_CHANGE_SESSION, session_id, 0, TRUE);
  return et_audit_write (db, account_id, "end_session", "session", session_id, NULL, error);
}

/* Ends the sessions of an account in every process, but for one. Where nobody is signed in any more,
 * the cart holds no places either; it stays, and is there after the next sign-in.
 * @but_session_id: 0 spares none. */
gboolean
et_session_end_all (EtDb *db, int64_t account_id, int64_t but_session_id, GError **error)
{
  et_db_announce (db, ET_CHANGE_SESSION, 0, account_id, TRUE);
  return et_session_repo_delete_of_account (db, account_id, but_session_id, error) &&
         (but_session_id != 0 || et_hold_release_of_account (db, account_id, error));
}

/* Lets the sessions of an account be read anew, because what it may do has changed. */
void
et_session_refresh_all (EtDb *db, int64_t account_id)
{
  et_db_announce (db, ET_CHANGE_SESSION, 0, account_id, FALSE);
}

/* Writes down when sessions were used, which also prolongs them.
 * @uses: EtSessionUse from et_session_cache_take_uses(). */
gboolean
et_session_record_uses (EtDb *db, GArray *uses, GError **error)
{
  for (guint i = 0; i < uses->len; i++)
    {
      const EtSessionUse *use = &g_array_index (uses, EtSessionUse, i);

      if (!et_session_repo_set_used (db, use->session_id, use->used_at,
                                     use->used_at + ET_SESSION_LIFE, error))
        return FALSE;
    }
  return TRUE;
}

/* Deletes some of the sessions that are over, codes that are and addresses that nobody uses. */
gboolean
et_session_sweep (EtDb *db, GError **error)
{
  int64_t now = et_time_now ();

  return et_session_repo_delete_expired (db, now, SWEEP_AT_ONCE, error) &&
         et_code_repo_delete_expired (db, now, error) &&
         et_address_repo_delete_unused (db, now - ET_ADDRESS_LIFE, error);
}
