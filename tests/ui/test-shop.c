/* SPDX-License-Identifier: MIT */
#include "tests/client/client-gateway.h"
#include "tests/ui/ui-keys.h"
#include "tests/ui/ui-look.h"
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-checkout-window.h"
#include "ui/customer/et-offer-card.h"
#include "ui/customer/et-sign-in-window.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/shared/et-text.h"

#define SOLO "Ticket Solo - Athlétisme" /* 50.00 */
#define DUO "Ticket Duo - Natation" /* 85.00 */
#define PAYS "4242 4242 4242 4242"
#define DECLINED "4000 0000 0000 0002"
#define TIMES_OUT "4000 0000 0000 9995"

static EtTestServer *server;

static guint
count_offers (UiTest *test)
{
  GtkWidget *grid = ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_GRID_VIEW, _ ("Offers"));

  return grid != NULL ? g_list_model_get_n_items (
                            G_LIST_MODEL (gtk_grid_view_get_model (GTK_GRID_VIEW (grid))))
                      : 0;
}

static void
add_to_cart (UiTest *test, const char *offer)
{
  g_autofree char *button = g_strdup_printf (_ ("Add %s"), offer);

  ui_test_open_page (test, "offers");
  ui_fill (test->window, _ ("Search offers"), offer);
  ui_press (test->window, button);
}

static void
wait_for_money (UiTest *test, int64_t cents)
{
  g_autofree char *text = et_text_money (cents);

  ui_wait_for_text (test->window, text);
}

static GtkWidget *
begin_checkout (UiTest *test)
{
  ui_test_open_page (test, "cart");
  ui_press (test->window, _ ("Check Out"));
  return ui_find_window (ET_TYPE_CHECKOUT_WINDOW);
}

static void
pay (GtkWidget *checkout, const char *card, int64_t cents)
{
  g_autofree char *total = et_text_money (cents);
  g_autofree char *button = g_strdup_printf (_ ("Pay %s"), total);

  ui_fill (checkout, _ ("Card number"), card);
  ui_fill (checkout, _ ("Expires (MM/YY)"), "1299");
  ui_fill (checkout, _ ("Security code"), "123");
  ui_press (checkout, button);
}

static void
make_account (const char *username)
{
  g_autofree char *token = et_test_server_sign_up (server, username);

  g_assert_nonnull (token);
}

static void
test_offers_are_listed_by_price (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);

  UI_WAIT (count_offers (test) == 54);
}

static void
test_search_ignores_case_and_accents (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);

  ui_fill (test->window, _ ("Search offers"), "ATHLETISME duo");
  UI_WAIT (count_offers (test) > 0 && count_offers (test) < 18);
  ui_fill (test->window, _ ("Search offers"), "zzz");
  ui_wait_for_text (test->window, _ ("No Offers Found"));
  ui_press (test->window, _ ("Show All Offers"));
  UI_WAIT (count_offers (test) == 54);
}

static void
test_a_chip_filters_by_type (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  GtkWidget *duo = ui_find (test->window, GTK_TYPE_TOGGLE_BUTTON, _ ("Duo"));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (duo), TRUE);
  UI_WAIT (count_offers (test) == 18);
  ui_press (test->window, _ ("Clear Filters"));
  UI_WAIT (count_offers (test) == 54);
}

/* Whether the grid holds @n offers and begins with the offer of that name. */
static gboolean
lists (UiTest *test, guint n, const char *first)
{
  GtkWidget *grid = ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
  GListModel *offers = G_LIST_MODEL (gtk_grid_view_get_model (GTK_GRID_VIEW (grid)));
  g_autoptr (EtOffer) offer = g_list_model_get_item (offers, 0);

  return g_list_model_get_n_items (offers) == n && offer != NULL &&
         g_str_equal (offer->name, first);
}

static void
test_filters_narrow_together_and_sort (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  g_autofree char *limit = et_text_money (10000);
  g_autofree char *up_to = g_strdup_printf (_ ("Up to %s"), limit);

  ui_choose (test->window, _ ("Sport"), _ ("Swimming"));
  UI_WAIT (count_offers (test) == 6);
  ui_choose (test->window, _ ("Date"), _ ("Next 30 days"));
  UI_WAIT (count_offers (test) == 3);
  ui_choose (test->window, _ ("Price"), up_to);
  UI_WAIT (lists (test, 2, "Ticket Solo - Natation"));
  ui_choose (test->window, _ ("Sort by"), _ ("By name"));
  UI_WAIT (lists (test, 2, DUO));
  ui_press (test->window, _ ("Clear Filters"));
  UI_WAIT (lists (test, 54, "Ticket Duo - Athlétisme")); /* the order stays */
}

