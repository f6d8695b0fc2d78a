/* SPDX-License-Identifier: MIT */
#include "server/http/et-client-address.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/et-error.h"

#define MAX_FORWARDED 10

static gboolean
is_in (GPtrArray *masks, GInetAddress *address)
{
  for (guint i = 0; masks != NULL && i < masks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (masks, i), address))
      return TRUE;
  return FALSE;
}

/* An IPv4 address that came through a dual socket is an IPv4 address. */
static void
init_from_bytes (EtPeer *peer, gboolean is_v6, const guint8 *bytes, GPtrArray *proxies)
{
  static const guint8 mapped[12] = { [10] = 0xff, [11] = 0xff };
  gboolean is_mapped = is_v6 && memcmp (bytes, mapped, sizeof mapped) == 0;
  gboolean is_v4 = !is_v6 || is_mapped;
  const guint8 *own = is_mapped ? bytes + sizeof mapped : bytes;
  g_autoptr (GInetAddress) address = g_inet_address_new_from_bytes (
      own, is_v4 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6);

  memset (peer, 0, sizeof *peer);
  inet_ntop (is_v4 ? AF_INET : AF_INET6, own, peer->text, sizeof peer->text);
  if (is_v4)
    {
      memcpy (peer->key.bytes, mapped, sizeof mapped);
      memcpy (peer->key.bytes + sizeof mapped, own, 4);
    }
  else
    memcpy (peer->key.bytes, own, 8);
  peer->is_loopback = g_inet_address_get_is_loopback (address);
  peer->is_proxy = is_in (proxies, address);
}

static gboolean
init_from_text (EtPeer *peer, const char *text, GPtrArray *proxies)
{
  guint8 bytes[16];
  gboolean is_v6 = strchr (text, ':') != NULL;

  if (inet_pton (is_v6 ? AF_INET6 : AF_INET, text, bytes) != 1)
    return FALSE;
  init_from_bytes (peer, is_v6, bytes, proxies);
  return TRUE;
}

/* A GHashFunc for EtAddressKey. */
guint
et_address_key_hash (gconstpointer key)
{
  guint64 halves[2];

  memcpy (halves, key, sizeof halves);
  halves[0] ^= halves[1] * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return (guint) ((halves[0] * G_GUINT64_CONSTANT (0xff51afd7ed558ccd)) >> 32);
}

/* A GEqualFunc for EtAddressKey. */
gboolean
et_address_key_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (EtAddressKey)) == 0;
}

/* Reads networks such as "10.0.0.0/8" or "::1".
 * Returns: (transfer full): GInetAddressMasks; NULL with ET_ERROR_CONFIGURATION. */
GPtrArray *
et_address_masks_new (const char *const *networks, GError **error)
{
  g_autoptr (GPtrArray) masks = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; networks != NULL && networks[i] != NULL; i++)
    {
      GInetAddressMask *mask = g_inet_address_mask_new_from_string (networks[i], NULL);

      if (mask == NULL)
        {
          et_error_set (error, ET_ERROR_CONFIGURATION);
          et_error_add_text (error, "network", networks[i]);
          return NULL;
        }
      g_ptr_array_add (masks, mask);
    }
  return g_steal_pointer (&masks);
}

/* Whether the address lies in one of the networks. */
gboolean
et_peer_is_in (const EtPeer *peer, GPtrArray *masks)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (peer->text);

  return address != NULL && is_in (masks, address);
}

/* Fills @peer in from a socket's address. @proxies: (nullable): the networks of our own proxies. */
void
et_peer_init (EtPeer *peer, const struct sockaddr *address, GPtrArray *proxies)
{
  if (address->sa_family == AF_INET6)
    init_from_bytes (peer, TRUE, ((const struct sockaddr_in6 *) address)->sin6_addr.s6_addr,
                     proxies);
  else
    init_from_bytes (peer, FALSE,
                     (const guint8 *) &((const struct sockaddr_in *) address)->sin_addr, proxies);
}

/* Fills @peer in from the X-Forwarded-For that one of our proxies sent: the right-most address that
 * is no proxy itself. Returns FALSE, leaving @peer alone, when the list has more than ten addresses
 * or one that cannot be read; then the proxy itself has to count as the client. */
gboolean
et_peer_init_forwarded (EtPeer *peer, const char *forwarded_for, GPtrArray *proxies)
{
  g_auto (GStrv) addresses = g_strsplit (forwarded_for, ",", MAX_FORWARDED + 1);
  guint n = g_strv_length (addresses);
  EtPeer found;

  if (n == 0 || n > MAX_FORWARDED)
    return FALSE;

  for (guint i = n; i > 0; i--)
    {
      if (!init_from_text (&found, g_strstrip (addresses[i - 1]), proxies))
        return FALSE;
      if (!found.is_proxy || i == 1)
        break;
    }
  *peer = found;
  return TRUE;
}
