/* SPDX-License-Identifier: MIT */
#include "test-shop.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "db/et-db-driver.h"
#include "server/repo/et-account-repo.h"
#include "server/repo/et-event-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/repo/et-rows.h"
#include "server/repo/et-schema.h"
#include "server/service/et-change-feed.h"
#include "server/service/et-check.h"
#include "server/service/et-password.h"
#include "tests/support/et-test-cluster.h"

static void
migrate (const char *url)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDb) db = et_db_open (url, ET_DB_READ_WRITE, &error);
  int n_applied;

  g_assert_no_error (error);
  et_schema_migrate (db, &n_applied, &error);
  g_assert_no_error (error);
}

static void
open_database (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *database = g_strdup_printf ("DATABASE_URL=%s", shop->url);
  g_autofree char *keys = g_strdup_printf ("ETICKETS_SIGNING_KEY_FILE=%s/signing-keys",
                                           shop->folder);
  char *environment[] = { database, keys, (char *) "ETICKETS_SELLER_NAME=Office", NULL };

  shop->config = et_config_new (environment, FALSE, "en", &error);
  g_assert_no_error (error);
  migrate (shop->url);
  shop->db = et_db_open (shop->url, ET_DB_READ_WRITE, &error);
  g_assert_no_error (error);
}

static void
make_services (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key_file = g_build_filename (shop->folder, "signing-keys", NULL);
  guint8 key_id;

  if (!g_file_test (key_file, G_FILE_TEST_EXISTS))
    et_signing_keys_add (key_file, 0, &key_id, &error);
  g_assert_no_error (error);
  shop->services.signing_keys = et_signing_keys_load (key_file, &error);
  g_assert_no_error (error);
  shop->services.config = shop->config;
  shop->services.catalogue = et_catalogue_new ();
  shop->services.payment = et_simulated_payment_new (1);
  shop->services.unfinished = et_unfinished_new ();
  shop->services.readiness = et_readiness_new (shop->folder, 1000);
}

/* Opens a shop in a folder and a database, which may be those of an et_test_server that is stopped.
 * Returns: (transfer full): a shop with nobody and nothing in it that was not there. */
TestShop *
test_shop_open_in (const char *folder, const char *url)
{
  TestShop *shop = g_new0 (TestShop, 1);

  g_assert_cmpint (sodium_init (), >=, 0);
  shop->folder = g_strdup (folder);
  shop->url = g_strdup (url);
  open_database (shop);
  make_services (shop);
  return shop;
}

static void
furnish (TestShop *shop)
{
  int64_t now = et_time_now ();

  shop->ada = test_shop_add_account (shop, "ada", ET_ROLE_CUSTOMER);
  shop->bob = test_shop_add_account (shop, "bob", ET_ROLE_CUSTOMER);
  shop->sam = test_shop_add_account (shop, "sam", ET_ROLE_STAFF);
  shop->event_id = test_shop_add_event (shop, now - ET_HOUR, now + ET_HOUR);
  shop->solo = test_shop_add_offer (shop, shop->event_id, "solo", 5000, 10);
  shop->duo = test_shop_add_offer (shop, shop->event_id, "duo", 8500, ET_NULL_INT64);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* Leaves the folder as it is. */
void
test_shop_leave (TestShop *shop)
{
  et_payment_provider_free (shop->services.payment);
  et_readiness_free (shop->services.readiness);
  et_unfinished_free (shop->services.unfinished);
  et_catalogue_free (shop->services.catalogue);
  et_signing_keys_free (shop->services.signing_keys);
  et_db_close (shop->db);
  et_config_free (shop->config);
  g_free (shop->folder);
  g_free (shop->url);
  g_free (shop);
}

/* Returns: (transfer full): a furnished shop in a folder of its own, to be closed by
 * test_shop_close(). */
TestShop *
test_shop_open (void)
{
  g_autofree char *folder = g_dir_make_tmp ("et-shop-XXXXXX", NULL);
  g_autofree char *url = et_test_cluster_is_running ()
                             ? et_test_cluster_new_database_for (migrate)
                             : g_strdup_printf ("sqlite:///%s/etickets.sqlite3", folder);
  TestShop *shop = test_shop_open_in (folder, url);

  furnish (shop);
  return shop;
}

void
test_shop_close (TestShop *shop)
{
  g_autofree char *folder = g_strdup (shop->folder);

  test_shop_leave (shop);
  remove_folder (folder);
}

static void
run_in_shop (gconstpointer func)
{
  TestShop *shop = test_shop_open ();

  ((TestShopFunc) func) (shop);
  test_shop_assert_sound (shop);
  test_shop_close (shop);
}

/* Adds a test that gets a shop, which must be sound afterwards. */
void
test_shop_add (const char *path, TestShopFunc func)
{
  g_test_add_data_func (path, (gconstpointer) func, run_in_shop);
}

void
test_shop_begin (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  et_db_begin (shop->db, &error);
  g_assert_no_error (error);
}

/* Writes the change feed and chains the audit rows as the writer does before it commits. */
void
test_shop_seal (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtSessionCache) cache = et_session_cache_new (16);
  g_autoptr (EtChangeFeed) feed = et_change_feed_new (cache);

  et_change_feed_set_audit_keys (feed, shop->services.signing_keys);
  et_change_feed_seal (shop->db, et_db_get_changes (shop->db), feed, &error);
  g_assert_no_error (error);
}

