/* SPDX-License-Identifier: MIT */
#include "server/http/et-csrf.h"

#include <sodium.h>
#include <string.h>

#define TOKEN_BYTES 16

/* The value of the cookie csrftoken that belongs to a session: BLAKE2b of the value of its cookie
 * sessionid. Whoever does not know the session cannot make it, and one who plants a cookie of his
 * own cannot make it fit.
 *
 * Returns: (transfer full): 32 hexadecimal digits. */
char *
et_csrf_token_derive (const char *session_cookie)
{
  static const guint8 purpose[] = "etickets csrf token v1";
  guint8 hash[TOKEN_BYTES];
  char *token = g_malloc (2 * TOKEN_BYTES + 1);

  crypto_generichash (hash, sizeof hash, (const guint8 *) session_cookie, strlen (session_cookie),
                      purpose, sizeof purpose - 1);
  sodium_bin2hex (token, 2 * TOKEN_BYTES + 1, hash, sizeof hash);
  return token;
}

static gboolean
equals_secret (const char *given, const char *secret)
{
  gsize length = strlen (secret);

  return given != NULL && strlen (given) == length && sodium_memcmp (given, secret, length) == 0;
}

/* Whether the X-CSRFToken @header is the session's token and the same as the cookie csrftoken. */
gboolean
et_csrf_check_token (const char *session_cookie, const char *cookie, const char *header)
{
  g_autofree char *token = et_csrf_token_derive (session_cookie);

  return equals_secret (header, token) && equals_secret (cookie, token);
}

/* The part of an origin after its scheme, without the port that the scheme implies. */
static char *
origin_authority (const char *origin)
{
  gboolean is_https = g_str_has_prefix (origin, "https://");
  const char *authority = strstr (origin, "://");
  const char *port = is_https ? ":443" : ":80";
  g_autofree char *lower = g_ascii_strdown (authority != NULL ? authority + 3 : "", -1);

  if (g_str_has_suffix (lower, port))
    lower[strlen (lower) - strlen (port)] = '\0';
  return g_steal_pointer (&lower);
}

/* Whether a page of @origin may make this server's users write: a page of this very @host (the
 * request's Host field), or of one of the trusted ones. */
gboolean
et_csrf_check_origin (const char *origin, const char *host, const char *const *trusted_origins)
{
  g_autofree char *authority = origin_authority (origin);
  g_autofree char *scheme = g_strndup (origin, strcspn (origin, ":"));
  g_autofree char *own_origin = g_strconcat (scheme, "://", host, NULL);
  g_autofree char *own = origin_authority (own_origin);

  if (*authority != '\0' && g_str_equal (authority, own) &&
      (g_ascii_strcasecmp (scheme, "http") == 0 || g_ascii_strcasecmp (scheme, "https") == 0))
    return TRUE;
  for (gsize i = 0; trusted_origins != NULL && trusted_origins[i] != NULL; i++)
    if (g_ascii_strcasecmp (trusted_origins[i], origin) == 0)
      return TRUE;
  return FALSE;
}
