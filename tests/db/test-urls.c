/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "test-database.h"

/* The URLs that people paste, of a database that has a server. */

static void
assert_not_opened (const char *url, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", url);
  g_assert_null (et_db_open (url, ET_DB_READ_WRITE, &error));
  g_assert_error (error, ET_ERROR, (int) code);
  g_assert_null (strstr (error->message, "hidden"));
}

static char *
replace (const char *text, const char *part, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, part, 2);

  return g_strjoinv (by, parts);
}

static char *
make_socket_url (EtTestDatabase *self)
{
  const char *url = self->url;
  const char *folder = g_getenv ("ET_TEST_DATABASE_FOLDER");
  const char *name = strrchr (url, '/') + 1;
  g_autofree char *begin = g_strndup (url, strchr (url, '@') - url);
  g_autofree char *port = g_strndup (strrchr (url, ':') + 1, name - strrchr (url, ':') - 2);

  return et_test_is_on ("mariadb")
             ? g_strdup_printf ("%s@/%s?unix_socket=%s/socket", begin, name, folder)
             : g_strdup_printf ("%s@/%s?host=%s&port=%s", begin, name, folder, port);
}

static void
test_urls (EtTestDatabase *self, gconstpointer data)
{
  const char *url = self->url;
  g_autofree char *password = replace (url, "p%40ss", "hidden");
  g_autofree char *nowhere = replace (url, "/test_", "/no_test_");
  g_autofree char *unknown = g_strconcat (url, "?unheard=1", NULL);
  g_autofree char *broken = replace (url, "p%40ss", "hidden%zz");
  g_autofree char *tls = g_strconcat (url, "?sslmode=require", NULL);
  g_autofree char *plain = g_strconcat (url, "?sslmode=disable", NULL);
  g_autofree char *socket = make_socket_url (self);

  assert_not_opened (password, ET_ERROR_UNAVAILABLE);
  assert_not_opened (nowhere, ET_ERROR_UNAVAILABLE);
  assert_not_opened (unknown, ET_ERROR_CONFIGURATION);
  assert_not_opened (broken, ET_ERROR_CONFIGURATION);
  assert_not_opened (tls, ET_ERROR_UNAVAILABLE); /* this server has no certificate */
  et_db_close (et_test_open (plain, ET_DB_READ_WRITE));
  et_db_close (et_test_open (socket, ET_DB_READ_WRITE));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  et_test_add ("/urls", test_urls);
  return g_test_run ();
}
