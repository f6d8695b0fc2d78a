/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "client-folder.h"
#include "client/et-call.h"
#include "client/et-cart-rows.h"
#include "client/et-catalogue-rows.h"
#include "client/et-copy.h"
#include "client/et-outbox-rows.h"

typedef struct
{
  char *folder;
  EtStore *store;
} Fixture;

/* @data: "guest" for a copy that belongs to nobody. */
static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = client_folder_new ();
  f->store = client_folder_open_store (f->folder);
  client_put_offer (f->store, client_new_offer (1, "Solo", 5000));
  client_put_offer (f->store, client_new_offer (2, "Duo", 8500));
  if (data == NULL)
    client_put_account (f->store, 7, "zoe");
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->store);
  client_folder_remove (f->folder);
}

static void
set (Fixture *f, int64_t offer_id, int64_t quantity)
{
  g_autoptr (GError) error = NULL;

  et_cart_store_set (f->store, offer_id, quantity, &error);
  g_assert_no_error (error);
}

/* The cart as "offer×quantity …=total". */
static void
assert_cart (Fixture *f, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EtCart) cart = et_cart_store_load (f->store, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);

      g_string_append_printf (text, "%dx%d ", (int) line->offer_id, (int) line->quantity);
    }
  g_string_append_printf (text, "= %d", (int) cart->total_cents);
  g_assert_cmpstr (text->str, ==, expected);
}

static gpointer
list_outbox (EtDb *db, gpointer data, GError **error)
{
  return et_copy_list (db, et_queued_write_get_type (), "SELECT * FROM outbox ORDER BY id", error);
}

