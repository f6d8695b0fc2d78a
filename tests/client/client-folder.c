/* SPDX-License-Identifier: MIT */
#include "client-folder.h"

#include <glib/gstdio.h>

#include "client/et-account-rows.h"
#include "client/et-call.h"
#include "client/et-catalogue-rows.h"
#include "core/et-time.h"

/* Returns: (transfer full): a new folder; client_folder_remove() deletes it with what is in it. */
char *
client_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("et-client-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Takes @folder over. */
void
client_folder_remove (char *folder)
{
  remove_tree (folder);
  g_free (folder);
}

/* The permissions of a file, such as 0600. */
guint
client_get_mode (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_mode & 0777;
}

char *
client_folder_get_copy (const char *folder)
{
  return g_build_filename (folder, "server", "guest", "copy.db", NULL);
}

EtStore *
client_folder_open_store (const char *folder)
{
  g_autofree char *path = client_folder_get_copy (folder);
  g_autoptr (GError) error = NULL;
  EtStore *store = et_store_new (path);

  et_store_open (store, &error);
  g_assert_no_error (error);
  return store;
}

EtOffer *
client_new_offer (int64_t id, const char *name, int64_t price_cents)
{
  EtOffer *offer = et_offer_new ();

  offer->id = id;
  offer->event_id = 1;
  offer->name = g_strdup (name);
  offer->offer_type = g_strdup ("solo");
  offer->admits = 1;
  offer->price_cents = price_cents;
  offer->is_active = TRUE;
  offer->availability = g_strdup ("available");
  offer->event_name = g_strdup ("Finales");
  offer->sport = g_strdup ("athletics");
  offer->venue = g_strdup ("Stade de France");
  offer->starts_at = 1000 * ET_DAY;
  return offer;
}

static gpointer
put_offer (EtDb *db, gpointer offer, GError **error)
{
  return et_catalogue_rows_put (db, offer, error) ? ET_DONE : NULL;
}

static gpointer
put_account (EtDb *db, gpointer account, GError **error)
{
  return et_account_rows_put (db, account, error) ? ET_DONE : NULL;
}

/* Takes @offer over. */
void
client_put_offer (EtStore *store, EtOffer *offer)
{
  g_autoptr (EtOffer) owned = offer;
  g_autoptr (GError) error = NULL;

  et_store_run (store, put_offer, owned, NULL, &error);
  g_assert_no_error (error);
}

/* Makes the copy an account's. */
void
client_put_account (EtStore *store, int64_t id, const char *username)
{
  g_autoptr (EtAccount) account = et_account_new ();
  g_autoptr (GError) error = NULL;

  account->id = id;
  account->username = g_strdup (username);
  account->role = g_strdup ("customer");
  et_store_run (store, put_account, account, NULL, &error);
  g_assert_no_error (error);
}
