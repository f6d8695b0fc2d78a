/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "server/db/et-mariadb.h"

#define DEFAULT_PORT 3306

/* The ways in which people ask for TLS, of MySQL's and PostgreSQL's clients. */
static gboolean
read_tls_mode (EtMariadbAddress *address, const char *mode)
{
  static const struct
  {
    const char *mode;
    gboolean needs_tls, verifies;
  } modes[] = {
    { "disable", FALSE, FALSE },       { "disabled", FALSE, FALSE }, { "prefer", FALSE, FALSE },
    { "preferred", FALSE, FALSE },     { "require", TRUE, FALSE },   { "required", TRUE, FALSE },
    { "verify-ca", TRUE, TRUE },       { "verify_ca", TRUE, TRUE },  { "verify-full", TRUE, TRUE },
    { "verify_identity", TRUE, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    if (g_ascii_strcasecmp (modes[i].mode, mode) == 0)
      {
        address->needs_tls = modes[i].needs_tls;
        address->verifies = modes[i].verifies;
        return TRUE;
      }
  return FALSE;
}

static void
replace (char **member, const char *value)
{
  g_free (*member);
  *member = g_strdup (value);
}

static gboolean
read_parameter (EtMariadbAddress *address, const char *name, const char *value)
{
  if (g_str_equal (name, "unix_socket") || g_str_equal (name, "socket"))
    replace (&address->socket, value);
  else if (g_str_equal (name, "host"))
    replace (*value == '/' ? &address->socket : &address->host, value);
  else if (g_str_equal (name, "ssl-ca") || g_str_equal (name, "sslrootcert"))
    replace (&address->ca_file, value);
  else if (g_str_equal (name, "ssl-mode") || g_str_equal (name, "sslmode"))
    return read_tls_mode (address, value);
  else
    return g_str_equal (name, "charset"); /* it is utf8mb4 in any case */
  return TRUE;
}

static gboolean
read_parameters (EtMariadbAddress *address, const char *query)
{
  GUriParamsIter iter;
  g_autoptr (GError) error = NULL;

  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_NONE);
  for (;;)
    {
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (!g_uri_params_iter_next (&iter, &name, &value, &error))
        return error == NULL;
      if (!read_parameter (address, name, value))
        return FALSE;
    }
}

static gboolean
read_uri (EtMariadbAddress *address, GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  address->host = g_strdup (g_uri_get_host (uri));
  address->user = g_strdup (g_uri_get_user (uri));
  address->password = g_strdup (g_uri_get_password (uri));
  address->port = g_uri_get_port (uri) > 0 ? (guint) g_uri_get_port (uri) : DEFAULT_PORT;
  address->database = g_strdup (*path == '/' ? path + 1 : path);
  return *address->database != '\0' && g_uri_get_fragment (uri) == NULL &&
         (g_uri_get_query (uri) == NULL || read_parameters (address, g_uri_get_query (uri)));
}

void
et_mariadb_address_clear (EtMariadbAddress *address)
{
  g_clear_pointer (&address->host, g_free);
  g_clear_pointer (&address->user, g_free);
  g_clear_pointer (&address->password, g_free);
  g_clear_pointer (&address->database, g_free);
  g_clear_pointer (&address->socket, g_free);
  g_clear_pointer (&address->ca_file, g_free);
}

/* Reads mysql:// and mariadb:// URLs as people paste them: %xx in every part, a unix socket as
 * ?unix_socket=/path or ?host=/path, sslmode or ssl-mode, sslrootcert or ssl-ca. Sets
 * ET_ERROR_CONFIGURATION. */
gboolean
et_mariadb_address_read (EtMariadbAddress *ret_address, const char *url, GError **error)
{
  g_auto (EtMariadbAddress) address = { 0 };
  g_autoptr (GUri)
      uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_QUERY, NULL);

  if (uri == NULL || !read_uri (&address, uri))
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("The database URL must be "
                                 "mariadb://USER:PASSWORD@HOST:PORT/DATABASE, with %xx for "
                                 "special characters"));
      return FALSE;
    }
  *ret_address = address;
  address = (EtMariadbAddress){ 0 };
  return TRUE;
}
