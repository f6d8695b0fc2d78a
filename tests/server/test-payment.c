/* SPDX-License-Identifier: MIT */
#include "server/service/et-payment.h"

#define TIMEOUT_MS 20

static void
assert_card (const char *text, const char *expected)
{
  g_autofree char *digits = et_card_number_normalise (text);

  g_assert_cmpstr (digits, ==, expected);
}

static void
test_card_numbers (void)
{
  assert_card ("4242 4242 4242 4242", "4242424242424242");
  assert_card ("4000-0000-0000-0002", "4000000000000002");
  assert_card ("4000000000009995", "4000000000009995");
  assert_card ("4242424242424241", NULL);
  assert_card ("4242", NULL);
  assert_card ("", NULL);
  assert_card ("4242x4242x4242x4242", NULL);
  assert_card ("00000000000000000000", NULL);
}

static void
assert_refused (const char *card_number, EtErrorCode code, const char *reason)
{
  g_autoptr (EtPaymentProvider) provider = et_simulated_payment_new (TIMEOUT_MS);
  g_autoptr (GError) error = NULL;

  g_assert_false (et_payment_charge (provider, 1, 1, 100, card_number, &error));
  g_assert_error (error, ET_ERROR, (int) code);
  g_assert_cmpstr (et_error_get_detail (error, "reason"), ==, reason);
  g_assert_cmpint (et_payment_cancel (provider, 1, 1), ==, ET_PAYMENT_NOT_PAID);
}

static void
test_test_numbers (void)
{
  g_autoptr (EtPaymentProvider) provider = et_simulated_payment_new (TIMEOUT_MS);

  g_assert_true (et_payment_charge (provider, 1, 1, 100, NULL, NULL));
  g_assert_true (et_payment_charge (provider, 2, 1, 100, "4242424242424242", NULL));
  assert_refused ("4000000000000002", ET_ERROR_PAYMENT_DECLINED, "card_declined");
  assert_refused ("5555555555554444", ET_ERROR_PAYMENT_DECLINED, "not_a_test_card");
}

static void
test_a_timeout_takes_its_time (void)
{
  int64_t start = g_get_monotonic_time ();

  assert_refused ("4000000000009995", ET_ERROR_PAYMENT_TIMEOUT, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, TIMEOUT_MS * 1000);
}

static void
test_an_answer_stays_the_same (void)
{
  g_autoptr (EtPaymentProvider) provider = et_simulated_payment_new (TIMEOUT_MS);

  g_assert_true (et_payment_charge (provider, 1, 1, 100, "4242424242424242", NULL));
  g_assert_true (et_payment_charge (provider, 1, 1, 100, "4000000000000002", NULL));
  g_assert_cmpint (et_payment_cancel (provider, 1, 1), ==, ET_PAYMENT_PAID);
  g_assert_false (et_payment_charge (provider, 1, 2, 100, "4000000000000002", NULL));
  g_assert_false (et_payment_charge (provider, 1, 2, 100, "4242424242424242", NULL));
}

static void
test_what_was_cancelled_is_never_paid (void)
{
  g_autoptr (EtPaymentProvider) provider = et_simulated_payment_new (TIMEOUT_MS);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (et_payment_cancel (provider, 1, 1), ==, ET_PAYMENT_NOT_PAID);
  g_assert_false (et_payment_charge (provider, 1, 1, 100, "4242424242424242", &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_PAYMENT_DECLINED);
  g_assert_true (et_payment_charge (provider, 1, 2, 100, "4242424242424242", NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/payment/card-numbers", test_card_numbers);
  g_test_add_func ("/server/payment/test-numbers", test_test_numbers);
  g_test_add_func ("/server/payment/timeout", test_a_timeout_takes_its_time);
  g_test_add_func ("/server/payment/once", test_an_answer_stays_the_same);
  g_test_add_func ("/server/payment/cancel", test_what_was_cancelled_is_never_paid);
  return g_test_run ();
}
