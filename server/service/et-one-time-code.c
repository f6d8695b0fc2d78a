/* SPDX-License-Identifier: MIT */
#include "server/service/et-one-time-code.h"

#include <sodium.h>
#include <string.h>

#include "server/repo/et-guards.h"

#define GROUP 4
#define GROUPS_OF_CODE 6 /* 114 bits */

/* Of characters that are taken for one another at most one is here. */
static const char alphabet[] = "23456789ACDEFGHJKMNPQRTVWXY";

void
et_issued_code_clear (EtIssuedCode *issued)
{
  if (issued->code != NULL)
    sodium_memzero (issued->code, strlen (issued->code));
  g_clear_pointer (&issued->code, g_free);
}

/* Returns: (transfer full): random text such as K7PQ-2MHA, of 19 bits a group. */
char *
et_one_time_code_make (guint n_groups)
{
  GString *code = g_string_sized_new (n_groups * (GROUP + 1));

  for (guint i = 0; i < n_groups * GROUP; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (code, '-');
      g_string_append_c (code, alphabet[randombytes_uniform (sizeof alphabet - 1)]);
    }
  return g_string_free (code, FALSE);
}

/* Returns: (transfer full): the code that a secret key gives for a number, the same each time. */
char *
et_one_time_code_derive (const guint8 key[ET_DERIVED_KEY_SIZE], int64_t number)
{
  guint16 digits[GROUP * GROUPS_OF_CODE];
  guint64 bytes = GUINT64_TO_LE ((guint64) number);
  GString *code = g_string_sized_new (GROUPS_OF_CODE * (GROUP + 1));

  crypto_generichash ((guint8 *) digits, sizeof digits, (const guint8 *) &bytes, sizeof bytes, key,
                      ET_DERIVED_KEY_SIZE);
  for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (code, '-');
      g_string_append_c (code, alphabet[digits[i] % (sizeof alphabet - 1)]);
    }
  sodium_memzero (digits, sizeof digits);
  return g_string_free (code, FALSE);
}

/* Finds the hash under which a code is kept, however it was typed: small letters, blanks and
 * hyphens do not matter. A fast hash is enough for a code that nobody can guess. */
void
et_one_time_code_hash (const char *text, EtTokenHash *ret_hash)
{
  static const guint8 purpose[] = "etickets one-time code v1";
  crypto_hash_sha256_state state;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, purpose, sizeof purpose);
  for (; *text != '\0'; text++)
    if (*text != ' ' && *text != '-')
      crypto_hash_sha256_update (&state, &(guint8){ (guint8) g_ascii_toupper (*text) }, 1);
  crypto_hash_sha256_final (&state, ret_hash->bytes);
}

/* Makes a code for an account; the one before it is over. */
gboolean
et_one_time_code_issue (EtDb *db, int64_t account_id, EtIssuedCode *ret_issued, GError **error)
{
  EtCodeClaim code = { .account_id = account_id };

  et_issued_code_clear (ret_issued); /* of a batch that is run again */
  ret_issued->code = et_one_time_code_make (GROUPS_OF_CODE);
  ret_issued->expires_at = et_time_now () + ET_ONE_TIME_CODE_LIFE;
  et_one_time_code_hash (ret_issued->code, &code.hash);
  return et_code_repo_put (db, &code, ret_issued->expires_at, error);
}

/* Uses a code up. Sets ET_ERROR_WRONG_CODE. */
gboolean
et_one_time_code_use (EtDb *db, const EtCodeClaim *code, GError **error)
{
  gboolean is_used;

  if (!et_guard_use_code (db, code, et_time_now (), &is_used, error))
    return FALSE;
  if (!is_used)
    et_error_set (error, ET_ERROR_WRONG_CODE);
  return is_used;
}
