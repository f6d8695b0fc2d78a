/* SPDX-License-Identifier: MIT */
#include "tests/ui/box-office.h"
#include "tests/ui/ui-keys.h"

#include <glib/gi18n-lib.h>

#include "ui/customer/et-checkout-window.h"
#include "ui/customer/et-sign-in-window.h"
#include "ui/customer/et-ticket-row.h"
#include "ui/et-application.h"
#include "ui/shared/et-qr-view.h"

/* The way of customers and of staff through the program with real keys and no pointer. */
static BoxOffice *office;

/* The full run asks for this as well on a phone's window, in dark and with high contrast. */
static gboolean
is_narrow (void)
{
  return g_strcmp0 (g_getenv ("ET_LOOK"), "narrow") == 0;
}

static UiTest *
open_window (void)
{
  UiTest *test = ui_test_new (office->server);
  AdwStyleManager *style = adw_style_manager_get_default ();
  const char *look = g_getenv ("ET_LOOK");

  g_assert_cmpint (adw_style_manager_get_dark (style), ==, g_strcmp0 (look, "dark") == 0);
  g_assert_cmpint (adw_style_manager_get_high_contrast (style), ==,
                   g_strcmp0 (look, "contrast") == 0);
  if (is_narrow ())
    {
      gtk_window_set_default_size (GTK_WINDOW (test->window), 360, 640);
      UI_WAIT (gtk_widget_get_width (GTK_WIDGET (test->window)) == 360);
    }
  return test;
}

static const char *
get_text (UiTest *test, const char *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (ui_find (test->window, GTK_TYPE_EDITABLE, entry)));
}

/* Returns: how many offers show. */
static guint
count_cards (UiTest *test)
{
  GtkWidget *grid = ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));

  return g_list_model_get_n_items (G_LIST_MODEL (gtk_grid_view_get_model (GTK_GRID_VIEW (grid))));
}

/* Moves the focus to the first offer, once there are some. */
static void
enter_offers (UiTest *test)
{
  GtkWidget *grid = ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));

  UI_WAIT (count_cards (test) > 0 && gtk_widget_child_focus (grid, GTK_DIR_TAB_FORWARD));
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));

  return focus == widget || (focus != NULL && gtk_widget_is_ancestor (focus, widget));
}

/* Goes on with @key until the focus is there; a window that keeps it elsewhere is a trap. */
static void
go_to (GtkWidget *widget, const char *key)
{
  for (int steps = 0; !has_focus (widget); steps++)
    {
      if (steps == 60)
        g_error ("%s does not lead to a %s", key, G_OBJECT_TYPE_NAME (widget));
      ui_key (key);
    }
}

static void
sign_in_by_keys (const char *username)
{
  ui_find (ui_find_window (ET_TYPE_SIGN_IN_WINDOW), GTK_TYPE_EDITABLE, _ ("User name"));
  ui_type (username);
  ui_key ("Tab");
  ui_type (ET_TEST_PASSWORD);
  ui_key ("Return");
}

static void
test_typing_anywhere_searches (void)
{
  g_autoptr (UiTest) test = open_window ();

  enter_offers (test);
  ui_type ("duo escrime");
  UI_WAIT (g_strcmp0 (get_text (test, _ ("Search offers")), "duo escrime") == 0);
  UI_WAIT (count_cards (test) == 1);
}

static void
test_keys_open_the_pages (void)
{
  g_autoptr (UiTest) test = open_window ();

  ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
  ui_key ("alt+2");
  ui_wait_for_text (test->window, _ ("Your Cart Is Empty"));
  ui_key ("alt+3");
  ui_wait_for_text (test->window, _ ("No Tickets Yet"));
  ui_key ("alt+1");
  ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
}

static void
test_enter_opens_an_event_and_escape_leaves_it (void)
{
  g_autoptr (UiTest) test = open_window ();

  enter_offers (test);
  ui_key ("Return");
  ui_find (test->window, GTK_TYPE_FLOW_BOX, _ ("Offers of this event"));
  ui_key ("Escape");
  ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
}

static void
test_escape_closes_the_sign_in (void)
{
  g_autoptr (UiTest) test = open_window ();

  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.sign-in", NULL);
  ui_find_window (ET_TYPE_SIGN_IN_WINDOW);
  ui_key ("Escape");
  UI_WAIT (!ui_has_window (ET_TYPE_SIGN_IN_WINDOW));
}

