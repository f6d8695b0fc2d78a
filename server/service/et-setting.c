/* SPDX-License-Identifier: MIT */
#include "server/service/et-setting.h"

#include <string.h>

#include "core/et-translation.h"
#include "server/service/et-config.h"
#include "server/share/et-redis-address.h"

/* Any text that is not blank; blanks around it are left out. */
gboolean
et_setting_read_text (const EtSetting *setting, const char *value, gpointer member)
{
  g_autofree char *text = g_strstrip (g_strdup (value));

  if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    return FALSE;

  g_free (*(char **) member);
  *(char **) member = g_steal_pointer (&text);
  return TRUE;
}

/* Environment variables hold no line ends in practice, so that "\n" stands for one. */
gboolean
et_setting_read_lines (const EtSetting *setting, const char *value, gpointer member)
{
  g_auto (GStrv) lines = g_strsplit (value, "\\n", -1);
  g_autofree char *text = g_strjoinv ("\n", lines);

  return et_setting_read_text (setting, text, member);
}

/* A whole number within the bounds of the setting; int64_t. */
gboolean
et_setting_read_number (const EtSetting *setting, const char *value, gpointer member)
{
  return g_ascii_string_to_signed (value, 10, setting->min, setting->max, member, NULL);
}

/* gboolean. */
gboolean
et_setting_read_switch (const EtSetting *setting, const char *value, gpointer member)
{
  static const char *const words[][2] = { { "0", "1" }, { "no", "yes" }, { "false", "true" } };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    for (int state = 0; state < 2; state++)
      if (g_ascii_strcasecmp (value, words[i][state]) == 0)
        {
          *(gboolean *) member = state;
          return TRUE;
        }
  return FALSE;
}

/* Words parted by commas; char **. */
gboolean
et_setting_read_list (const EtSetting *setting, const char *value, gpointer member)
{
  g_auto (GStrv) words = g_strsplit (value, ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (*g_strstrip (words[i]) != '\0')
      g_strv_builder_add (builder, words[i]);
  g_strfreev (*(char ***) member);
  *(char ***) member = g_strv_builder_end (builder);
  return TRUE;
}

#define HOST_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_"

/* A name, an address, an IPv6 address in brackets, ".name" for a whole domain, or "*". */
static gboolean
is_host (const char *host)
{
  gsize length = strlen (host);
  g_autofree char *inner = NULL;

  if (g_str_equal (host, "*"))
    return TRUE;
  if (*host != '[')
    return strspn (host, HOST_CHARACTERS) == length && !g_str_equal (host, ".");
  if (length < 2 || host[length - 1] != ']')
    return FALSE;
  inner = g_strndup (host + 1, length - 2);
  return strchr (inner, ':') != NULL && g_hostname_is_ip_address (inner);
}

/* A list of hosts that requests may name. */
gboolean
et_setting_read_hosts (const EtSetting *setting, const char *value, gpointer member)
{
  char **hosts;

  et_setting_read_list (setting, value, member);
  hosts = *(char ***) member;
  for (guint i = 0; hosts[i] != NULL; i++)
    if (!is_host (hosts[i]))
      return FALSE;
  return TRUE;
}

/* A list of origins: scheme, host and perhaps port. */
gboolean
et_setting_read_origins (const EtSetting *setting, const char *value, gpointer member)
{
  static const char *const schemes[] = { "http", "https", NULL };
  char **origins;

  et_setting_read_list (setting, value, member);
  origins = *(char ***) member;
  for (guint i = 0; origins[i] != NULL; i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (origins[i], G_URI_FLAGS_NONE, NULL);

      if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
          *g_uri_get_path (uri) != '\0' || !g_strv_contains (schemes, g_uri_get_scheme (uri)))
        return FALSE;
    }
  return TRUE;
}

/* A list of addresses and networks of proxies. */
gboolean
et_setting_read_networks (const EtSetting *setting, const char *value, gpointer member)
{
  char **networks;

  et_setting_read_list (setting, value, member);
  networks = *(char ***) member;
  for (guint i = 0; networks[i] != NULL; i++)
    {
      g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (networks[i], NULL);

      if (mask == NULL)
        return FALSE;
    }
  return TRUE;
}

