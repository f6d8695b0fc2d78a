/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-test.h"
#include "tests/ui/ui-look.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "client/et-network-leave.h"
#include "ui/customer/et-hold-line.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-text.h"

#define OFFER "Ticket Solo - Athlétisme" /* 50.00 */
#define RARE "Ticket Duo - Aviron"

static int64_t
find_offer_id (EtTestServer *server, const char *name)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM offers WHERE name = '%s'", name);

  return et_test_server_count (server, sql);
}

/* So that the server comes back where the application looks for it. */
static void
keep_port (EtTestServer *server)
{
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", et_test_server_get_port (server));

  et_test_server_set (server, "ETICKETS_LISTEN", address);
}

/* A server with the demonstration catalogue, and an account with one ticket. */
static EtTestServer *
start_server (void)
{
  static const char *const seed[] = { "seed-offers", NULL };
  EtTestServer *server = et_test_server_new (NULL);
  g_autofree char *token = NULL;
  g_autofree char *line = NULL;

  keep_port (server);
  g_assert_cmpint (et_test_server_run (server, seed, NULL, NULL, NULL), ==, 0);
  token = et_test_server_sign_up (server, "lea");
  line = g_strdup_printf ("{\"offer_id\":%d}", (int) find_offer_id (server, OFFER));
  et_test_server_expect (server, "POST", "/api/cart/add/", token, line, 200, NULL);
  et_test_server_expect (server, "POST", "/api/cart/checkout/", token, "{}", 200, NULL);
  return server;
}

static UiTest *
open_and_go_offline (EtTestServer *server)
{
  UiTest *test = ui_test_new (server);

  ui_test_sign_in (test, "lea");
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_test_server_stop (server);
  ui_test_wait_for_sync (test, ET_SYNC_OFFLINE);
  return test;
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
test_tickets_open_offline (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = open_and_go_offline (server);

  ui_test_open_page (test, "tickets");
  ui_click (ui_find (test->window, ET_TYPE_TICKET_ROW, NULL));
  ui_find (test->window, ET_TYPE_QR_VIEW, NULL);
}

/* Without a keyring the token is gone, but what was copied is still there. */
static void
test_tickets_open_offline_after_a_restart (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = open_and_go_offline (server);

  ui_test_restart (test);
  ui_wait_for_text (test->window, _ ("Sign in again"));
  ui_test_open_page (test, "tickets");
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
}

static void
test_nobody_pays_offline (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = open_and_go_offline (server);
  g_autofree char *banner = g_strdup_printf (
      _ ("Offline. You see a copy from %s ago; what you change is sent later."),
      _ ("less than a minute"));
  g_autofree char *reason = g_strdup_printf (_ ("%s. Your cart is kept, but it holds no places."),
                                             _ ("The server cannot be reached"));
  GtkWidget *button;

  add_to_cart (test, OFFER);
  ui_test_open_page (test, "cart");
  button = ui_find (test->window, GTK_TYPE_BUTTON, _ ("Check Out When Online"));
  g_assert_false (gtk_widget_is_sensitive (button));
  ui_wait_for_text (test->window, reason);
  ui_wait_for_text (test->window, banner);
  ui_look_at (test->window, "offline-cart");
}

static void
test_signing_out_asks_before_edits_are_lost (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = open_and_go_offline (server);
  g_autofree char *chip = g_strdup_printf ("%s, %s", _ ("Sign In"), _ ("Guest"));
  GtkWidget *question;

  add_to_cart (test, OFFER);
  UI_WAIT (et_sync_get_pending (et_context_get_sync (ui_test_get_context (test))) == 1);
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.sign-out", NULL);
  question = ui_find_window (ADW_TYPE_MESSAGE_DIALOG);
  ui_wait_for_text (question, _ ("Sign Out and Lose Changes?"));
  g_assert_true (et_session_is_signed_in (et_context_get_session (ui_test_get_context (test))));
  ui_press (question, _ ("_Sign Out"));
  ui_find (test->window, GTK_TYPE_BUTTON, chip);
}

static void
test_edits_wait_and_are_sent (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = open_and_go_offline (server);
  g_autofree char *waiting = g_strdup_printf (ngettext ("%u change waits", "%u changes wait", 1),
                                              1);
  g_autofree char *line = g_strdup_printf (_ ("Offline, %s"), waiting);

  add_to_cart (test, OFFER);
  ui_wait_for_text (test->window, line);
  et_test_server_start (server);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_wait_for_text (test->window, _ ("Up to date"));
  g_assert_cmpint (
      et_test_server_count (server,
                            "SELECT count(*) FROM orders JOIN order_lines ON order_id = orders.id "
                            "WHERE state = 'cart'"),
      ==, 1);
}

/* What the server refuses later is told, until the person has understood. */
static void
test_a_refusal_is_told_until_understood (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autofree char *admin = et_test_server_make (server, "admin", "boss");
  int64_t offer_id = find_offer_id (server, RARE);
  g_autofree char *path = g_strdup_printf ("/api/admin/offers/%d/", (int) offer_id);
  g_autofree char *title = g_strdup_printf ("%s: %s", _ ("Change the cart"), RARE);
  g_autofree char *reason = g_strconcat (_ (et_error_code_get_sentence (ET_ERROR_OFFER_UNKNOWN)),
                                         "\n", NULL);
  g_autoptr (UiTest) test = open_and_go_offline (server);
  GtkWidget *row;

  add_to_cart (test, RARE);
  et_test_server_start (server);
  g_clear_pointer (&admin, g_free);
  admin = et_test_server_sign_in (server, "boss");
  et_test_server_expect (server, "DELETE", path, admin, NULL, 200, NULL);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_wait_for_text (test->window, _ ("Needs Attention"));
  ui_test_open_page (test, "attention");
  row = ui_find (test->window, ADW_TYPE_ACTION_ROW, title);
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), reason));
  ui_press (test->window, _ ("Understood"));
  ui_wait_for_text (test->window, _ ("Nothing Needs Attention"));
}

