/* SPDX-License-Identifier: MIT */
#include "server/db/et-writer.h"
#include "server/service/et-admission.h"
#include "server/service/et-invoice-issue.h"
#include "server/repo/et-order-repo.h"
#include "server/service/et-refund-request.h"
#include "server/service/et-refund.h"
#include "server/repo/et-guards.h"
#include "test-shop.h"

/* Sells Ada two solos and a duo. Returns: (transfer full): the tickets, in this order. */
static GArray *
sell (TestShop *shop, EtCheckout *checkout)
{
  GArray *tickets;

  test_shop_exec (shop, "UPDATE events SET capacity = 50");
  test_shop_put (shop, shop->ada, shop->solo, 2);
  test_shop_put (shop, shop->ada, shop->duo, 1);
  test_shop_begin_checkout (shop, shop->ada, checkout);
  et_checkout_pay (checkout, shop->services.payment, NULL);
  tickets = test_shop_finish_checkout (shop, checkout);
  g_assert_cmpuint (tickets->len, ==, 3);
  return tickets;
}

/* @ticket_id: 0 for all. Returns: (transfer full) (nullable): the credit note. */
static EtInvoice *
refund (TestShop *shop, int64_t order_id, int64_t ticket_id, gboolean is_forced, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  EtRefund wish = { .actor_id = shop->sam,
                    .order_id = order_id,
                    .ticket_ids = ticket_id != 0 ? ids : NULL,
                    .reason = "Ill",
                    .is_forced = is_forced,
                    .end_state = "refunded" };
  EtInvoice *note;

  g_array_append_val (ids, ticket_id);
  test_shop_begin (shop);
  note = et_refund_carry_out (shop->db, &wish, error);
  if (note != NULL)
    test_shop_commit (shop);
  else
    test_shop_rollback (shop);
  return note;
}

static void
admit (TestShop *shop, int64_t ticket_id)
{
  EtAdmissionClaim claim = { ticket_id, et_time_now (), shop->sam, "A", NULL };
  gboolean is_admitted;

  test_shop_begin (shop);
  g_assert_true (et_guard_admit (shop->db, &claim, &is_admitted, NULL));
  g_assert_true (is_admitted);
  test_shop_commit (shop);
}

static void
test_an_order_is_refunded (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autoptr (EtInvoice) note = refund (shop, checkout.order.order_id, 0, FALSE, NULL);

  g_assert_cmpint (note->total_cents, ==, 18500);
  g_assert_cmpuint (note->items->len, ==, 2);
  test_shop_assert_places (shop, 0, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT taken FROM events"), ==, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders WHERE state = 'refunded'"), ==,
                   1);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM tickets WHERE state = 'revoked'"), ==,
                   3);
}

static void
test_one_ticket_is_refunded (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autoptr (EtInvoice) note = refund (shop, checkout.order.order_id,
                                       g_array_index (tickets, int64_t, 2), FALSE, NULL);

  g_assert_cmpint (note->total_cents, ==, 8500);
  test_shop_assert_places (shop, 2, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT taken FROM events"), ==, 2);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM orders WHERE state = 'paid'"), ==, 1);
}

