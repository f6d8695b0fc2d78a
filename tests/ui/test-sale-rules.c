/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>

#include "core/et-time.h"
#include "tests/ui/office-desk.h"
#include "tests/ui/ui-look.h"
#include "ui/customer/et-checkout-window.h"
#include "ui/customer/et-hold-line.h"
#include "ui/shared/et-text.h"

/* When an offer is on sale, and how many tickets an order and an account may have: how an
 * administrator says so, and what a customer sees of it. */
#define SOLO "Ticket Solo - Athlétisme"
#define DUO "Ticket Duo - Natation"
#define FREE "Ticket Duo - Athlétisme"

static BoxOffice *office;

static int64_t
count (const char *sql)
{
  return et_test_server_count (office->server, sql);
}

/* Another administrator says when an offer is on sale, and raises its price. */
static void
set_window (const char *name, int64_t starts, int64_t ends)
{
  g_autofree char *path = g_strdup_printf ("/api/admin/offers/%" G_GINT64_FORMAT "/",
                                           box_office_find_offer (office, name));
  g_autoptr (EtTestAnswer)
      got = et_test_server_call (office->server, "GET", path, office->office, NULL);
  g_autofree char *etag = et_test_answer_get_field (got, "ETag");
  g_autofree char *starts_at = et_time_to_iso (starts);
  g_autofree char *ends_at = et_time_to_iso (ends);
  JsonObject *offer = et_test_answer_get_json (got);
  g_autofree char *body = g_strdup_printf (
      "{\"event_id\":%" G_GINT64_FORMAT ",\"name\":\"%s\",\"offer_type\":\"%s\","
      "\"price_cents\":7777,\"quota\":500,\"sale_starts\":\"%s\",\"sale_ends\":\"%s\","
      "\"max_per_order\":2}",
      json_object_get_int_member (offer, "event_id"), name,
      json_object_get_string_member (offer, "offer_type"), starts_at, ends_at);
  g_autofree char *fields = g_strdup_printf ("Authorization: Bearer %s\r\nIf-Match: %s\r\n",
                                             office->office, etag);
  g_autoptr (EtTestAnswer)
      put = et_test_server_call_with (office->server, "PUT", path, fields, body);

  et_test_answer_assert (put, 200, NULL);
}

static void
switch_on (UiTest *test, const char *rule)
{
  gtk_switch_set_active (GTK_SWITCH (ui_find (test->window, GTK_TYPE_SWITCH, rule)), TRUE);
}

static gboolean
can_add (UiTest *test, const char *offer)
{
  g_autofree char *name = g_strdup_printf (_ ("Add %s"), offer);
  GtkWidget *button = ui_look_for (GTK_WIDGET (test->window), GTK_TYPE_BUTTON, name);

  return button != NULL && gtk_widget_get_mapped (button);
}

static void
test_rules_are_edited (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");

  office_desk_pick (test, SOLO);
  switch_on (test, _ ("Sale ends before the event"));
  switch_on (test, _ ("Limited in an order"));
  switch_on (test, _ ("Limited for an account"));
  ui_look_at (test->window, "admin-sale-rules");
  ui_press (test->window, _ ("_Save"));
  office_desk_wait_for_saved (test, SOLO);
  g_assert_cmpint (count ("SELECT COUNT(*) FROM offers WHERE name = '" SOLO "' AND "
                          "sale_starts IS NULL AND sale_ends > 0 AND max_per_order = 4 AND "
                          "max_per_account = 4"),
                   ==, 1);
}

/* What the other one set stays where this form says nothing about it. */
static void
test_rules_of_two_are_merged (void)
{
  g_autoptr (UiTest) test = office_desk_open (office, "admin-offers");
  int64_t now = et_time_now () / ET_MINUTE * ET_MINUTE;

  office_desk_pick (test, DUO);
  switch_on (test, _ ("Limited for an account"));
  set_window (DUO, now - ET_DAY, now + ET_DAY);
  ui_press (test->window, _ ("_Save"));
  ui_wait_for_text (test->window, _ ("Somebody else changed this while you were writing"));
  ui_look_at (test->window, "admin-sale-rules-conflict");
  ui_press (test->window, _ ("_Keep Mine"));
  office_desk_wait_for_saved (test, DUO);
  g_assert_cmpint (count ("SELECT COUNT(*) FROM offers WHERE name = '" DUO "' AND sale_ends > 0 "
                          "AND sale_starts > 0 AND max_per_order = 2 AND max_per_account = 4 "
                          "AND price_cents = 7777"),
                   ==, 1);
}