/* A price that changed meanwhile is told in the cart, in words, until it is understood. */
static void
test_a_changed_price_is_told_until_understood (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = ui_test_new (server);
  int64_t price = et_test_server_count (server,
                                        "SELECT price_cents FROM offers WHERE name = '" RARE "'");
  g_autofree char *before = et_text_money (price);
  g_autofree char *after = et_text_money (4321);
  g_autofree char *sentence = g_strdup_printf (_ ("The price of “%s” is now %s instead of %s"),
                                               RARE, after, before);

  ui_test_sign_in (test, "lea");
  add_to_cart (test, RARE);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_test_server_stop (server);
  et_test_server_change_offer (server, find_offer_id (server, RARE), "price_cents = 4321");
  et_test_server_start (server);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_test_open_page (test, "cart");
  ui_wait_for_text (test->window, sentence);
  ui_look_at (test->window, "cart-changed");
  ui_press (test->window, _ ("Understood"));
  UI_WAIT (!ui_shows (test->window, sentence));
}

/* What cannot be had any more is told, with a way to take it out. */
static void
test_a_sold_out_offer_is_taken_out (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = ui_test_new (server);
  g_autofree char *sentence = g_strdup_printf (_ ("“%s” is sold out"), RARE);

  ui_test_sign_in (test, "lea");
  add_to_cart (test, RARE);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_test_server_stop (server);
  et_test_server_exec (server, "UPDATE orders SET held_until = 1 WHERE state = 'cart'");
  et_test_server_change_offer (server, find_offer_id (server, RARE), "quota = 0, held = 0");
  et_test_server_start (server);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_test_open_page (test, "cart");
  ui_wait_for_text (test->window, sentence);
  ui_press (test->window, _ ("Remove"));
  ui_wait_for_text (test->window, _ ("Your Cart Is Empty"));
}

static void
portal_cb (SoupServer *portal,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  static const char page[] = "<!DOCTYPE html><title>Welcome to our hotel</title>";

  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, page, strlen (page));
}

