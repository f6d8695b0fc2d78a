/* SPDX-License-Identifier: MIT */
#include "server/service/et-check.h"
#include "server/service/et-refund.h"
#include "test-shop.h"

/* Each fault breaks one rule of a shop with one order of two tickets, a cart and a request. */
static const struct
{
  const char *path;
  const char *sql;
  const char *sentence; /* how the report begins */
} faults[] = {
  { "sold", "UPDATE offers SET sold = sold + 1 WHERE id = 1", "Offer 1: the number sold" },
  { "held", "UPDATE offers SET held = 1 WHERE id = 1", "Offer 1: the number held" },
  { "event-places", "UPDATE events SET taken = taken + 1", "Event 1: the places taken" },
  { "total", "UPDATE orders SET total_cents = 1 WHERE state = 'paid'", "Order 1: the total" },
  { "terms", "UPDATE order_lines SET tax_permille = NULL WHERE order_id = 1",
    "Order 1: a line is not fixed" },
  { "cart-terms", "UPDATE order_lines SET name = 'x' WHERE order_id = 2",
    "Cart 2: a line is fixed" },
  { "tickets", "UPDATE order_lines SET quantity = 3 WHERE order_id = 1",
    "Order 1: a paid line has not as many" },
  { "unpaid-ticket", "UPDATE orders SET state = 'failed' WHERE id = 1",
    "Ticket 1: its order was never paid" },
  { "other-owner", "UPDATE tickets SET account_id = 2 WHERE id = 1",
    "Ticket 1: it does not say what" },
  { "other-price", "UPDATE tickets SET price_cents = 1 WHERE id = 1",
    "Ticket 1: it does not say what" },
  { "serial", "UPDATE tickets SET serial = 7 WHERE id = 2", "Order 1: the serials" },
  { "used-by", "UPDATE tickets SET state = 'used', used_at = 1 WHERE id = 1",
    "Ticket 1: it is used, but nobody knows" },
  { "code", "UPDATE orders SET code = NULL WHERE id = 1", "Order 1: it is paid without code" },
  { "pending", "UPDATE orders SET state = 'pending' WHERE id = 1", "Order 1: it is pending, but" },
  { "no-invoice", "DELETE FROM invoices", "Order 1: it is paid, but has no invoice" },
  { "unpaid-invoice", "UPDATE orders SET state = 'failed' WHERE id = 1",
    "Order 1: it has an invoice, but" },
  { "gap", "UPDATE invoices SET serial = 2", "Invoices of the year" },
  { "document", "UPDATE invoices SET document = '{}'",
    "Order 1: its invoice or a credit note does not" },
  { "document-total", "UPDATE invoices SET document = REPLACE(document, '10000', '10001')",
    "Order 1: its invoice or a credit note does not" },
  { "request",
    "INSERT INTO idempotency_keys (caller, request_key, digest, created_at) "
    "VALUES ('a1', 'k', CAST('d' AS BLOB), 1)",
    "Order 1: a request waits" },
  { "feed", "UPDATE counters SET value = 0 WHERE name = 'change'", "Change" },
};

static void
sell_two (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { .request_key = "k" };
  g_autoptr (GArray) tickets = NULL;

  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_begin_checkout (shop, shop->ada, &checkout);
  et_checkout_pay (&checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, &checkout);
  test_shop_put (shop, shop->bob, shop->duo, 1);
}

static gboolean
reports (GArray *found, const char *sentence)
{
  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *text = et_fault_describe (&g_array_index (found, EtFault, i), "en");

      if (g_str_has_prefix (text, sentence))
        return TRUE;
    }
  return FALSE;
}

static void
test_planted_fault (gconstpointer data)
{
  gsize index = GPOINTER_TO_SIZE (data);
  TestShop *shop = test_shop_open ();
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;

  sell_two (shop);
  test_shop_assert_sound (shop);
  test_shop_exec (shop, faults[index].sql);
  found = et_check_run (shop->db, &error);
  g_assert_no_error (error);
  g_assert_true (reports (found, faults[index].sentence));
  test_shop_close (shop);
}

static void
test_an_edited_credit_note (TestShop *shop)
{
  EtRefund wish = {
    .actor_id = shop->sam, .order_id = 1, .reason = "Ill", .end_state = "refunded"
  };
  g_autoptr (EtInvoice) note = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;

  sell_two (shop);
  test_shop_begin (shop);
  note = et_refund_carry_out (shop->db, &wish, &error);
  test_shop_commit (shop);
  test_shop_assert_sound (shop);
  test_shop_begin (shop);
  test_shop_exec (shop, "UPDATE credit_notes SET document = REPLACE(document, '10000', '10001')");
  found = et_check_run (shop->db, &error);
  test_shop_rollback (shop);
  g_assert_no_error (error);
  g_assert_true (reports (found, "Order 1: its invoice or a credit note does not"));
}

static void
test_quota_is_kept_by_the_database (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_db_exec (shop->db, "UPDATE offers SET sold = quota + 1 WHERE id = 1", &error));
  g_assert_nonnull (error);
}

static void
test_capacity_is_kept_by_the_database (TestShop *shop)
{
  g_autoptr (GError) error = NULL;

  test_shop_exec (shop, "UPDATE events SET capacity = 5");
  g_assert_false (et_db_exec (shop->db, "UPDATE events SET taken = 6", &error));
  g_assert_nonnull (error);
}

static void
test_sentences_are_translated (TestShop *shop)
{
  EtFault fault = { "Order {id}: it is paid, but has no invoice", 42 };
  g_autofree char *text = et_fault_describe (&fault, "fr");

  g_assert_cmpstr (text, ==, "Commande 42\u00a0: elle est payée, mais n’a pas de facture");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/server/check/", faults[i].path, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_planted_fault);
    }
  test_shop_add ("/server/check/credit-note", test_an_edited_credit_note);
  test_shop_add ("/server/check/quota", test_quota_is_kept_by_the_database);
  test_shop_add ("/server/check/capacity", test_capacity_is_kept_by_the_database);
  test_shop_add ("/server/check/french", test_sentences_are_translated);
  return g_test_run ();
}
