/* SPDX-License-Identifier: MIT */
#include "tests/ui/ui-keys.h"
#include "tests/ui/ui-look.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-checkout-window.h"
#include "ui/customer/et-entrance-window.h"
#include "ui/customer/et-offer-card.h"
#include "ui/customer/et-sign-in-window.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/et-page-registry.h"
#include "ui/et-welcome-window.h"
#include "ui/shared/et-qr-view.h"
#include "ui/shared/et-text.h"
#include "ui/shared/et-ticket-view.h"

/* Every screen in both sizes and, when pictures are wanted, in light and dark. */

static EtTestServer *server;

static void
add_to_cart (const char *token, const char *offer, int quantity)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM offers WHERE name = '%s'", offer);
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%d,\"qty\":%d}",
                                           (int) et_test_server_count (server, sql), quantity);

  et_test_server_expect (server, "POST", "/api/cart/add/", token, body, 200, NULL);
}

/* Staff let the holder of one ticket in. */
static void
admit_one (const char *token)
{
  g_autofree char *staff = et_test_server_make (server, "staff", "gate-north");
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, "GET", "/api/tickets/", token, NULL);
  JsonArray *tickets = json_object_get_array_member (et_test_answer_get_json (answer), "results");

  for (guint i = 0; i < json_array_get_length (tickets); i++)
    {
      JsonObject *ticket = json_array_get_object_element (tickets, i);
      g_autofree char *body = NULL;

      if (!g_str_equal (json_object_get_string_member (ticket, "sport"), "athletics"))
        continue;
      body = g_strdup_printf ("{\"ticket_key\":\"%s\",\"gate\":\"Nord\"}",
                              json_object_get_string_member (ticket, "ticket_key"));
      et_test_server_expect (server, "POST", "/api/tickets/verify/", staff, body, 200, NULL);
    }
}

/* An account with tickets, of which one was used, and a cart. */
static void
make_customer (void)
{
  g_autofree char *token = et_test_server_sign_up (server, "lea");

  et_test_server_expect (server, "PATCH", "/api/accounts/me/", token,
                         "{\"display_name\":\"Léa Martin\",\"email\":\"lea@example.org\"}", 200,
                         NULL);
  add_to_cart (token, "Ticket Solo - Athlétisme", 1);
  add_to_cart (token, "Ticket Duo - Natation", 2);
  add_to_cart (token, "Ticket Familiale - Aviron", 1);
  et_test_server_expect (server, "POST", "/api/cart/checkout/", token, "{}", 200, NULL);
  admit_one (token);
  add_to_cart (token, "Ticket Solo - Athlétisme", 2);
  add_to_cart (token, "Ticket Duo - Natation", 1);
}

static UiTest *
open_customer (void)
{
  UiTest *test = ui_test_new (server);

  ui_test_sign_in (test, "lea");
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  return test;
}

static void
test_customer_pages (void)
{
  static const char *const ids[] = {
    "offers", "cart", "tickets", "orders", "profile", "attention"
  };
  g_autoptr (UiTest) test = open_customer ();

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      ui_test_open_page (test, ids[i]);
      ui_look_at (test->window, ids[i]);
    }
}

static void
test_postal_address (void)
{
  g_autoptr (UiTest) test = open_customer ();
  GtkWidget *row;

  ui_test_open_page (test, "profile");
  row = ui_find (test->window, ADW_TYPE_EXPANDER_ROW, _ ("Postal Address"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  ui_fill (test->window, _ ("Street and number"), "3 rue Oberkampf, escalier C, 4e étage à droite");
  ui_fill (test->window, _ ("Town"), "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson");
  ui_look_at (test->window, "postal-address");
}

static void
test_opened_pages (void)
{
  g_autoptr (UiTest) test = open_customer ();
  GtkWidget *grid = ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));

  ui_click (ui_find (ui_find (grid, ET_TYPE_OFFER_CARD, NULL), GTK_TYPE_BUTTON, NULL));
  ui_find (test->window, GTK_TYPE_FLOW_BOX, _ ("Offers of this event"));
  ui_look_at (test->window, "event");

  ui_test_open_page (test, "tickets");
  ui_click (ui_find (test->window, ET_TYPE_TICKET_ROW, NULL));
  ui_find (test->window, ET_TYPE_TICKET_VIEW, NULL);
  ui_look_at (test->window, "ticket");
}

static void
test_sidebar (void)
{
  g_autoptr (UiTest) test = open_customer ();

  ui_test_open_page (test, "orders");
  gtk_window_set_default_size (GTK_WINDOW (test->window), 360, 640);
  UI_WAIT (gtk_widget_get_width (GTK_WIDGET (test->window)) == 360);
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.back", NULL);
  ui_screenshot (test->window, "sidebar", 0, 0);
}