/* From the cart to the ticket: names, a password and a card, Tab and Enter. */
static void
test_a_purchase_needs_no_pointer (void)
{
  g_autoptr (UiTest) test = open_window ();
  g_autofree char *add = g_strdup_printf (_ ("Add %s"), ADMISSIBLE_SOLO);
  g_autofree char *bought = g_strdup_printf (
      ngettext ("%u ticket is yours", "%u tickets are yours", 1), 1);
  GtkWidget *window;

  ui_type ("solo athl");
  UI_WAIT (count_cards (test) == 2);
  go_to (ui_find (test->window, GTK_TYPE_BUTTON, add), "Tab");
  ui_key ("space");
  ui_key ("alt+2");
  go_to (ui_find (test->window, GTK_TYPE_BUTTON, _ ("Check Out")), "Tab");
  ui_key ("Return");
  sign_in_by_keys ("zoe");

  window = ui_find_window (ET_TYPE_CHECKOUT_WINDOW);
  ui_find (window, GTK_TYPE_EDITABLE, _ ("Card number"));
  ui_type ("4242424242424242");
  ui_key ("Tab");
  ui_type ("1299");
  ui_key ("Tab");
  ui_type ("123");
  ui_key ("Return");
  ui_wait_for_text (window, bought);
  ui_key ("Return");
  ui_find (test->window, ET_TYPE_TICKET_ROW, NULL);
}

/* From the start of the program to a ticket that was let in. */
static void
test_an_admission_needs_no_pointer (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autoptr (UiTest) test = open_window ();
  g_autofree char *person = g_strdup_printf ("%s, %s", _ ("Sign In"), _ ("Guest"));
  g_autofree char *admitted = g_strdup_printf (_ ("Admit %d"), 2);
  GtkWidget *page;

  if (is_narrow ())
    ui_key ("alt+Left");
  go_to (ui_find (test->window, GTK_TYPE_BUTTON, person), "Tab");
  ui_key ("Return");
  sign_in_by_keys ("gate");
  UI_WAIT (!ui_has_window (ET_TYPE_SIGN_IN_WINDOW));
  ui_find (test->window, GTK_TYPE_GRID_VIEW, _ ("Offers"));
  if (is_narrow ())
    ui_key ("alt+Left");
  page = ui_find (test->window, GTK_TYPE_LIST_BOX_ROW, _ ("Check Tickets"));
  go_to (gtk_widget_get_parent (page), "Tab");
  go_to (page, "Down");
  ui_key ("Return");
  ui_wait_for_text (test->window, _ ("Ready to scan"));
  ui_type (ticket->key);
  ui_key ("Return");
  ui_wait_for_text (test->window, admitted);
}

/* The server is gone: what one has is there, and what one wants waits. The last test, for the
 * server stays away. */
static void
test_offline_needs_no_pointer (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_DUO);
  g_autoptr (UiTest) test = open_window ();
  g_autofree char *add = g_strdup_printf (_ ("Add %s"), ADMISSIBLE_DUO);
  g_autofree char *more = g_strdup_printf (_ ("One more of %s"), ADMISSIBLE_DUO);
  g_autofree char *banner = g_strdup_printf (
      _ ("Offline. You see a copy from %s ago; what you change is sent later."),
      _ ("less than a minute"));
  EtSync *sync = et_context_get_sync (ui_test_get_context (test));

  ui_test_sign_in (test, "zoe");
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  et_test_server_stop (office->server);
  ui_test_wait_for_sync (test, ET_SYNC_OFFLINE);
  ui_wait_for_text (test->window, banner);

  ui_type ("duo nat");
  go_to (ui_find (test->window, GTK_TYPE_BUTTON, add), "Tab");
  ui_key ("space");
  ui_key ("alt+2");
  go_to (ui_find (test->window, GTK_TYPE_BUTTON, more), "Tab");
  ui_key ("space");
  UI_WAIT (et_sync_get_pending (sync) == 2);
  g_assert_false (gtk_widget_is_sensitive (
      ui_find (test->window, GTK_TYPE_BUTTON, _ ("Check Out When Online"))));

  ui_key ("alt+3");
  go_to (gtk_widget_get_parent (ui_find (test->window, ET_TYPE_TICKET_ROW, NULL)), "Tab");
  ui_key ("Return");
  ui_find (test->window, ET_TYPE_QR_VIEW, NULL);
}

int
main (int argc, char *argv[])
{
  int result;

  ui_test_init (&argc, &argv);
  office = box_office_open ();
  g_test_add_func ("/keyboard/search", test_typing_anywhere_searches);
  g_test_add_func ("/keyboard/pages", test_keys_open_the_pages);
  g_test_add_func ("/keyboard/event", test_enter_opens_an_event_and_escape_leaves_it);
  g_test_add_func ("/keyboard/escape", test_escape_closes_the_sign_in);
  g_test_add_func ("/keyboard/purchase", test_a_purchase_needs_no_pointer);
  g_test_add_func ("/keyboard/admission", test_an_admission_needs_no_pointer);
  g_test_add_func ("/keyboard/offline", test_offline_needs_no_pointer);
  result = g_test_run ();
  box_office_close (office);
  return result;
}
