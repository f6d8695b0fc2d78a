/* SPDX-License-Identifier: MIT */
/* A damaged copy, and what is saved of it. */
#include <stdio.h>

#include "client-shop.h"
#include "db/et-db.h"

static void
test_damaged_copy_is_filled_again (ClientShop *shop, gconstpointer data)
{
  g_autofree char *path = NULL;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_buy (shop, shop->solo, 1);
  path = g_strdup (et_store_get_path (client_shop_get_store (shop)));
  g_assert_true (g_file_set_contents (path, "garbage garbage", -1, NULL));

  client_shop_restart_program (shop);
  g_assert_true (et_store_get_damage (client_shop_get_store (shop), NULL));
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_count_tickets (shop), ==, 1);
  g_assert_cmpstr (et_session_get_account (client_shop_get_session (shop))->username, ==, "zoe");
  client_shop_set_cart (shop, shop->duo, 1);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 1);
}

static guint
count_damaged (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;
  guint count = 0;

  while ((entry = g_dir_read_name (dir)) != NULL)
    count += strstr (entry, ".damaged-") != NULL;
  return count;
}

/* What was set aside is as private as the copy, and goes with it. */
static void
test_signing_out_deletes_what_was_set_aside (ClientShop *shop, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;

  client_shop_sign_up (shop, "zoe");
  path = g_strdup (et_store_get_path (client_shop_get_store (shop)));
  folder = g_path_get_dirname (path);
  g_assert_true (g_file_set_contents (path, "garbage garbage", -1, NULL));
  client_shop_restart_program (shop);
  client_shop_sync (shop);
  g_assert_cmpuint (count_damaged (folder), >, 0);
  g_assert_true (et_session_sign_out (client_shop_get_session (shop), FALSE, NULL, NULL));
  g_assert_cmpuint (count_damaged (folder), ==, 0);
}

/* Overwrites the page on which a table of the copy begins. */
static void
damage_table (ClientShop *shop, const char *table)
{
  g_autofree char *path = g_strdup (et_store_get_path (client_shop_get_store (shop)));
  g_autofree char *url = g_strconcat ("sqlite:///", path, NULL);
  g_autofree char *garbage = g_strnfill (4096, '\x5a');
  g_autoptr (EtDb) db = et_db_open (url, ET_DB_READ_ONLY, NULL);
  g_autoptr (EtDbStmt)
      stmt = et_db_prepare (db, "SELECT rootpage FROM sqlite_master WHERE name = :name", NULL);
  gboolean has_row = FALSE;
  FILE *file = fopen (path, "r+");

  et_db_stmt_bind_text (stmt, "name", table);
  g_assert_true (et_db_stmt_step (stmt, &has_row, NULL) && has_row);
  fseek (file, (long) (et_db_stmt_get_int64 (stmt, 0) - 1) * 4096, SEEK_SET);
  g_assert_cmpuint (fwrite (garbage, 1, 4096, file), ==, 4096);
  fclose (file);
}

/* Two edits wait when @table is damaged. Returns: (transfer full): what the person is told. */
static char *
damage_with_edits (ClientShop *shop, const char *table)
{
  EtCopyDamage damage;

  client_shop_sign_up (shop, "zoe");
  client_shop_sync (shop);
  client_shop_stop_server (shop);
  client_shop_set_cart (shop, shop->solo, 2);
  client_shop_set_cart (shop, shop->duo, 1);
  damage_table (shop, table);
  client_shop_restart_program (shop);
  g_assert_true (et_store_get_damage (client_shop_get_store (shop), &damage));
  return et_copy_damage_describe (&damage, "en");
}

static void
test_edits_of_a_damaged_copy (ClientShop *shop, gconstpointer data)
{
  g_autofree char *expected = g_strdup_printf ("%dx2 %dx1", (int) shop->solo, (int) shop->duo);
  g_autofree char *sentence = damage_with_edits (shop, "offers");
  g_autoptr (GListModel) differences = NULL;

  g_assert_true (g_str_has_suffix (sentence, "waited for the server and were saved: 2"));
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 2);
  client_shop_start_server (shop);
  client_shop_sync (shop);
  client_shop_assert_server_cart (shop, "zoe", expected);
  client_shop_assert_cart (shop, expected);
  differences = et_cart_store_list_differences (client_shop_get_store (shop), NULL);
  g_assert_cmpuint (g_list_model_get_n_items (differences), ==, 0);
}

static void
test_edits_that_cannot_be_read (ClientShop *shop, gconstpointer data)
{
  g_autofree char *sentence = damage_with_edits (shop, "outbox");

  g_assert_true (g_str_has_suffix (sentence, "may be lost. Saved: 0"));
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/damage/" path, ClientShop, NULL, client_shop_set_up, test, \
              client_shop_tear_down)
  ADD ("is-filled-again", test_damaged_copy_is_filled_again);
  ADD ("sign-out", test_signing_out_deletes_what_was_set_aside);
  ADD ("edits-are-saved", test_edits_of_a_damaged_copy);
  ADD ("edits-cannot-be-read", test_edits_that_cannot_be_read);
#undef ADD
  return g_test_run ();
}
