/* SPDX-License-Identifier: MIT */
/* What an administrator changes is on the screen of a customer at once. The times are told as
 * comments that begin with "live:", which scripts/bench prints. */
#include "tests/ui/box-office.h"
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-offer-card.h"
#include "ui/shared/et-text.h"

#define OFFER LATER_SOLO
#define DEADLINE_MS 10000 /* a third of the time between two rounds without a WebSocket */

static BoxOffice *office;

/* A customer who looks at one offer, with a WebSocket. */
static UiTest *
look_at_offer (void)
{
  UiTest *test = ui_test_new (office->server);

  UI_WAIT (et_sync_is_live (et_context_get_sync (ui_test_get_context (test))));
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_fill (test->window, _ ("Search offers"), OFFER);
  ui_find (test->window, ET_TYPE_OFFER_CARD, NULL);
  return test;
}

/* From the server's answer to the administrator until the words stand there. */
static void
assert_shown_in_time (UiTest *test, const char *words)
{
  gint64 start_us = g_get_monotonic_time ();
  double ms;

  ui_wait_for_text (test->window, words);
  ms = (double) (g_get_monotonic_time () - start_us) / 1e3;
  g_test_message ("live: shown after %.0f ms", ms);
  g_assert_cmpfloat (ms, <, DEADLINE_MS);
}

static void
test_a_price_changes (void)
{
  g_autoptr (UiTest) test = look_at_offer ();
  g_autofree char *price = et_text_money (4711);

  box_office_change_offer (office, OFFER, 4711, 4321);
  assert_shown_in_time (test, price);
}

static void
test_an_offer_sells_out (void)
{
  g_autoptr (UiTest) test = look_at_offer ();

  box_office_change_offer (office, OFFER, 4711, 0);
  assert_shown_in_time (test, _ ("Sold out"));
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();
  g_test_add_func ("/live/price", test_a_price_changes);
  g_test_add_func ("/live/sold-out", test_an_offer_sells_out);
  result = g_test_run ();
  box_office_close (office);
  return result;
}