static void
test_an_event_opens_to_its_offers (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  GtkWidget *grid = ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));

  ui_fill (test->window, _ ("Search offers"), SOLO);
  UI_WAIT (count_offers (test) == 2); /* by price, so it comes first */
  ui_click (ui_find (ui_find (grid, ET_TYPE_OFFER_CARD, NULL), GTK_TYPE_BUTTON, NULL));
  ui_find (test->window, GTK_TYPE_FLOW_BOX, _ ("Offers of this event"));
  wait_for_money (test, 5000);
  ui_press (test->window, _ ("Back"));
  ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
}

static void
test_the_cart_counts_and_undoes (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  g_autofree char *more = g_strdup_printf (_ ("One more of %s"), SOLO);
  g_autofree char *less = g_strdup_printf (_ ("One less of %s"), SOLO);

  add_to_cart (test, SOLO);
  ui_test_open_page (test, "cart");
  wait_for_money (test, 5000);
  ui_press (test->window, more);
  wait_for_money (test, 10000);
  ui_press (test->window, less);
  ui_press (test->window, less);
  ui_wait_for_text (test->window, _ ("Your Cart Is Empty"));
  ui_press (test->window, _ ("Undo"));
  wait_for_money (test, 5000);
  ui_press (test->window, _ ("Empty the Cart"));
  ui_wait_for_text (test->window, _ ("Your Cart Is Empty"));
}

static void
test_a_guests_cart_outlives_a_restart (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);

  add_to_cart (test, DUO);
  ui_test_open_page (test, "cart");
  wait_for_money (test, 8500);
  ui_test_restart (test);
  ui_test_open_page (test, "cart");
  wait_for_money (test, 8500);
}

static void
test_a_guest_signs_up_and_pays (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  GtkWidget *window;
  g_autofree char *success = g_strdup_printf (
      ngettext ("%u ticket is yours", "%u tickets are yours", 1), 1);

  add_to_cart (test, SOLO);
  ui_test_open_page (test, "cart");
  ui_press (test->window, _ ("Check Out"));
  window = ui_find_window (ET_TYPE_SIGN_IN_WINDOW);
  et_sign_in_window_show_sign_up (ET_SIGN_IN_WINDOW (window));
  ui_fill (window, _ ("User name"), "guest-becomes-customer");
  ui_fill (window, _ ("Name on the tickets (optional)"), "Zoé Müller");
  ui_fill (window, _ ("New password"), ET_TEST_PASSWORD);
  ui_fill (window, _ ("The same password again"), ET_TEST_PASSWORD);
  ui_press (window, _ ("_Create Account"));

  window = ui_find_window (ET_TYPE_CHECKOUT_WINDOW);
  ui_wait_for_text (window, _ ("Simulated payment, no money moves"));
  pay (window, PAYS, 5000);
  ui_wait_for_text (window, success);
  ui_press (window, _ ("_Open"));
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  g_assert_true (ui_shows (test->window, "Zoé Müller"));
}

static void
test_short_passwords_are_told_at_once (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  GtkWidget *window;

  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.sign-up", NULL);
  window = ui_find_window (ET_TYPE_SIGN_IN_WINDOW);
  ui_fill (window, _ ("User name"), "hasty");
  ui_fill (window, _ ("New password"), "short");
  ui_fill (window, _ ("The same password again"), "short");
  ui_press (window, _ ("_Create Account"));
  ui_wait_for_text (window, _ ("The password needs at least 10 characters."));
}

static void
test_a_wrong_password_is_refused (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  GtkWidget *window;

  make_account ("forgetful");
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.sign-in", NULL);
  window = ui_find_window (ET_TYPE_SIGN_IN_WINDOW);
  ui_fill (window, _ ("User name"), "forgetful");
  ui_fill (window, _ ("Password"), "not my password");
  ui_press (window, _ ("_Sign In"));
  ui_wait_for_text (window, _ ("The user name or the password is wrong"));
}

static void
test_a_declined_card_keeps_the_cart (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  GtkWidget *checkout;

  make_account ("declined");
  ui_test_sign_in (test, "declined");
  add_to_cart (test, DUO);
  checkout = begin_checkout (test);
  pay (checkout, DECLINED, 8500);
  ui_wait_for_text (checkout, _ ("Payment Declined"));
  ui_press (checkout, _ ("Use Another Card"));
  ui_find (checkout, GTK_TYPE_EDITABLE, _ ("Card number"));
  gtk_window_close (GTK_WINDOW (checkout));
  wait_for_money (test, 8500);
}