static void
test_a_card_waits_for_the_sale (void)
{
  g_autoptr (UiTest) test = NULL;
  int64_t starts = (et_time_now () + 7 * ET_DAY) / ET_MINUTE * ET_MINUTE;
  g_autofree char *moment = et_text_day_and_clock (starts, "Europe/Paris");
  g_autofree char *text = g_strdup_printf (_ ("On sale from %s"), moment);

  set_window (LATER_SOLO, starts, starts + ET_DAY);
  test = ui_test_new (office->server);
  ui_fill (test->window, _ ("Search offers"), LATER_SOLO);
  ui_wait_for_text (test->window, text);
  ui_look_at (test->window, "offers-not-on-sale");
  g_assert_false (can_add (test, LATER_SOLO));
}

/* The sale begins while somebody looks, and ends: each moment comes on a slow computer, too. */
static void
test_a_card_follows_the_clock (void)
{
  g_autoptr (UiTest) test = NULL;
  int64_t day = et_time_now () / ET_MINUTE * ET_MINUTE;

  set_window (LATER_SOLO, day + ET_DAY, day + 2 * ET_DAY);
  test = ui_test_new (office->server);
  ui_fill (test->window, _ ("Search offers"), LATER_SOLO);
  UI_WAIT (!can_add (test, LATER_SOLO));
  set_window (LATER_SOLO, et_time_now () + 2 * ET_SECOND, day + 2 * ET_DAY);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  UI_WAIT (can_add (test, LATER_SOLO));
  set_window (LATER_SOLO, day - ET_DAY, et_time_now () + 2 * ET_SECOND);
  ui_test_wait_for_sync (test, ET_SYNC_IDLE);
  ui_wait_for_text (test->window, _ ("Sale ended"));
  ui_look_at (test->window, "offers-sale-ended");
  g_assert_false (can_add (test, LATER_SOLO));
}

static char *
read_hold (UiTest *test)
{
  GtkWidget *line = ui_find (test->window, ET_TYPE_HOLD_LINE, NULL);

  return g_strdup (gtk_label_get_text (GTK_LABEL (ui_find (line, GTK_TYPE_LABEL, NULL))));
}

/* The time that is left runs; whoever comes to pay gets more of it. */
static void
test_the_cart_says_how_long_places_are_held (void)
{
  g_autoptr (UiTest) test = ui_test_new (office->server);
  g_autofree char *add = g_strdup_printf (_ ("Add %s"), FREE);
  g_autofree char *text = NULL;
  g_autofree char *later = NULL;

  ui_test_sign_in (test, "zoe");
  ui_fill (test->window, _ ("Search offers"), FREE);
  ui_press (test->window, add);
  ui_test_open_page (test, "cart");
  UI_WAIT (ui_look_for (GTK_WIDGET (test->window), ET_TYPE_HOLD_LINE, NULL) != NULL);
  ui_look_at (test->window, "cart-held");
  text = read_hold (test);
  do
    {
      g_free (later);
      ui_iterate ();
      later = read_hold (test);
    }
  while (g_str_equal (later, text));
  ui_press (test->window, _ ("Check Out"));
  ui_wait_for_text (ui_find_window (ET_TYPE_CHECKOUT_WINDOW),
                    _ ("Simulated payment, no money moves"));
  UI_WAIT (count ("SELECT COUNT(*) FROM orders WHERE prolonged = 1 AND held_until IS NOT NULL") ==
           1);
}

int
main (int argc, char **argv)
{
  int status;

  ui_test_init (&argc, &argv);
  office = box_office_open ();

  g_test_add_func ("/sale-rules/edit", test_rules_are_edited);
  g_test_add_func ("/sale-rules/merge", test_rules_of_two_are_merged);
  g_test_add_func ("/sale-rules/card", test_a_card_waits_for_the_sale);
  g_test_add_func ("/sale-rules/clock", test_a_card_follows_the_clock);
  g_test_add_func ("/sale-rules/held", test_the_cart_says_how_long_places_are_held);
  status = g_test_run ();
  box_office_close (office);
  return status;
}