/* EtEnvironment. */
gboolean
et_setting_read_environment (const EtSetting *setting, const char *value, gpointer member)
{
  static const char *const words[] = { "development", "staging", "production" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (value, words[i]) == 0)
      {
        *(EtEnvironment *) member = i;
        return TRUE;
      }
  return FALSE;
}

/* GLogLevelFlags, as int. */
gboolean
et_setting_read_log_level (const EtSetting *setting, const char *value, gpointer member)
{
  static const struct
  {
    const char *word;
    GLogLevelFlags level;
  } levels[] = {
    { "debug", G_LOG_LEVEL_DEBUG },
    { "info", G_LOG_LEVEL_INFO },
    { "warning", G_LOG_LEVEL_WARNING },
    { "error", G_LOG_LEVEL_CRITICAL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (levels); i++)
    if (g_ascii_strcasecmp (value, levels[i].word) == 0)
      {
        *(int *) member = levels[i].level;
        return TRUE;
      }
  return FALSE;
}

/* A language that we speak. */
gboolean
et_setting_read_language (const EtSetting *setting, const char *value, gpointer member)
{
  return g_strv_contains (et_languages, value) && et_setting_read_text (setting, value, member);
}

/* The word becomes a part of the path beside the API's own words. */
gboolean
et_setting_read_admin_path (const EtSetting *setting, const char *value, gpointer member)
{
  static const char *const taken[] = { "accounts", "cart", "keys",    "offers",
                                       "orders",   "sync", "tickets", NULL };
  gsize length = strspn (value, "abcdefghijklmnopqrstuvwxyz0123456789-");

  return length > 0 && length <= 64 && value[length] == '\0' && !g_strv_contains (taken, value) &&
         et_setting_read_text (setting, value, member);
}

/* ADDRESS:PORT, an IPv6 address in brackets. */
gboolean
et_setting_read_address (const EtSetting *setting, const char *value, gpointer member)
{
  const char *colon = strrchr (value, ':');
  g_autofree char *host = NULL;
  gboolean in_brackets;
  gint64 port;

  if (colon == NULL || !g_ascii_string_to_signed (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    return FALSE;

  in_brackets = value[0] == '[' && colon - value > 2 && colon[-1] == ']';
  host = in_brackets ? g_strndup (value + 1, colon - value - 2) : g_strndup (value, colon - value);
  return g_hostname_is_ip_address (host) && in_brackets == (strchr (host, ':') != NULL) &&
         et_setting_read_text (setting, value, member);
}

static gboolean
names_server (const char *url)
{
  static const char *const schemes[] = { "mariadb", "mysql", "postgres", "postgresql", NULL };
  const char *scheme = g_uri_peek_scheme (url);

  return scheme != NULL && g_strv_contains (schemes, scheme);
}

/* sqlite:///a/b is a relative path and sqlite:////a/b an absolute one, as dj-database-url, which
 * the original uses, reads them. What the URLs of other databases hold is read by their drivers. */
gboolean
et_setting_read_database_url (const EtSetting *setting, const char *value, gpointer member)
{
  g_autofree char *path = g_str_has_prefix (value, ET_SQLITE_PREFIX)
                              ? g_uri_unescape_string (value + strlen (ET_SQLITE_PREFIX), NULL)
                              : NULL;

  if (names_server (value))
    return et_setting_read_text (setting, value, member);
  return path != NULL && *path != '\0' && !g_str_has_suffix (path, "/") &&
         strpbrk (value, "?#") == NULL && et_setting_read_text (setting, value, member);
}

gboolean
et_setting_read_redis_url (const EtSetting *setting, const char *value, gpointer member)
{
  g_auto (EtRedisAddress) address = { 0 };

  return et_redis_address_read (&address, value) && et_setting_read_text (setting, value, member);
}