static void
test_a_payment_without_answer_is_made_again (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  g_autofree char *yours = g_strdup_printf (
      ngettext ("%u ticket is yours", "%u tickets are yours", 1), 1);
  GtkWidget *checkout;

  make_account ("patient");
  ui_test_sign_in (test, "patient");
  add_to_cart (test, DUO);
  checkout = begin_checkout (test);
  pay (checkout, TIMES_OUT, 8500);
  ui_wait_for_text (checkout, _ ("Payment Timed Out"));
  ui_wait_for_text (
      checkout,
      _ ("The payment was not answered in time. Nothing was charged and the cart is kept"));
  wait_for_money (test, 8500);
  ui_press (checkout, _ ("Try Again"));
  pay (checkout, PAYS, 8500);
  ui_wait_for_text (checkout, yours);
  gtk_window_close (GTK_WINDOW (checkout));
  ui_wait_for_text (test->window, _ ("Your Cart Is Empty"));
}

/* Bought, but the answer was lost, and perhaps a sync has seen the purchase since: trying again
 * shows what was bought, and buys nothing. */
static void
lose_answer (ClientFault fault, const char *username, gboolean syncs_before)
{
  g_autoptr (ClientGateway) gateway = client_gateway_new (et_test_server_get_port (server));
  g_autofree char *url = client_gateway_get_url (gateway);
  g_autofree char *yours = g_strdup_printf (
      ngettext ("%u ticket is yours", "%u tickets are yours", 1), 1);
  g_autofree char *count = g_strdup_printf (
      "SELECT count(*) FROM orders JOIN accounts ON accounts.id = account_id WHERE state = 'paid' "
      "AND username = '%s'",
      username);
  g_autoptr (UiTest) test = NULL;
  GtkWidget *checkout;

  make_account (username);
  test = ui_test_new_at (url, NULL);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_test_sign_in (test, username);
  add_to_cart (test, DUO);
  checkout = begin_checkout (test);
  client_gateway_fail (gateway, "/api/cart/checkout/", fault, G_MAXUINT);
  pay (checkout, PAYS, 8500);
  ui_wait_for_text (checkout, _ ("No Answer Yet"));
  if (fault == CLIENT_FAULT_CUT_BEFORE)
    ui_look_at_sized (checkout, "checkout-unknown", 460, 640);
  client_gateway_mend (gateway);
  if (syncs_before)
    {
      ui_test_open_page (test, "tickets");
      et_sync_run_async (et_context_get_sync (ui_test_get_context (test)), NULL, NULL, NULL);
      ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
    }
  ui_press (checkout, _ ("Try Again"));
  ui_wait_for_text (checkout, yours);
  g_assert_cmpint (et_test_server_count (server, count), ==, 1);
  gtk_window_close (GTK_WINDOW (checkout));
  UI_WAIT (!ui_has_window (ET_TYPE_CHECKOUT_WINDOW));
}

static void
test_a_lost_answer_is_asked_for_again (void)
{
  lose_answer (CLIENT_FAULT_HALF, "lost", FALSE);
}

static void
test_a_lost_answer_is_found_after_a_sync (void)
{
  lose_answer (CLIENT_FAULT_HALF, "found", TRUE);
}

static void
test_a_lost_payment_is_sent_again (void)
{
  lose_answer (CLIENT_FAULT_CUT_BEFORE, "again", FALSE);
}

int
main (int argc, char *argv[])
{
  static const char *const seed[] = { "seed-offers", NULL };
  int result;

  ui_test_init (&argc, &argv);
  server = et_test_server_new (NULL);
  g_assert_cmpint (et_test_server_run (server, seed, NULL, NULL, NULL), ==, 0);

  g_test_add_func ("/shop/offers", test_offers_are_listed_by_price);
  g_test_add_func ("/shop/search", test_search_ignores_case_and_accents);
  g_test_add_func ("/shop/filter", test_a_chip_filters_by_type);
  g_test_add_func ("/shop/filters-and-order", test_filters_narrow_together_and_sort);
  g_test_add_func ("/shop/event", test_an_event_opens_to_its_offers);
  g_test_add_func ("/shop/cart", test_the_cart_counts_and_undoes);
  g_test_add_func ("/shop/cart/restart", test_a_guests_cart_outlives_a_restart);
  g_test_add_func ("/shop/sign-up", test_a_guest_signs_up_and_pays);
  g_test_add_func ("/shop/sign-up/short", test_short_passwords_are_told_at_once);
  g_test_add_func ("/shop/sign-in/wrong", test_a_wrong_password_is_refused);
  g_test_add_func ("/shop/pay/declined", test_a_declined_card_keeps_the_cart);
  g_test_add_func ("/shop/pay/timeout", test_a_payment_without_answer_is_made_again);
  g_test_add_func ("/shop/pay/lost-answer", test_a_lost_answer_is_asked_for_again);
  g_test_add_func ("/shop/pay/lost-answer-seen", test_a_lost_answer_is_found_after_a_sync);
  g_test_add_func ("/shop/pay/lost-request", test_a_lost_payment_is_sent_again);
  result = g_test_run ();
  et_test_server_free (server);
  return result;
}