static void
test_the_rest_is_refunded (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  int64_t order_id = checkout.order.order_id;
  g_autoptr (EtInvoice)
      first = refund (shop, order_id, g_array_index (tickets, int64_t, 0), FALSE, NULL);
  g_autoptr (EtInvoice) rest = refund (shop, order_id, 0, FALSE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (first->total_cents + rest->total_cents, ==, 18500);
  g_assert_cmpint (test_shop_get (shop, "SELECT MAX(serial) FROM credit_notes"), ==, 2);
  g_assert_null (refund (shop, order_id, 0, FALSE, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
}

static void
test_a_ticket_is_refunded_once (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  int64_t ticket_id = g_array_index (tickets, int64_t, 0);
  g_autoptr (EtInvoice) note = refund (shop, checkout.order.order_id, ticket_id, FALSE, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (refund (shop, checkout.order.order_id, ticket_id, FALSE, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM credit_notes"), ==, 1);
}

static void
test_another_orders_ticket (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  int64_t other = test_shop_buy (shop, shop->bob, shop->solo);
  g_autoptr (GError) error = NULL;

  g_assert_null (refund (shop, checkout.order.order_id, other, FALSE, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_TICKET_UNKNOWN);
}

static void
test_a_used_ticket_is_not_refunded (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autoptr (GError) error = NULL;

  admit (shop, g_array_index (tickets, int64_t, 0));
  g_assert_null (refund (shop, checkout.order.order_id, 0, FALSE, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_ALREADY_USED);
  test_shop_assert_places (shop, 3, 0);
}

/* The money goes back, but the place was taken. */
static void
test_a_used_ticket_is_refunded_by_force (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autoptr (EtInvoice) note = NULL;

  admit (shop, g_array_index (tickets, int64_t, 0));
  note = refund (shop, checkout.order.order_id, 0, TRUE, NULL);
  g_assert_cmpint (note->total_cents, ==, 18500);
  test_shop_assert_places (shop, 1, 0);
  g_assert_cmpint (test_shop_get (shop, "SELECT COUNT(*) FROM tickets WHERE state = 'used'"), ==,
                   1);
}

static void
test_a_credit_note_says_what_the_invoice_said (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  int64_t order_id = checkout.order.order_id;
  g_autoptr (EtInvoice) invoice = et_invoice_load (shop->db, order_id, NULL);
  g_autoptr (EtInvoice) issued = refund (shop, order_id, 0, FALSE, NULL);
  g_autoptr (EtInvoice) note = et_refund_load_note (shop->db, order_id, 1, NULL);

  g_assert_cmpstr (note->credited_number, ==, invoice->number);
  g_assert_cmpstr (note->number, ==, issued->number);
  g_assert_cmpstr (note->buyer_name, ==, invoice->buyer_name);
  g_assert_cmpstr (note->seller_address, ==, invoice->seller_address);
  g_assert_true (g_str_has_suffix (note->number, "-000001"));
}

static void
test_the_buyer_is_told (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autofree char *sql = g_strdup_printf (
      "SELECT COUNT(*) FROM changes WHERE account_id = %" G_GINT64_FORMAT
      " AND kind IN ('ticket', 'order') AND seq > %" G_GINT64_FORMAT,
      shop->ada, test_shop_get (shop, "SELECT MAX(seq) FROM changes"));
  g_autoptr (EtInvoice) note = refund (shop, checkout.order.order_id, 0, FALSE, NULL);

  g_assert_cmpint (test_shop_get (shop, sql), ==, 4);
}

static gboolean
refuse_the_first (EtPaymentProvider *provider,
                  int64_t order_id,
                  int64_t attempt,
                  int64_t refund_id,
                  int64_t cents,
                  GError **error)
{
  if (refund_id == 1)
    et_error_set (error, ET_ERROR_UNAVAILABLE);
  return refund_id != 1;
}

/* However many follow the one that is refused, each gets its money back. */
static void
test_a_refusal_keeps_no_other_back (TestShop *shop)
{
  EtPaymentProvider provider = { .refund = refuse_the_first };
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;
  EtWriter *writer;
  EtDb *reader;

  for (guint i = 0; i < tickets->len; i++)
    {
      g_autoptr (EtInvoice) note = refund (shop, checkout.order.order_id,
                                           g_array_index (tickets, int64_t, i), FALSE, NULL);

      g_assert_nonnull (note);
    }
  writer = et_writer_new (g_steal_pointer (&shop->db), 16, 16);
  reader = et_db_open (shop->url, ET_DB_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_false (et_refund_return_money (reader, writer, &provider, &refusal));
  g_assert_error (refusal, ET_ERROR, ET_ERROR_UNAVAILABLE);
  et_db_close (reader);
  et_writer_free (writer);
  shop->db = et_db_open (shop->url, ET_DB_READ_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      test_shop_get (shop, "SELECT COUNT(*) FROM credit_notes WHERE returned_at IS NULL"), ==, 1);
}

static void
ask (TestShop *shop, int64_t order_id, gboolean is_noted)
{
  g_autoptr (EtOrder) order = et_order_repo_find (shop->db, order_id, NULL);
  g_autoptr (GError) error = NULL;

  test_shop_begin (shop);
  g_assert_cmpint (et_refund_request_open (shop->db, shop->ada, order, "Ill", &error), ==,
                   is_noted);
  if (!is_noted)
    g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
  test_shop_commit (shop);
}

static void
assert_wish (TestShop *shop, const char *state)
{
  g_autofree char *sql = g_strdup_printf ("SELECT COUNT(*) FROM orders WHERE refund_state = '%s'",
                                          state);

  g_assert_cmpint (test_shop_get (shop, sql), ==, 1);
}

static void
test_a_refund_answers_whoever_asked (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autoptr (EtInvoice) note = NULL;

  ask (shop, checkout.order.order_id, TRUE);
  assert_wish (shop, "open");
  ask (shop, checkout.order.order_id, FALSE);
  note = refund (shop, checkout.order.order_id, g_array_index (tickets, int64_t, 0), FALSE, NULL);
  assert_wish (shop, "granted");
  ask (shop, checkout.order.order_id, TRUE);
  g_assert_cmpint (
      test_shop_get (shop, "SELECT COUNT(*) FROM audit WHERE action = 'ask_for_refund'"), ==, 2);
}

static void
test_a_refusal_is_final (TestShop *shop)
{
  g_auto (EtCheckout) checkout = { 0 };
  g_autoptr (GArray) tickets = sell (shop, &checkout);
  g_autoptr (GError) error = NULL;

  ask (shop, checkout.order.order_id, TRUE);
  test_shop_begin (shop);
  g_assert_true (
      et_refund_request_refuse (shop->db, shop->sam, checkout.order.order_id, "Too late", NULL));
  g_assert_false (
      et_refund_request_refuse (shop->db, shop->sam, checkout.order.order_id, "Too late", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_CONFLICT);
  test_shop_commit (shop);
  assert_wish (shop, "refused");
  ask (shop, checkout.order.order_id, FALSE);
}

static void
add (const char *name, TestShopFunc func)
{
  g_autofree char *path = g_strconcat ("/server/refund/", name, NULL);

  test_shop_add (path, func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("order", test_an_order_is_refunded);
  add ("ticket", test_one_ticket_is_refunded);
  add ("rest", test_the_rest_is_refunded);
  add ("once", test_a_ticket_is_refunded_once);
  add ("another-order", test_another_orders_ticket);
  add ("used", test_a_used_ticket_is_not_refunded);
  add ("forced", test_a_used_ticket_is_refunded_by_force);
  add ("credit-note", test_a_credit_note_says_what_the_invoice_said);
  add ("told", test_the_buyer_is_told);
  add ("asked", test_a_refund_answers_whoever_asked);
  add ("asked-in-vain", test_a_refusal_is_final);
  add ("refusal", test_a_refusal_keeps_no_other_back);
  return g_test_run ();
}
