/* SPDX-License-Identifier: MIT */
#include "server/repo/et-invoice-repo.h"
#include "server/service/et-invoice-issue.h"
#include "server/service/et-profile.h"
#include "server/service/et-refund.h"
#include "test-shop.h"

#define OLD "3 rue Oberkampf\nBâtiment B\n75011 Paris\nFrance"
#define NEW "9 Grafton Street\nDublin"

static void
save_profile (TestShop *shop, const EtProfileChange *change)
{
  g_autoptr (EtAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  account = et_profile_save (shop->db, shop->ada, change, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static void
move_in (TestShop *shop)
{
  EtProfileChange change = {
    .has = { [ET_PROFILE_STREET] = TRUE,
             [ET_PROFILE_STREET2] = TRUE,
             [ET_PROFILE_POSTAL_CODE] = TRUE,
             [ET_PROFILE_TOWN] = TRUE,
             [ET_PROFILE_COUNTRY] = TRUE },
    .text = { [ET_PROFILE_STREET] = "3 rue Oberkampf",
              [ET_PROFILE_STREET2] = "Bâtiment B",
              [ET_PROFILE_POSTAL_CODE] = "75011",
              [ET_PROFILE_TOWN] = "Paris",
              [ET_PROFILE_COUNTRY] = "France" },
  };

  save_profile (shop, &change);
}

/* Some members are changed, some taken away. */
static void
move_out (TestShop *shop)
{
  EtProfileChange change = {
    .has = { [ET_PROFILE_STREET] = TRUE,
             [ET_PROFILE_STREET2] = TRUE,
             [ET_PROFILE_POSTAL_CODE] = TRUE,
             [ET_PROFILE_TOWN] = TRUE,
             [ET_PROFILE_COUNTRY] = TRUE },
    .text = { [ET_PROFILE_STREET] = "9 Grafton Street", [ET_PROFILE_TOWN] = "Dublin" },
  };

  save_profile (shop, &change);
}

/* Returns: the order of a ticket that Ada has just bought. */
static int64_t
buy (TestShop *shop)
{
  test_shop_buy (shop, shop->ada, shop->solo);
  return test_shop_get (shop, "SELECT MAX(id) FROM orders");
}

static EtInvoice *
load (TestShop *shop, int64_t order_id)
{
  g_autoptr (GError) error = NULL;
  EtInvoice *invoice = et_invoice_load (shop->db, order_id, &error);

  g_assert_no_error (error);
  return invoice;
}

static EtInvoice *
refund (TestShop *shop, int64_t order_id)
{
  EtRefund wish = {
    .actor_id = shop->sam, .order_id = order_id, .reason = "Ill", .end_state = "refunded"
  };
  g_autoptr (GError) error = NULL;
  EtInvoice *note;

  test_shop_begin (shop);
  note = et_refund_carry_out (shop->db, &wish, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
  return note;
}

static void
delete_ada (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  et_profile_delete (shop->db, shop->ada, &error);
  g_assert_no_error (error);
  test_shop_commit (shop);
}

static void
test_an_invoice_has_the_buyers_address (TestShop *shop)
{
  g_autoptr (EtInvoice) invoice = NULL;

  move_in (shop);
  invoice = load (shop, buy (shop));
  g_assert_cmpstr (invoice->buyer_address, ==, OLD);
}

static void
test_without_an_address_there_is_none (TestShop *shop)
{
  g_autoptr (EtInvoice) invoice = load (shop, buy (shop));

  g_assert_null (invoice->buyer_address);
}

static void
assert_address (TestShop *shop, const char *set, const char *expected)
{
  g_autofree char *sql = g_strconcat ("UPDATE accounts SET ", set, NULL);
  g_autoptr (EtInvoice) invoice = NULL;

  test_shop_exec (shop, sql);
  invoice = load (shop, buy (shop));
  g_assert_cmpstr (invoice->buyer_address, ==, expected);
}

static void
test_what_is_not_known_leaves_no_line (TestShop *shop)
{
  assert_address (shop, "postal_code = '75011'", "75011");
  assert_address (shop, "country = 'France'", "75011\nFrance");
  assert_address (shop, "town = 'Paris'", "75011 Paris\nFrance");
  assert_address (shop, "postal_code = NULL", "Paris\nFrance");
  assert_address (shop, "street2 = 'Bâtiment B'", "Bâtiment B\nParis\nFrance");
}

static void
test_a_move_changes_no_document (TestShop *shop)
{
  g_autoptr (EtInvoice) note = NULL;
  g_autoptr (EtInvoice) next = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  int64_t order_id;

  move_in (shop);
  order_id = buy (shop);
  before = et_invoice_repo_find_document (shop->db, order_id, NULL);
  note = refund (shop, order_id);
  g_clear_object (&note);
  move_out (shop);
  next = load (shop, buy (shop));
  after = et_invoice_repo_find_document (shop->db, order_id, NULL);
  note = et_refund_load_note (shop->db, order_id, 1, NULL);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (note->buyer_address, ==, OLD);
  g_assert_cmpstr (next->buyer_address, ==, NEW);
}

/* A credit note is issued to whom its invoice was. */
static void
test_a_credit_note_has_its_invoices_address (TestShop *shop)
{
  g_autoptr (EtInvoice) note = NULL;
  int64_t order_id;

  move_in (shop);
  order_id = buy (shop);
  move_out (shop);
  note = refund (shop, order_id);
  g_assert_cmpstr (note->buyer_address, ==, OLD);
}

static void
test_it_goes_with_the_account (TestShop *shop)
{
  g_autoptr (EtInvoice) invoice = NULL;
  int64_t order_id;

  move_in (shop);
  order_id = buy (shop);
  delete_ada (shop);
  invoice = load (shop, order_id);
  g_assert_cmpstr (invoice->buyer_address, ==, OLD);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM accounts WHERE COALESCE(street, "
                                        "street2, postal_code, town, country) IS NOT NULL"),
                   ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  test_shop_add ("/server/billing/address", test_an_invoice_has_the_buyers_address);
  test_shop_add ("/server/billing/no-address", test_without_an_address_there_is_none);
  test_shop_add ("/server/billing/parts", test_what_is_not_known_leaves_no_line);
  test_shop_add ("/server/billing/move", test_a_move_changes_no_document);
  test_shop_add ("/server/billing/credit-note", test_a_credit_note_has_its_invoices_address);
  test_shop_add ("/server/billing/deletion", test_it_goes_with_the_account);
  return g_test_run ();
}
