/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "core/et-money.h"
#include "core/et-offer.h"
#include "tests/ui/office-desk.h"
#include "tests/ui/ui-look.h"
#include "ui/shared/et-text.h"

#define DUO "Ticket Duo - Athlétisme" /* 90.00 */
#define NARROW 360, 640

static BoxOffice *office;

static int64_t
count (const char *sql)
{
  return et_test_server_count (office->server, sql);
}

/* Returns: what the editor's price is now, in cents. */
static int64_t
read_price (UiTest *test)
{
  GtkWidget *price = ui_find (test->window, GTK_TYPE_EDITABLE, _ ("Price in euros"));
  int64_t cents = -1;

  et_money_from_decimal (gtk_editable_get_text (GTK_EDITABLE (price)), &cents);
  return cents;
}

static char *
describe_change (int64_t before_cents, int64_t after_cents)
{
  g_autofree char *before = et_text_money (before_cents);
  g_autofree char *after = et_text_money (after_cents);

  return g_strdup_printf (_ ("%s: %s → %s"), _ ("Price"), before, after);
}

static void
test_offers_are_searched_and_filtered (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");

  UI_WAIT (office_desk_count_rows (test) >= 54);
  ui_look_at (test->window, "admin-offers");
  ui_fill (test->window, _ ("Search"), "NATATION duo");
  UI_WAIT (office_desk_count_rows (test) == 2);
  ui_fill (test->window, _ ("Search"), "");
  ui_choose (test->window, _ ("Type"), _ ("Family"));
  UI_WAIT (office_desk_count_rows (test) == 18);
  ui_choose (test->window, _ ("Sport"), _ ("Judo"));
  UI_WAIT (office_desk_count_rows (test) == 1);
  ui_fill (test->window, _ ("Search"), "zzz");
  ui_wait_for_text (test->window, _ ("Nothing Matches"));
  ui_screenshot (test->window, "admin-nothing-matches", NARROW);
  ui_press (test->window, _ ("_Show All"));
  UI_WAIT (office_desk_count_rows (test) >= 54);
}

static void
test_offers_are_sorted (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  GtkWidget *table;
  g_autoptr (EtOffer) first = NULL;

  UI_WAIT (office_desk_count_rows (test) >= 54);
  table = ui_find (test->window, g_type_from_name ("EtRecordTable"), NULL);
  gtk_widget_activate_action (table, "table.sort", "s", "price");
  gtk_widget_activate_action (table, "table.sort", "s", "price");
  first = g_list_model_get_item (G_LIST_MODEL (office_desk_get_rows (test)), 0);
  g_assert_cmpint (first->price_cents, ==, count ("SELECT MAX(price_cents) FROM offers"));
}

static void
test_an_offer_is_created (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");

  UI_WAIT (office_desk_count_rows (test) >= 54);
  ui_press (test->window, _ ("New Offer"));
  g_assert_false (office_desk_can_press (test, _ ("_Create")));
  ui_fill (test->window, _ ("Name"), "Ticket Presse");
  ui_wait_for_text (test->window, _ ("Choose the event."));
  ui_choose (test->window, _ ("Event"), "Aviron : finales du huit");
  ui_fill (test->window, _ ("Price in euros"), "douze");
  ui_wait_for_text (test->window, _ ("Write the price as an amount such as 50.00."));
  ui_look_at (test->window, "admin-offer-invalid");
  g_assert_false (office_desk_can_press (test, _ ("_Create")));
  ui_fill (test->window, _ ("Price in euros"), "12,50");
  ui_choose (test->window, _ ("Type"), _ ("Duo"));
  ui_press (test->window, _ ("_Create"));
  office_desk_wait_for_saved (test, "Ticket Presse");
  g_assert_cmpint (count ("SELECT COUNT(*) FROM offers WHERE name = 'Ticket Presse' AND "
                          "price_cents = 1250 AND admits = 2 AND quota IS NULL AND is_active = 1"),
                   ==, 1);
}

