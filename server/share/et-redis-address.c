/* SPDX-License-Identifier: MIT */
#include "server/share/et-redis-address.h"

#include <string.h>

#define DEFAULT_PORT 6379
#define MAX_DATABASE 1023

static gboolean
read_database (EtRedisAddress *address, const char *text)
{
  return *text == '\0' ||
         g_ascii_string_to_signed (text, 10, 0, MAX_DATABASE, &address->database, NULL);
}

/* redis://HOST:PORT/DATABASE */
static gboolean
read_host (EtRedisAddress *address, GUri *uri)
{
  const char *path = g_uri_get_path (uri);
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0' || g_uri_get_query (uri) != NULL)
    return FALSE;
  address->host = g_strdup (host);
  address->port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : DEFAULT_PORT;
  return read_database (address, *path == '/' ? path + 1 : path);
}

/* unix:///PATH?db=DATABASE */
static gboolean
read_socket (EtRedisAddress *address, GUri *uri)
{
  const char *query = g_uri_get_query (uri);

  address->socket = g_strdup (g_uri_get_path (uri));
  return address->socket[0] == '/' && address->socket[1] != '\0' &&
         (query == NULL ||
          (g_str_has_prefix (query, "db=") && read_database (address, query + strlen ("db="))));
}

void
et_redis_address_clear (EtRedisAddress *address)
{
  g_clear_pointer (&address->host, g_free);
  g_clear_pointer (&address->socket, g_free);
  g_clear_pointer (&address->user, g_free);
  g_clear_pointer (&address->password, g_free);
}

/* Reads redis:// and unix:// URLs as people paste them, %xx in every part. Not rediss://: the
 * library of Debian 12 speaks no TLS. FALSE: it is none of these. */
gboolean
et_redis_address_read (EtRedisAddress *ret_address, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD, NULL);
  g_auto (EtRedisAddress) address = { 0 };
  gboolean is_socket = uri != NULL && g_str_equal (g_uri_get_scheme (uri), "unix");

  if (uri == NULL || g_uri_get_fragment (uri) != NULL ||
      (!is_socket && !g_str_equal (g_uri_get_scheme (uri), "redis")))
    return FALSE;
  if (!(is_socket ? read_socket (&address, uri) : read_host (&address, uri)))
    return FALSE;
  address.user = g_strdup (g_uri_get_user (uri));
  address.password = g_strdup (g_uri_get_password (uri));
  *ret_address = address;
  address = (EtRedisAddress){ 0 };
  return TRUE;
}