/* The sign-in page of a network in place of the server: the banner says so. */
static void
test_a_captive_portal_is_told (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  guint port = et_test_server_get_port (server);
  g_autoptr (UiTest) test = ui_test_new (server);
  g_autoptr (SoupServer) portal = soup_server_new (NULL, NULL);
  g_autofree char *sentence = g_strdup_printf (
      _ ("Something answers in place of the server, such as the sign-in page of a network. You "
         "see a copy from %s ago."),
      _ ("less than a minute"));

  et_test_server_stop (server);
  soup_server_add_handler (portal, NULL, portal_cb, NULL, NULL);
  g_assert_true (soup_server_listen_local (portal, port, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  ui_test_wait_for_sync (test, ET_SYNC_FAILED);
  ui_wait_for_text (test->window, sentence);
  ui_find (test->window, GTK_TYPE_BUTTON, _ ("Open in Browser"));
  ui_look_at (test->window, "portal");
  soup_server_disconnect (portal);
  et_test_server_start (server);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  UI_WAIT (!ui_shows (test->window, sentence));
}

static void
wait_for_reason (UiTest *test, const char *why, const char *format)
{
  g_autofree char *sentence = g_strdup_printf (format, why);

  ui_wait_for_text (test->window, sentence);
}

/* What is changed there waits unseen by the server, so nothing of it is held, whatever was. */
static void
test_a_cart_behind_a_portal_holds_nothing (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  guint port = et_test_server_get_port (server);
  g_autoptr (UiTest) test = ui_test_new (server);
  g_autoptr (SoupServer) portal = soup_server_new (NULL, NULL);
  const char *why = _ ("What answered is not an eTickets server");

  ui_test_sign_in (test, "lea");
  add_to_cart (test, RARE);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_test_open_page (test, "cart");
  ui_find (test->window, ET_TYPE_HOLD_LINE, NULL);
  et_test_server_stop (server);
  soup_server_add_handler (portal, NULL, portal_cb, NULL, NULL);
  g_assert_true (soup_server_listen_local (portal, port, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  ui_test_wait_for_sync (test, ET_SYNC_FAILED);
  wait_for_reason (test, why, _ ("%s. Your cart is kept."));
  ui_find (test->window, ET_TYPE_HOLD_LINE, NULL); /* the places of before still are */
  add_to_cart (test, OFFER);
  ui_test_open_page (test, "cart");
  wait_for_reason (test, why, _ ("%s. Your cart is kept, but it holds no places."));
  g_assert_null (ui_look_for (GTK_WIDGET (test->window), ET_TYPE_HOLD_LINE, NULL));
  ui_look_at (test->window, "portal-cart");
}

/* Which is no fault of the server's. */
static void
test_a_cart_without_leave_for_the_network_says_so (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autoptr (UiTest) test = ui_test_new (server);
  EtRemote *remote = et_context_get_remote (ui_test_get_context (test));

  ui_test_sign_in (test, "lea");
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_network_leave_answer (et_remote_get_leave (remote), FALSE);
  add_to_cart (test, OFFER);
  ui_test_open_page (test, "cart");
  ui_test_wait_for_sync (test, ET_SYNC_OFFLINE);
  wait_for_reason (test, _ ("The network is not used until you allow it"),
                   _ ("%s. Your cart is kept, but it holds no places."));
}

/* An empty copy and no server: what happened, and one thing to do. */
static void
test_a_first_start_offline_tells_why (void)
{
  g_autoptr (EtTestServer) server = start_server ();
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u", et_test_server_get_port (server));
  UiTest *test;

  et_test_server_stop (server);
  test = ui_test_new_at (url, NULL);
  ui_wait_for_text (test->window, _ ("The server cannot be reached"));
  et_test_server_start (server);
  ui_press (test->window, _ ("Try Again"));
  ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
  ui_test_free (test);
}

int
main (int argc, char *argv[])
{
  ui_test_init (&argc, &argv);
  g_test_add_func ("/offline/tickets", test_tickets_open_offline);
  g_test_add_func ("/offline/tickets/restart", test_tickets_open_offline_after_a_restart);
  g_test_add_func ("/offline/no-payment", test_nobody_pays_offline);
  g_test_add_func ("/offline/sign-out-asks", test_signing_out_asks_before_edits_are_lost);
  g_test_add_func ("/offline/edits", test_edits_wait_and_are_sent);
  g_test_add_func ("/offline/refusal", test_a_refusal_is_told_until_understood);
  g_test_add_func ("/offline/changed-price", test_a_changed_price_is_told_until_understood);
  g_test_add_func ("/offline/sold-out", test_a_sold_out_offer_is_taken_out);
  g_test_add_func ("/offline/portal", test_a_captive_portal_is_told);
  g_test_add_func ("/offline/portal/cart", test_a_cart_behind_a_portal_holds_nothing);
  g_test_add_func ("/offline/no-leave/cart", test_a_cart_without_leave_for_the_network_says_so);
  g_test_add_func ("/offline/first-start", test_a_first_start_offline_tells_why);
  return g_test_run ();
}
