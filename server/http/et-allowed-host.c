/* SPDX-License-Identifier: MIT */
#include "server/http/et-allowed-host.h"

#include <string.h>

static const char *const loopback[] = { "localhost", "127.0.0.1", "[::1]", NULL };

/* The length of the name in NAME:PORT, where NAME may be an IPv6 address in brackets; 0 when the
 * rest is not a port. */
static gsize
name_length (const char *host)
{
  gsize length = *host == '[' ? strcspn (host, "]") + 1 : strcspn (host, ":");
  const char *port = length <= strlen (host) ? host + length : "?";

  if (*port == '\0')
    return length;
  return *port == ':' && strspn (port + 1, "0123456789") == strlen (port + 1) ? length : 0;
}

static gboolean
matches (const char *name, const char *pattern)
{
  if (g_str_equal (pattern, "*") || g_ascii_strcasecmp (name, pattern) == 0)
    return TRUE;
  if (*pattern != '.')
    return FALSE;

  /* ".example.org" is example.org and all below it. */
  if (g_ascii_strcasecmp (name, pattern + 1) == 0)
    return TRUE;
  return strlen (name) > strlen (pattern) &&
         g_ascii_strcasecmp (name + strlen (name) - strlen (pattern), pattern) == 0;
}

/* Whether a request may name this @host (the value of its Host field). @allowed_hosts: names
 * without port, ".name" for a whole domain, "*" for all; NULL allows this machine's own only. */
gboolean
et_host_is_allowed (const char *host, const char *const *allowed_hosts)
{
  const char *const *patterns = allowed_hosts != NULL ? allowed_hosts : loopback;
  gsize length = name_length (host);
  g_autofree char *name = g_strndup (host, length);

  if (length > 1 && name[length - 1] == '.')
    name[length - 1] = '\0'; /* the root of the DNS may be written out */
  for (gsize i = 0; length > 0 && patterns[i] != NULL; i++)
    if (matches (name, patterns[i]))
      return TRUE;
  return FALSE;
}