static void
test_windows (void)
{
  g_autoptr (UiTest) test = ui_test_new (server);
  GtkWidget *window;

  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.sign-in", NULL);
  window = ui_find_window (ET_TYPE_SIGN_IN_WINDOW);
  ui_look_at (window, "sign-in");
  et_sign_in_window_show_sign_up (ET_SIGN_IN_WINDOW (window));
  ui_look_at (window, "sign-up");
  gtk_window_destroy (GTK_WINDOW (window));

  window = et_welcome_window_new (GTK_APPLICATION (test->application), ET_DEFAULT_SERVER);
  gtk_window_present (GTK_WINDOW (window));
  ui_look_at (window, "welcome");
  gtk_window_destroy (GTK_WINDOW (window));

  g_action_group_activate_action (G_ACTION_GROUP (test->application), "about", NULL);
  ui_look_at (ui_find_window (ADW_TYPE_ABOUT_WINDOW), "about");
}

static void
test_checkout (void)
{
  g_autoptr (UiTest) test = open_customer ();
  GtkWidget *window;
  g_autofree char *total = NULL;
  g_autofree char *pay = NULL;

  ui_test_open_page (test, "cart");
  ui_press (test->window, _ ("Check Out"));
  window = ui_find_window (ET_TYPE_CHECKOUT_WINDOW);
  ui_fill (window, _ ("Card number"), "4000 0000 0000 0002");
  ui_fill (window, _ ("Expires (MM/YY)"), "1299");
  ui_fill (window, _ ("Security code"), "123");
  ui_look_at (window, "checkout");
  total = et_text_money (18500);
  pay = g_strdup_printf (_ ("Pay %s"), total);
  ui_press (window, pay);
  ui_wait_for_text (window, _ ("Payment Declined"));
  ui_look_at (window, "declined");
  ui_press (window, _ ("Use Another Card"));
  ui_fill (window, _ ("Card number"), "4242 4242 4242 4242");
  ui_press (window, pay);
  ui_wait_for_text (window, _ ("They are in “My Tickets”, also without a network."));
  ui_look_at (window, "bought");
}

/* Returns: (nullable): the first row whose ticket still lets somebody in. */
static GtkWidget *
find_valid_row (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (ET_IS_TICKET_ROW (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (et_ticket_row_get_ticket (ET_TICKET_ROW (widget))->state, "valid") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_valid_row (child);
  return found;
}

static void
test_entrance (void)
{
  g_autoptr (UiTest) test = open_customer ();
  GtkWidget *window;

  ui_test_open_page (test, "tickets");
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
  UI_WAIT (find_valid_row (GTK_WIDGET (test->window)) != NULL);
  ui_click (find_valid_row (GTK_WIDGET (test->window)));
  ui_press (test->window, _ ("Show at the _Entrance"));
  window = ui_find_window (ET_TYPE_ENTRANCE_WINDOW);
  ui_find (window, ET_TYPE_QR_VIEW, NULL);
  ui_look_at (window, "entrance");
}

static void
test_pages_of_staff_and_administrators (void)
{
  g_autofree char *token = et_test_server_make (server, "admin", "boss");
  g_autoptr (UiTest) test = ui_test_new (server);

  ui_test_sign_in (test, "boss");
  for (const EtPageEntry *entry = et_page_entries; entry->id != NULL; entry++)
    if (entry->least_role > ET_ROLE_CUSTOMER)
      {
        ui_test_open_page (test, entry->id);
        ui_look_at (test->window, entry->id);
      }
}

static void
test_without_a_server (void)
{
  g_autoptr (UiTest) test = ui_test_new_at ("http://127.0.0.1:9", NULL);

  ui_wait_for_text (test->window, _ ("The server cannot be reached"));
  ui_look_at (test->window, "offline");
}

int
main (int argc, char *argv[])
{
  static const char *const seed[] = { "seed-offers", NULL };
  g_autofree char *keyring = NULL;
  int result;

  /* A keyring of its own, so that no note about a missing one lies over the pictures. */
  keyring = g_build_filename (g_get_user_data_dir (), "keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  ui_test_init (&argc, &argv);
  server = et_test_server_new (NULL);
  g_assert_cmpint (et_test_server_run (server, seed, NULL, NULL, NULL), ==, 0);
  make_customer ();

  g_test_add_func ("/screens/customer", test_customer_pages);
  g_test_add_func ("/screens/postal-address", test_postal_address);
  g_test_add_func ("/screens/opened", test_opened_pages);
  g_test_add_func ("/screens/sidebar", test_sidebar);
  g_test_add_func ("/screens/windows", test_windows);
  g_test_add_func ("/screens/checkout", test_checkout);
  g_test_add_func ("/screens/entrance", test_entrance);
  g_test_add_func ("/screens/office", test_pages_of_staff_and_administrators);
  g_test_add_func ("/screens/offline", test_without_a_server);
  result = g_test_run ();
  et_test_server_free (server);
  return result;
}