void
test_shop_commit (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_seal (shop);
  et_db_commit (shop->db, &error);
  g_assert_no_error (error);
}

void
test_shop_rollback (TestShop *shop)
{
  et_db_rollback (shop->db);
}

/* Runs SQL that is written as for SQLite, as migrations are. */
void
test_shop_exec (TestShop *shop, const char *sql)
{
  g_autofree char *own = et_db_sql_translate (sql, shop->db->driver->schema_words);
  g_autoptr (GError) error = NULL;

  et_db_exec (shop->db, own, &error);
  g_assert_no_error (error);
}

/* The first number that a query finds. */
int64_t
test_shop_get (TestShop *shop, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtDbStmt) stmt = et_db_prepare (shop->db, sql, &error);
  int64_t value = 0;

  g_assert_no_error (error);
  et_rows_read_int64 (stmt, &value, &error);
  g_assert_no_error (error);
  return value;
}

int64_t
test_shop_add_account (TestShop *shop, const char *username, EtRole role)
{
  g_autoptr (GError) error = NULL;
  EtAccountRow row = { .username = username,
                       .username_key = username,
                       .password_hash = "none",
                       .role = role,
                       .created_at = et_time_now () };
  int64_t id;

  memset (row.secret, 7, sizeof row.secret);
  et_account_repo_insert (shop->db, &row, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* Gives all accounts the same. */
void
test_shop_set_passwords (TestShop *shop, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL;
  g_autofree char *sql = NULL;

  et_password_hash (password, &hash, &error);
  g_assert_no_error (error);
  sql = g_strdup_printf ("UPDATE accounts SET password_hash = '%s'", hash);
  test_shop_exec (shop, sql);
}

/* Signs somebody in. */
void
test_shop_add_session (TestShop *shop, int64_t account_id, EtNewSession *ret_session)
{
  g_autoptr (GError) error = NULL;

  et_session_begin (shop->db, account_id, "127.0.0.1", ret_session, &error);
  g_assert_no_error (error);
}

int64_t
test_shop_add_event (TestShop *shop, int64_t starts_at, int64_t ends_at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtEvent) event = et_event_new ();
  int64_t id;

  et_record_set_text (&event->name, "Athlétisme");
  et_record_set_text (&event->sport, "athletics");
  et_record_set_text (&event->venue, "Stade de France");
  et_record_set_text (&event->time_zone, "Europe/Paris");
  event->starts_at = starts_at;
  event->ends_at = ends_at;
  et_event_repo_insert (shop->db, event, &id, &error);
  g_assert_no_error (error);
  return id;
}

int64_t
test_shop_add_offer (
    TestShop *shop, int64_t event_id, const char *type, int64_t price_cents, int64_t quota)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtOffer) offer = et_offer_new ();
  int64_t id;

  offer->event_id = event_id;
  offer->name = g_strdup_printf ("Ticket %s", type);
  et_record_set_text (&offer->offer_type, type);
  et_record_set_text (&offer->description, "");
  offer->admits = et_offer_type_get_admits (type);
  offer->price_cents = price_cents;
  offer->quota = quota;
  offer->is_active = TRUE;
  et_offer_repo_insert (shop->db, offer, &id, &error);
  g_assert_no_error (error);
  return id;
}

/* Puts tickets into a customer's cart. */
void
test_shop_put (TestShop *shop, int64_t account_id, int64_t offer_id, int64_t quantity)
{
  g_autoptr (GError) error = NULL;
  EtCartOwner owner = { account_id, 0 };
  EtCartWish wish = { offer_id, quantity };
  int64_t order_id;

  test_shop_begin (shop);
  et_cart_add (shop->db, shop->config, &owner, &wish, &order_id, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

void
test_shop_begin_checkout (TestShop *shop, int64_t account_id, EtCheckout *ret_checkout)
{
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  et_checkout_begin (ret_checkout, shop->db, shop->config, account_id, ET_NULL_INT64, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

/* Returns: (transfer full) (nullable): the tickets; NULL when nothing was sold. */
GArray *
test_shop_finish_checkout (TestShop *shop, EtCheckout *checkout)
{
  g_autoptr (GError) error = NULL;
  GArray *tickets;

  test_shop_begin (shop);
  et_checkout_finish (checkout, shop->db, &shop->services, &tickets, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  return tickets;
}

/* Sells one ticket. Returns: its id. */
int64_t
test_shop_buy (TestShop *shop, int64_t account_id, int64_t offer_id)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = NULL;

  test_shop_put (shop, account_id, offer_id, 1);
  test_shop_begin_checkout (shop, account_id, &checkout);
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  g_assert_cmpuint (tickets->len, ==, 1);
  return g_array_index (tickets, int64_t, 0);
}

/* What is sold and held of all offers together, in tickets. */
void
test_shop_assert_places (TestShop *shop, int64_t sold, int64_t held)
{
  g_assert_cmpint (test_shop_get (shop, "SELECT SUM(sold) FROM offers"), ==, sold);
  g_assert_cmpint (test_shop_get (shop, "SELECT SUM(held) FROM offers"), ==, held);
}

/* Nothing that et_check_run() looks for is wrong. */
void
test_shop_assert_sound (TestShop *shop)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) faults = et_check_run (shop->db, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *text = et_fault_describe (&g_array_index (faults, EtFault, i), "en");

      g_test_message ("%s", text);
    }
  g_assert_cmpuint (faults->len, ==, 0);
}
