/* SPDX-License-Identifier: MIT */
#include "client/et-data-folder.h"

/* Letters of a digest that keep apart addresses which look alike as file names. */
#define DIGEST_LENGTH 8

/* Returns: (transfer full): an address as a file name, without the name and the password that it
 * may hold. */
static char *
make_readable (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  char *readable = uri != NULL ? g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO)
                               : g_strdup (url);

  return g_strcanon (readable, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ".", '-');
}

/* The folder of a server below @root (NULL: the person's own data folder), named after its
 * address. Returns: (transfer full). */
char *
et_data_folder_of_server (const char *root, const char *url)
{
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "etickets", NULL);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, url, -1);
  g_autofree char *readable = make_readable (url);
  g_autofree char *name = NULL;

  digest[DIGEST_LENGTH] = '\0';
  name = g_strconcat (readable, "-", digest, NULL);
  return g_build_filename (root != NULL ? root : own, name, NULL);
}

/* The offline file of an account, or with 0 the guest's. Returns: (transfer full). */
char *
et_data_folder_get_copy (const char *server_folder, int64_t account_id)
{
  g_autofree char *owner = account_id != 0
                               ? g_strdup_printf ("account-%" G_GINT64_FORMAT, account_id)
                               : g_strdup ("guest");

  return g_build_filename (server_folder, owner, "copy.db", NULL);
}
