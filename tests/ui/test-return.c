/* SPDX-License-Identifier: MIT */
/* What a person finds when the server is back, or says something new. */
#include "tests/client/client-gateway.h"
#include "tests/ui/box-office.h"
#include "tests/ui/ui-look.h"
#include "tests/ui/ui-test.h"

#include <glib/gi18n-lib.h>

#include "client/et-call.h"
#include "client/et-copy.h"
#include "core/et-time.h"
#include "ui/customer/et-cart-changes.h"
#include "ui/customer/et-sign-in-window.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/shared/et-copy-banner.h"
#include "ui/shared/et-text.h"

#define WANTS_PASSWORD \
  _ ("The server wants your password again. What you see is a copy, and what you change is kept " \
     "until you sign in.")
#define NOT_HELD _ ("The places of the cart are no longer held for you")

static BoxOffice *office;

static UiTest *
open_as_zoe (void)
{
  UiTest *test = ui_test_new (office->server);

  ui_test_sign_in (test, "zoe");
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  return test;
}

/* The server comes back where the application looks for it. */
static void
stop_server (void)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u",
                                              et_test_server_get_port (office->server));

  et_test_server_set (office->server, "ETICKETS_LISTEN", address);
  et_test_server_stop (office->server);
}

static void
add_to_cart (UiTest *test, const char *offer)
{
  g_autofree char *button = g_strdup_printf (_ ("Add %s"), offer);

  ui_test_open_page (test, "offers");
  ui_fill (test->window, _ ("Search offers"), offer);
  ui_press (test->window, button);
}

static int64_t
count_cart_of_zoe (void)
{
  return et_test_server_count (
      office->server, "SELECT coalesce(sum(quantity), 0) FROM order_lines WHERE order_id IN "
                      "(SELECT id FROM orders WHERE state = 'cart')");
}

/* By the banner's own button; who was signed in stands there. */
static void
sign_in_again (UiTest *test)
{
  GtkWidget *window;

  ui_press (ui_find (test->window, ET_TYPE_COPY_BANNER, NULL), _ ("Sign In"));
  window = ui_find_window (ET_TYPE_SIGN_IN_WINDOW);
  ui_fill (window, _ ("Password"), ET_TEST_PASSWORD);
  ui_press (window, _ ("_Sign In"));
  UI_WAIT (!ui_has_window (ET_TYPE_SIGN_IN_WINDOW));
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  UI_WAIT (!ui_shows (test->window, WANTS_PASSWORD));
}

/* From another device of hers. */
static void
test_a_session_ends_while_one_looks (void)
{
  g_autoptr (UiTest) test = open_as_zoe ();
  g_autofree char *path = g_strdup_printf (
      "/api/accounts/me/sessions/%d/",
      (int) et_test_server_count (office->server,
                                  "SELECT max(sessions.id) FROM sessions JOIN accounts "
                                  "ON accounts.id = account_id WHERE username = 'zoe'"));

  et_test_server_expect (office->server, "DELETE", path, office->zoe, NULL, 200, NULL);
  ui_test_wait_for_sync (test, ET_SYNC_FAILED);
  ui_wait_for_text (test->window, WANTS_PASSWORD);
  ui_test_wait_for_sync (test, ET_SYNC_FAILED); /* nor does the next round forget it */
  g_assert_true (ui_shows (test->window, WANTS_PASSWORD));
  ui_look_at (test->window, "password-again");
  sign_in_again (test);
}

/* What was changed meanwhile waits for the password. */
static void
test_a_session_ends_while_one_is_offline (void)
{
  g_autoptr (UiTest) test = open_as_zoe ();

  stop_server ();
  ui_test_wait_for_sync (test, ET_SYNC_OFFLINE);
  add_to_cart (test, ADMISSIBLE_SOLO);
  UI_WAIT (et_sync_get_pending (et_context_get_sync (ui_test_get_context (test))) == 1);
  et_test_server_exec (office->server, "DELETE FROM sessions");
  et_test_server_start (office->server);
  ui_test_wait_for_sync (test, ET_SYNC_FAILED);
  ui_wait_for_text (test->window, WANTS_PASSWORD);
  g_assert_cmpint (count_cart_of_zoe (), ==, 0);
  sign_in_again (test);
  UI_WAIT (count_cart_of_zoe () == 1);
  ui_test_open_page (test, "cart");
  ui_press (test->window, _ ("Empty the Cart"));
  UI_WAIT (count_cart_of_zoe () == 0);
  g_free (office->zoe);
  office->zoe = et_test_server_sign_in (office->server, "zoe");
  g_free (office->office);
  office->office = et_test_server_sign_in (office->server, "office");
}

static gpointer
let_hold_run_out (EtDb *db, gpointer data, GError **error)
{
  return et_copy_set_setting (db, "held-until", et_time_now () - ET_MINUTE, error) ? ET_DONE : NULL;
}

static void
run_out_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(gboolean *) data = et_store_run_finish (ET_STORE (source), result, NULL) != NULL;
}