static void
test_an_edit_shows_what_it_changes (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  g_autofree char *change = describe_change (9000, 9550);

  office_desk_pick (test, DUO);
  g_assert_false (office_desk_can_press (test, _ ("_Save")));
  ui_fill (test->window, _ ("Price in euros"), "95.50");
  ui_wait_for_text (test->window, change);
  ui_look_at (test->window, "admin-offer-edit");
  ui_press (test->window, _ ("_Save"));
  office_desk_wait_for_saved (test, DUO);
  g_assert_cmpint (count ("SELECT price_cents FROM offers WHERE name = '" DUO "'"), ==, 9550);
}

static void
test_a_sold_offer_is_taken_off_sale (void)
{
  g_autoptr (BoughtTicket) ticket = box_office_buy (office, ADMISSIBLE_SOLO);
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  const char *is_active = "SELECT is_active FROM offers WHERE name = '" ADMISSIBLE_SOLO "'";
  g_autofree char *text = g_strdup_printf (_ ("“%s” is no longer on sale"), ADMISSIBLE_SOLO);

  office_desk_pick (test, ADMISSIBLE_SOLO);
  ui_press (test->window, _ ("_Take Off Sale"));
  ui_wait_for_text (test->window, text);
  g_assert_cmpint (count (is_active), ==, 0);
  ui_wait_for_text (test->window, _ ("Not on sale"));
  ui_press (test->window, _ ("Undo"));
  office_desk_wait_for_saved (test, ADMISSIBLE_SOLO);
  g_assert_cmpint (count (is_active), ==, 1);
}

static void
test_an_unsold_offer_is_deleted (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  const char *name = "Ticket Solo - Judo";
  const char *exists = "SELECT COUNT(*) FROM offers WHERE name = 'Ticket Solo - Judo'";
  g_autofree char *text = g_strdup_printf (_ ("“%s” was deleted"), name);

  office_desk_pick (test, name);
  ui_press (test->window, _ ("_Delete"));
  ui_wait_for_text (test->window, text);
  g_assert_cmpint (count (exists), ==, 0);
  ui_press (test->window, _ ("Undo"));
  office_desk_wait_for_saved (test, name);
  g_assert_cmpint (count (exists), ==, 1);
}

static void
test_a_conflict_keeps_both_edits (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  const char *name = "Ticket Duo - Escrime";

  office_desk_pick (test, name);
  ui_fill (test->window, _ ("Price in euros"), "77");
  box_office_change_offer (office, name, 6600, 4321);
  ui_press (test->window, _ ("_Save"));
  ui_wait_for_text (test->window, _ ("Somebody else changed this while you were writing"));
  ui_look_at (test->window, "admin-conflict");
  ui_press (test->window, _ ("_Keep Mine"));
  office_desk_wait_for_saved (test, name);
  g_assert_cmpint (count ("SELECT COUNT(*) FROM offers WHERE name = 'Ticket Duo - Escrime' AND "
                          "price_cents = 7700 AND quota = 4321"),
                   ==, 1);
}

static void
test_a_conflict_may_take_the_server_s (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  const char *name = "Ticket Familiale - Escrime";

  office_desk_pick (test, name);
  ui_fill (test->window, _ ("Price in euros"), "77");
  box_office_change_offer (office, name, 6600, 4321);
  ui_press (test->window, _ ("_Save"));
  ui_press (test->window, _ ("Use the _Server’s"));
  g_assert_cmpint (read_price (test), ==, 6600);
  g_assert_false (office_desk_can_press (test, _ ("_Save")));
}

static void
test_what_was_left_can_be_taken_up_again (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  g_autofree char *text = g_strdup_printf (_ ("Changes to “%s” were not saved"),
                                           "Ticket Duo - Judo");

  office_desk_pick (test, "Ticket Duo - Judo");
  ui_fill (test->window, _ ("Price in euros"), "31");
  ui_press (test->window, _ ("Close Details"));
  ui_wait_for_text (test->window, text);
  ui_press (test->window, _ ("Undo"));
  g_assert_cmpint (read_price (test), ==, 3100);
}

