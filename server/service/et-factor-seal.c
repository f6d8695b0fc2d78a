/* SPDX-License-Identifier: MIT */
#include "server/service/et-factor-seal.h"

#include <sodium.h>
#include <string.h>

#define PURPOSE "etickets second factor v1"

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define SEALED_SIZE \
  (1 + NONCE_SIZE + ET_TOTP_SECRET_SIZE + crypto_aead_xchacha20poly1305_ietf_ABYTES)

G_STATIC_ASSERT (SEALED_SIZE <= ET_STORED_SECRET_MAX);
G_STATIC_ASSERT (ET_DERIVED_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

/* Seals a secret for one account, with the newest key: its number, a nonce, and XChaCha20-Poly1305
 * over the secret, bound to the account. FALSE when there is no key. */
gboolean
et_factor_seal (EtSigningKeys *keys,
                int64_t account_id,
                const guint8 secret[ET_TOTP_SECRET_SIZE],
                EtStoredSecret *ret_stored)
{
  guint64 account = GUINT64_TO_LE ((guint64) account_id);
  guint8 *nonce = ret_stored->bytes + 1;
  guint8 key[ET_DERIVED_KEY_SIZE];

  ret_stored->size = SEALED_SIZE;
  ret_stored->bytes[0] = et_signing_keys_get_newest (keys);
  if (!et_signing_keys_derive (keys, ret_stored->bytes[0], PURPOSE, key))
    return FALSE;
  randombytes_buf (nonce, NONCE_SIZE);
  crypto_aead_xchacha20poly1305_ietf_encrypt (nonce + NONCE_SIZE, NULL, secret, ET_TOTP_SECRET_SIZE,
                                              (const guint8 *) &account, sizeof account, NULL,
                                              nonce, key);
  sodium_memzero (key, sizeof key);
  return TRUE;
}

/* FALSE when it was not sealed for this account, or with a key that is not in the file. */
gboolean
et_factor_open (EtSigningKeys *keys,
                int64_t account_id,
                const EtStoredSecret *stored,
                guint8 ret_secret[ET_TOTP_SECRET_SIZE])
{
  guint64 account = GUINT64_TO_LE ((guint64) account_id);
  const guint8 *nonce = stored->bytes + 1;
  guint8 key[ET_DERIVED_KEY_SIZE];
  gboolean is_open;

  if (stored->size != SEALED_SIZE || !et_signing_keys_derive (keys, stored->bytes[0], PURPOSE, key))
    return FALSE;
  is_open = crypto_aead_xchacha20poly1305_ietf_decrypt (
                ret_secret, NULL, NULL, nonce + NONCE_SIZE, SEALED_SIZE - 1 - NONCE_SIZE,
                (const guint8 *) &account, sizeof account, nonce, key) == 0;
  sodium_memzero (key, sizeof key);
  return is_open;
}

/* Seals one that is not yet, from before there was a seal, or with an older key. What cannot be
 * opened stays: its owner has recovery codes, and an administrator can take it away. */
static gboolean
renew (EtDb *db, EtSigningKeys *keys, int64_t account_id, GError **error)
{
  guint8 secret[ET_TOTP_SECRET_SIZE];
  EtSecondFactor factor;
  EtStoredSecret sealed;
  gboolean is_done;

  if (!et_second_factor_repo_find (db, account_id, &factor, error))
    return FALSE;
  if (!factor.has_secret || (factor.stored.size == SEALED_SIZE &&
                             factor.stored.bytes[0] == et_signing_keys_get_newest (keys)))
    return TRUE;
  if (factor.stored.size == ET_TOTP_SECRET_SIZE)
    memcpy (secret, factor.stored.bytes, sizeof secret);
  else if (!et_factor_open (keys, account_id, &factor.stored, secret))
    {
      g_warning ("The second step of account %" G_GINT64_FORMAT
                 " is sealed with a key that is not in the key file",
                 account_id);
      return TRUE;
    }
  is_done = et_factor_seal (keys, account_id, secret, &sealed);
  sodium_memzero (secret, sizeof secret);
  return is_done &&
         et_second_factor_repo_replace_secret (db, account_id, &factor.stored, &sealed, error);
}

/* At the start: after it, keys that are older than the newest are not needed for this any more. */
gboolean
et_factor_seal_all (EtDb *db, EtSigningKeys *keys, GError **error)
{
  g_autoptr (GArray) accounts = et_second_factor_repo_list (db, error);

  if (accounts == NULL)
    return FALSE;
  for (guint i = 0; i < accounts->len; i++)
    if (!renew (db, keys, g_array_index (accounts, int64_t, i), error))
      return FALSE;
  return TRUE;
}
