/* SPDX-License-Identifier: MIT */
#include "server/service/et-totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "core/et-time.h"

#define DIGITS 6
#define STEP (30 * ET_SECOND)
#define STEPS_OF_SLACK 1 /* before and after, for clocks that differ */

/* To be called once before the other functions. */
gboolean
et_totp_start (void)
{
  static gsize is_ready;

  if (g_once_init_enter (&is_ready))
    g_once_init_leave (&is_ready, oath_init () == OATH_OK ? 1 : 2);
  return is_ready == 1;
}

static gboolean
is_code_of (const guint8 secret[ET_TOTP_SECRET_SIZE], const char *code, int64_t step)
{
  char right[DIGITS + 1];

  return oath_totp_generate ((const char *) secret, ET_TOTP_SECRET_SIZE, step * STEP / ET_SECOND,
                             STEP / ET_SECOND, 0, DIGITS, right) == OATH_OK &&
         sodium_memcmp (right, code, DIGITS) == 0;
}

/* Finds to which 30 seconds around now a code belongs. The time that it takes does not depend on
 * the code. Returns FALSE for a wrong one. */
gboolean
et_totp_find_step (const guint8 secret[ET_TOTP_SECRET_SIZE],
                   const char *code,
                   int64_t now,
                   int64_t *ret_step)
{
  int64_t current = now / STEP;
  gboolean found = FALSE;

  if (!et_totp_start () || strlen (code) != DIGITS)
    return FALSE;
  for (int64_t step = current - STEPS_OF_SLACK; step <= current + STEPS_OF_SLACK; step++)
    if (is_code_of (secret, code, step))
      {
        *ret_step = step;
        found = TRUE;
      }
  return found;
}

/* Returns: (transfer full): the secret as people type it into an authenticator. */
char *
et_totp_encode_secret (const guint8 secret[ET_TOTP_SECRET_SIZE])
{
  char *text = NULL, *copy;

  g_return_val_if_fail (et_totp_start (), NULL);
  if (oath_base32_encode ((const char *) secret, ET_TOTP_SECRET_SIZE, &text, NULL) != OATH_OK)
    return NULL;
  copy = g_strdup (text);
  sodium_memzero (text, strlen (text));
  free (text);
  return copy;
}

/* Returns: (transfer full): the address that a QR code carries into an authenticator.
 * https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
char *
et_totp_make_uri (const char *issuer, const char *username, const char *secret)
{
  g_autofree char *issuer_part = g_uri_escape_string (issuer, NULL, FALSE);
  g_autofree char *name_part = g_uri_escape_string (username, NULL, FALSE);

  return g_strdup_printf ("otpauth://totp/%s:%s?secret=%s&issuer=%s", issuer_part, name_part,
                          secret, issuer_part);
}