static void
test_the_editor_is_a_page_where_there_is_no_room (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  GtkWidget *list;

  UI_WAIT (office_desk_count_rows (test) >= 54);
  gtk_window_set_default_size (GTK_WINDOW (test->window), NARROW);
  ui_fill (test->window, _ ("Search"), "Ticket Duo - Aviron");
  list = ui_find (test->window, GTK_TYPE_LIST_VIEW, _ ("Offers"));
  UI_WAIT (office_desk_count_rows (test) == 1);
  gtk_widget_activate_action (list, "list.activate-item", "u", 0);
  ui_find (test->window, GTK_TYPE_EDITABLE, _ ("Price in euros"));
  g_assert_null (ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_LIST_VIEW, _ ("Offers")));
  ui_press (test->window, _ ("Back"));
  ui_find (test->window, GTK_TYPE_LIST_VIEW, _ ("Offers"));
}

static void
test_the_editor_returns_beside_where_there_is_room (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");

  office_desk_pick (test, "Ticket Duo - Aviron");
  gtk_window_set_default_size (GTK_WINDOW (test->window), NARROW);
  ui_find (test->window, GTK_TYPE_BUTTON, _ ("Back"));
  ui_fill (test->window, _ ("Price in euros"), "31");
  gtk_window_set_default_size (GTK_WINDOW (test->window), 1000, 700);
  ui_find (test->window, GTK_TYPE_LIST_VIEW, _ ("Offers"));
  g_assert_cmpint (read_price (test), ==, 3100);
}

static void
test_an_offer_is_edited_with_the_keyboard_only (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  const char *name = "Ticket Duo - Tennis";
  GtkWidget *price;

  UI_WAIT (office_desk_count_rows (test) >= 54);
  ui_key ("ctrl+f");
  ui_type (name);
  UI_WAIT (office_desk_count_rows (test) == 1);
  ui_key ("Return");
  price = ui_find (test->window, GTK_TYPE_EDITABLE, _ ("Price in euros"));
  while (!(gtk_widget_get_state_flags (price) & GTK_STATE_FLAG_FOCUS_WITHIN))
    ui_key ("Tab");
  ui_key ("ctrl+a");
  ui_type ("41.20");
  while (!gtk_widget_has_focus (ui_find (test->window, GTK_TYPE_BUTTON, _ ("_Save"))))
    ui_key ("Tab");
  ui_key ("Return");
  office_desk_wait_for_saved (test, name);
  ui_key ("Escape");
  UI_WAIT (ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_EDITABLE, _ ("Price in euros")) ==
           NULL);
  g_assert_cmpint (count ("SELECT price_cents FROM offers WHERE name = 'Ticket Duo - Tennis'"), ==,
                   4120);
}

int
main (int argc, char **argv)
{
  int status;

  ui_test_init (&argc, &argv);
  office = box_office_open ();

  g_test_add_func ("/admin/offers/filters", test_offers_are_searched_and_filtered);
  g_test_add_func ("/admin/offers/sorting", test_offers_are_sorted);
  g_test_add_func ("/admin/offers/create", test_an_offer_is_created);
  g_test_add_func ("/admin/offers/edit", test_an_edit_shows_what_it_changes);
  g_test_add_func ("/admin/offers/off-sale", test_a_sold_offer_is_taken_off_sale);
  g_test_add_func ("/admin/offers/delete", test_an_unsold_offer_is_deleted);
  g_test_add_func ("/admin/offers/conflict-mine", test_a_conflict_keeps_both_edits);
  g_test_add_func ("/admin/offers/conflict-theirs", test_a_conflict_may_take_the_server_s);
  g_test_add_func ("/admin/offers/undo", test_what_was_left_can_be_taken_up_again);
  g_test_add_func ("/admin/offers/narrow", test_the_editor_is_a_page_where_there_is_no_room);
  g_test_add_func ("/admin/offers/wide-again", test_the_editor_returns_beside_where_there_is_room);
  g_test_add_func ("/admin/offers/keyboard", test_an_offer_is_edited_with_the_keyboard_only);
  status = g_test_run ();
  box_office_close (office);
  return status;
}