/* A cart whose places are no longer held, which it says. */
static UiTest *
open_late (void)
{
  UiTest *test = open_as_zoe ();
  gboolean has_run_out = FALSE;

  add_to_cart (test, ADMISSIBLE_SOLO);
  UI_WAIT (count_cart_of_zoe () == 1);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_store_run_async (et_context_get_store (ui_test_get_context (test)), let_hold_run_out, NULL,
                      NULL, NULL, NULL, run_out_cb, &has_run_out);
  UI_WAIT (has_run_out);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_test_open_page (test, "cart");
  ui_wait_for_text (test->window, NOT_HELD);
  return test;
}

/* A difference is told until what answers it has worked. */
static void
test_places_are_held_again (void)
{
  g_autoptr (UiTest) test = open_late ();
  GtkWidget *button = ui_find (test->window, GTK_TYPE_BUTTON, _ ("Hold Again"));

  ui_look_at (test->window, "cart-not-held");
  stop_server ();
  ui_click (button);
  UI_WAIT (gtk_widget_is_sensitive (button));
  g_assert_true (ui_shows (test->window, NOT_HELD));
  et_test_server_exec (office->server, "UPDATE orders SET held_until = 1 WHERE state = 'cart'");
  et_test_server_start (office->server);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_press (test->window, _ ("Hold Again"));
  UI_WAIT (!ui_shows (test->window, NOT_HELD));
  g_assert_cmpint (
      et_test_server_count (office->server,
                            "SELECT count(*) FROM orders WHERE state = 'cart' AND held_until > 1"),
      ==, 1);
  ui_press (test->window, _ ("Empty the Cart"));
  UI_WAIT (count_cart_of_zoe () == 0);
}

static void
test_other_offers_are_shown (void)
{
  g_autoptr (UiTest) test = open_as_zoe ();
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” is no longer on sale and left the cart"),
                                               LATER_SOLO);
  g_autofree char *path = g_strdup_printf ("/api/admin/offers/%d/",
                                           (int) box_office_find_offer (office, LATER_SOLO));

  add_to_cart (test, LATER_SOLO);
  UI_WAIT (count_cart_of_zoe () == 1);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_test_server_expect (office->server, "DELETE", path, office->office, NULL, 200, NULL);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_test_open_page (test, "cart");
  ui_wait_for_text (test->window, sentence);
  ui_press (test->window, _ ("Other Offers"));
  ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
  ui_test_open_page (test, "cart");
  UI_WAIT (ui_look_for (GTK_WIDGET (test->window), ET_TYPE_CART_CHANGES, NULL) == NULL);
}

/* The server's clock is a day ahead of this computer's. */
static void
be_a_day_late (ClientGateway *gateway, UiTest *test)
{
  client_gateway_set_clock (gateway, et_time_now () + ET_DAY + ET_MINUTE);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
}

/* The row of a list that a label stands in. */
static void
open_row (GtkWidget *label)
{
  while (!gtk_widget_activate (label))
    label = gtk_widget_get_parent (label);
}

/* Whether a ticket is over goes by the server's clock. */
static void
test_the_clock_is_wrong_by_a_day (void)
{
  g_autoptr (ClientGateway) gateway = client_gateway_new (et_test_server_get_port (office->server));
  g_autofree char *url = client_gateway_get_url (gateway);
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autofree char *set = g_strdup_printf (
      "UPDATE tickets SET valid_minutes = 120, valid_from = %" G_GINT64_FORMAT,
      (et_time_now () - ET_HOUR) / ET_SECOND * ET_SECOND);
  g_autofree char *day = et_text_duration (ET_DAY);
  g_autofree char *past = g_strdup_printf (_ ("Past (%u)"), 1);
  g_autofree char *wrong = g_strdup_printf (
      _ ("The clock of this computer is wrong by %s. Sales and tickets go by the server's."), day);
  g_autoptr (UiTest) test = NULL;

  stop_server ();
  et_test_server_exec (office->server, set);
  et_test_server_start (office->server);
  test = ui_test_new_at (url, NULL);
  ui_test_sign_in (test, "zoe");
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  be_a_day_late (gateway, test);
  ui_wait_for_text (test->window, wrong);
  ui_test_open_page (test, "tickets");
  open_row (ui_find (test->window, GTK_TYPE_LABEL, past));
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  ui_wait_for_text (test->window, _ ("Expired"));
  ui_look_at (test->window, "clock-wrong");
  client_gateway_mend (gateway);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  UI_WAIT (!ui_shows (test->window, wrong));
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();

  g_test_add_func ("/return/session/looking", test_a_session_ends_while_one_looks);
  g_test_add_func ("/return/session/offline", test_a_session_ends_while_one_is_offline);
  g_test_add_func ("/return/hold-again", test_places_are_held_again);
  g_test_add_func ("/return/other-offers", test_other_offers_are_shown);
  g_test_add_func ("/return/clock", test_the_clock_is_wrong_by_a_day);
  result = g_test_run ();
  box_office_close (office);
  return result;
}