/* The queue as "path body; …". */
static void
assert_outbox (Fixture *f, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) rows = et_store_run (f->store, list_outbox, NULL, g_object_unref, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (EtQueuedWrite) write = g_list_model_get_item (rows, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", write->body);
      g_assert_cmpuint (strlen (write->request_key), ==, 32);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static gpointer
take_first (EtDb *db, gpointer data, GError **error)
{
  return et_outbox_rows_take_first (db, error);
}

static EtQueuedWrite *
take (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  EtQueuedWrite *write = et_store_run (f->store, take_first, NULL, g_object_unref, &error);

  g_assert_no_error (error);
  return write;
}

static gpointer
take_server_cart (EtDb *db, gpointer cart, GError **error)
{
  return et_cart_rows_take_server_cart (db, cart, TRUE, error) ? ET_DONE : NULL;
}

static gpointer
take_offer (EtDb *db, gpointer offer, GError **error)
{
  return et_cart_rows_take_offer (db, offer, error) && et_catalogue_rows_put (db, offer, error)
             ? ET_DONE
             : NULL;
}

/* Takes @offer over. */
static void
sync_offer (Fixture *f, EtOffer *offer)
{
  g_autoptr (EtOffer) owned = offer;

  g_assert_nonnull (et_store_run (f->store, take_offer, owned, NULL, NULL));
}

static void
sync_cart (Fixture *f, int64_t offer_id, int64_t quantity)
{
  g_autoptr (EtCart) cart = et_cart_new ();
  EtCartLine *line = et_cart_line_new ();

  line->offer_id = offer_id;
  line->name = g_strdup ("Server's");
  line->price_cents = 5000;
  line->quantity = quantity;
  g_ptr_array_add (cart->items, line);
  g_assert_nonnull (et_store_run (f->store, take_server_cart, cart, NULL, NULL));
}

/* The differences in words, a line each. */
static void
assert_differences (Fixture *f, const char *expected)
{
  g_autoptr (GListModel) differences = et_cart_store_list_differences (f->store, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (EtCartDifference) difference = g_list_model_get_item (differences, i);
      g_autofree char *words = et_cart_difference_describe (difference, "en");

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", words);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_edits_apply_at_once (Fixture *f, gconstpointer data)
{
  assert_cart (f, "= 0");
  set (f, 1, 2);
  assert_cart (f, "1x2 = 10000");
  set (f, 2, 1);
  set (f, 1, 3);
  assert_cart (f, "1x3 2x1 = 23500");
  set (f, 1, 0);
  assert_cart (f, "2x1 = 8500");
}

static void
test_edits_survive_a_restart (Fixture *f, gconstpointer data)
{
  set (f, 1, 2);
  g_object_unref (f->store);
  f->store = client_folder_open_store (f->folder);
  assert_cart (f, "1x2 = 10000");
  assert_outbox (f, "{\"offer_id\":1,\"qty\":2}");
}

static void
test_adding_is_relative (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (et_cart_store_add (f->store, 1, 2, &error));
  g_assert_true (et_cart_store_add (f->store, 1, 1, &error));
  g_assert_no_error (error);
  assert_cart (f, "1x3 = 15000");
  assert_outbox (f, "{\"offer_id\":1,\"qty\":3}");
}

static void
assert_refused (Fixture *f, int64_t offer_id, int64_t quantity, EtErrorCode code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (et_cart_store_set (f->store, offer_id, quantity, &error));
  g_assert_error (error, ET_ERROR, (int) code);
  assert_cart (f, "= 0");
  assert_outbox (f, "");
}

static void
test_bad_edits_are_refused (Fixture *f, gconstpointer data)
{
  assert_refused (f, 1, -1, ET_ERROR_INVALID);
  assert_refused (f, 1, ET_CART_MAX_QUANTITY + 1, ET_ERROR_INVALID);
  assert_refused (f, 1, G_MAXINT64, ET_ERROR_INVALID);
  assert_refused (f, 99, 1, ET_ERROR_OFFER_UNKNOWN);
}

/* Not yet sent, only the last quantity of a line matters. */
static void
test_unsent_edits_of_a_line_become_one (Fixture *f, gconstpointer data)
{
  set (f, 1, 1);
  set (f, 2, 1);
  set (f, 1, 2);
  set (f, 1, 5);
  assert_outbox (f, "{\"offer_id\":2,\"qty\":1}; {\"offer_id\":1,\"qty\":5}");
}

/* What may have been sent goes again with its own key, before what came later. */
static void
test_sent_edits_keep_their_place (Fixture *f, gconstpointer data)
{
  g_autoptr (EtQueuedWrite) first = NULL;
  g_autoptr (EtQueuedWrite) again = NULL;

  set (f, 1, 1);
  first = take (f);
  set (f, 1, 2);
  assert_outbox (f, "{\"offer_id\":1,\"qty\":1}; {\"offer_id\":1,\"qty\":2}");
  again = take (f);
  g_assert_cmpstr (again->request_key, ==, first->request_key);
  g_assert_cmpint (again->attempts, ==, 2);
}

static void
test_unchanged_line_queues_nothing (Fixture *f, gconstpointer data)
{
  set (f, 1, 0);
  assert_outbox (f, "");
}

static void
test_clearing_replaces_what_was_queued (Fixture *f, gconstpointer data)
{
  set (f, 1, 1);
  set (f, 2, 1);
  g_assert_true (et_cart_store_clear (f->store, NULL));
  assert_cart (f, "= 0");
  assert_outbox (f, "{}");
  set (f, 1, 3);
  assert_outbox (f, "{}; {\"offer_id\":1,\"qty\":3}");
}

static void
test_guest_queues_nothing (Fixture *f, gconstpointer data)
{
  set (f, 1, 2);
  assert_cart (f, "1x2 = 10000");
  g_assert_true (et_cart_store_clear (f->store, NULL));
  set (f, 2, 1);
  assert_outbox (f, "");
}

static void
test_server_cart_wins (Fixture *f, gconstpointer data)
{
  g_autoptr (EtQueuedWrite) write = NULL;

  set (f, 1, 2);
  write = take (f);
  g_assert_nonnull (write);
  sync_cart (f, 1, 5); /* the edit waits: its line is not touched */
  assert_cart (f, "1x2 = 10000");
  assert_differences (f, "");
}

static gpointer
empty_outbox (EtDb *db, gpointer data, GError **error)
{
  return et_copy_exec (db, "DELETE FROM outbox", error) ? ET_DONE : NULL;
}

static void
test_other_quantities_are_told (Fixture *f, gconstpointer data)
{
  set (f, 1, 2);
  set (f, 2, 1);
  et_store_run (f->store, empty_outbox, NULL, NULL, NULL);
  sync_cart (f, 1, 5);
  assert_cart (f, "1x5 = 25000");
  assert_outbox (f, "");
  assert_differences (f, "“Duo” is no longer in the cart\n"
                         "The cart now has 5 × “Server's” instead of 2");
}

static void
test_new_price_is_told_once (Fixture *f, gconstpointer data)
{
  set (f, 1, 2);
  sync_offer (f, client_new_offer (1, "Solo", 5500));
  sync_offer (f, client_new_offer (1, "Solo", 6000));
  assert_cart (f, "1x2 = 12000");
  assert_differences (f, "The price of “Solo” is now €60.00 instead of €50.00");
  g_assert_true (et_cart_store_dismiss_differences (f->store, NULL));
  assert_differences (f, "");
}

static void
test_price_that_came_back_is_not_told (Fixture *f, gconstpointer data)
{
  set (f, 1, 2);
  sync_offer (f, client_new_offer (1, "Solo", 5500));
  sync_offer (f, client_new_offer (1, "Solo", 5000));
  assert_differences (f, "");
}

static void
test_price_of_another_offer_is_not_told (Fixture *f, gconstpointer data)
{
  set (f, 1, 2);
  sync_offer (f, client_new_offer (2, "Duo", 9000));
  assert_differences (f, "");
}

static void
test_sold_out_is_told_once (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 2; i++)
    {
      EtOffer *offer = client_new_offer (1, "Solo", 5000);

      if (i == 0)
        set (f, 1, 2);
      et_record_set_text (&offer->availability, "sold_out");
      sync_offer (f, offer);
    }
  assert_cart (f, "1x2 = 10000");
  assert_differences (f, "“Solo” is sold out");
}

static void
test_withdrawn_offer_leaves_the_cart (Fixture *f, gconstpointer data)
{
  EtOffer *offer = client_new_offer (1, "Solo", 5000);

  set (f, 1, 2);
  offer->is_active = FALSE;
  sync_offer (f, offer);
  assert_cart (f, "= 0");
  assert_differences (f, "“Solo” is no longer on sale and left the cart");
}

static void
test_only_the_reason_is_told (Fixture *f, gconstpointer data)
{
  g_autoptr (EtCart) empty = et_cart_new ();
  EtOffer *offer = client_new_offer (1, "Solo", 5000);

  sync_cart (f, 1, 2);
  et_cart_store_dismiss_differences (f->store, NULL);
  g_assert_nonnull (et_store_run (f->store, take_server_cart, empty, NULL, NULL));
  offer->is_active = FALSE;
  sync_offer (f, offer);
  assert_differences (f, "“Solo” is no longer on sale and left the cart");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/cart-store/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("edits-apply-at-once", test_edits_apply_at_once);
  ADD ("edits-survive-a-restart", test_edits_survive_a_restart);
  ADD ("adding-is-relative", test_adding_is_relative);
  ADD ("bad-edits-are-refused", test_bad_edits_are_refused);
  ADD ("unsent-edits-of-a-line-become-one", test_unsent_edits_of_a_line_become_one);
  ADD ("sent-edits-keep-their-place", test_sent_edits_keep_their_place);
  ADD ("unchanged-line-queues-nothing", test_unchanged_line_queues_nothing);
  ADD ("clearing-replaces-what-was-queued", test_clearing_replaces_what_was_queued);
  ADD ("server-cart-wins", test_server_cart_wins);
  ADD ("other-quantities-are-told", test_other_quantities_are_told);
  ADD ("new-price-is-told-once", test_new_price_is_told_once);
  ADD ("price-that-came-back-is-not-told", test_price_that_came_back_is_not_told);
  ADD ("price-of-another-offer-is-not-told", test_price_of_another_offer_is_not_told);
  ADD ("sold-out-is-told-once", test_sold_out_is_told_once);
  ADD ("withdrawn-offer-leaves-the-cart", test_withdrawn_offer_leaves_the_cart);
  ADD ("only-the-reason-is-told", test_only_the_reason_is_told);
#undef ADD
  g_test_add ("/client/cart-store/guest-queues-nothing", Fixture, "guest", set_up,
              test_guest_queues_nothing, tear_down);
  return g_test_run ();
}
