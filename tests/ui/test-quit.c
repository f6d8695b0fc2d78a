/* SPDX-License-Identifier: MIT */
/* A payment whose answer is still to come, and a person who is in a hurry. */
#include "tests/client/client-gateway.h"
#include "tests/ui/box-office.h"
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-checkout-window.h"
#include "ui/shared/et-text.h"

#define PAID "SELECT count(*) FROM orders WHERE state = 'paid'"

static BoxOffice *office;

static UiTest *
open_behind (ClientGateway *gateway)
{
  g_autofree char *url = client_gateway_get_url (gateway);
  UiTest *test = ui_test_new_at (url, NULL);

  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_test_sign_in (test, "zoe");
  return test;
}

static void
quit (void)
{
  g_action_group_activate_action (G_ACTION_GROUP (ui_test_get_application ()), "quit", NULL);
}

/* Returns: the checkout of one ticket, which waits for the bank. */
static GtkWidget *
pay_slowly (UiTest *test, ClientGateway *gateway)
{
  g_autofree char *add = g_strdup_printf (_ ("Add %s"), ADMISSIBLE_DUO);
  g_autofree char *total = et_text_money (8500);
  g_autofree char *button = g_strdup_printf (_ ("Pay %s"), total);
  GtkWidget *checkout;

  ui_fill (test->window, _ ("Search offers"), ADMISSIBLE_DUO);
  ui_press (test->window, add);
  ui_test_open_page (test, "cart");
  ui_press (test->window, _ ("Check Out"));
  checkout = ui_find_window (ET_TYPE_CHECKOUT_WINDOW);
  ui_fill (checkout, _ ("Card number"), "4242 4242 4242 4242");
  ui_fill (checkout, _ ("Expires (MM/YY)"), "1299");
  ui_fill (checkout, _ ("Security code"), "123");
  client_gateway_fail (gateway, "/api/cart/checkout/", CLIENT_FAULT_DELAY, 1);
  ui_press (checkout, button);
  ui_wait_for_text (checkout, _ ("Waiting for the bank’s answer…"));
  return checkout;
}

static void
test_quitting_waits_for_the_bank (void)
{
  g_autoptr (ClientGateway) gateway = client_gateway_new (et_test_server_get_port (office->server));
  g_autoptr (UiTest) test = open_behind (gateway);
  GtkWidget *checkout = pay_slowly (test, gateway);
  g_autofree char *yours = g_strdup_printf (
      ngettext ("%u ticket is yours", "%u tickets are yours", 1), 1);

  quit ();
  g_assert_true (ui_has_window (ET_TYPE_WINDOW));
  ui_wait_for_text (checkout, yours);
  quit ();
  UI_WAIT (!ui_has_window (ET_TYPE_CHECKOUT_WINDOW) && !ui_has_window (ET_TYPE_WINDOW));
}

/* As the end of the session does. */
static void
test_the_answer_finds_no_window (void)
{
  g_autoptr (ClientGateway) gateway = client_gateway_new (et_test_server_get_port (office->server));
  g_autoptr (UiTest) test = open_behind (gateway);
  int64_t paid_before = et_test_server_count (office->server, PAID);
  GtkWidget *checkout = pay_slowly (test, gateway);

  g_object_add_weak_pointer (G_OBJECT (checkout), (gpointer *) &checkout);
  gtk_window_destroy (GTK_WINDOW (test->window));
  UI_WAIT (checkout == NULL); /* the answer was the last to need it */
  g_assert_cmpint (et_test_server_count (office->server, PAID), ==, paid_before + 1);
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();
  g_test_add_func ("/quit/paying", test_quitting_waits_for_the_bank);
  g_test_add_func ("/quit/destroyed", test_the_answer_finds_no_window);
  result = g_test_run ();
  box_office_close (office);
  return result;
}
