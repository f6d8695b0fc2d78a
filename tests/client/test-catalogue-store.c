/* SPDX-License-Identifier: MIT */
#include "client-folder.h"
#include "core/et-time.h"

typedef struct
{
  char *folder;
  EtStore *store;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  EtOffer *offer;

  f->folder = client_folder_new ();
  f->store = client_folder_open_store (f->folder);

  client_put_offer (f->store, client_new_offer (1, "Ticket Solo - Athlétisme", 5000));
  offer = client_new_offer (2, "Ticket Duo - Natation", 8500);
  et_record_set_text (&offer->offer_type, "duo");
  et_record_set_text (&offer->sport, "swimming");
  et_record_set_text (&offer->venue, "Paris La Défense Arena");
  offer->starts_at = 2000 * ET_DAY;
  offer->event_id = 7;
  client_put_offer (f->store, offer);
  offer = client_new_offer (3, "Ticket Familiale - Haltérophilie", 1000);
  et_record_set_text (&offer->offer_type, "familiale");
  et_record_set_text (&offer->sport, "judo");
  et_record_set_text (&offer->event_name, "Cœur de l’Œuvre");
  client_put_offer (f->store, offer);
  offer = client_new_offer (4, "Ticket Solo - Withdrawn", 1);
  offer->is_active = FALSE;
  client_put_offer (f->store, offer);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->store);
  client_folder_remove (f->folder);
}

/* The numbers of the offers that a filter leaves, in order, such as "3 1". */
static char *
list (Fixture *f, const EtOfferFilter *filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) offers = et_catalogue_store_list (f->store, filter, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (EtOffer) offer = g_list_model_get_item (offers, i);

      g_string_append_printf (ids, "%s%d", i > 0 ? " " : "", (int) offer->id);
    }
  return g_string_free (ids, FALSE);
}

static void
assert_search (Fixture *f, const char *text, const char *expected)
{
  EtOfferFilter filter = { text, NULL, NULL, ET_NULL_INT64, ET_NULL_INT64 };
  g_autofree char *found = list (f, &filter);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_all_by_price (Fixture *f, gconstpointer data)
{
  g_autofree char *found = list (f, NULL);

  g_assert_cmpstr (found, ==, "3 1 2");
}

static void
test_search (Fixture *f, gconstpointer data)
{
  assert_search (f, "", "3 1 2");
  assert_search (f, "   ", "3 1 2");
  assert_search (f, "athletisme", "1");
  assert_search (f, "ATHLÉTISME", "1");
  assert_search (f, "athle\xcc\x81tisme", "1"); /* e and a combining accent */
  assert_search (f, "natation duo", "2");
  assert_search (f, "duo natation", "2");
  assert_search (f, "duo athletisme", "");
  assert_search (f, "la defense", "2");
  assert_search (f, "swimming", "2");
  assert_search (f, "coeur oeuvre", "3");
  assert_search (f, "l'oeuvre", "3");
  assert_search (f, "withdrawn", "");
  assert_search (f, "100%", "");
  assert_search (f, "'; DROP TABLE offers; --", "");
  assert_search (f, "\xff\xfe", "");
}

static void
test_filters (Fixture *f, gconstpointer data)
{
  EtOfferFilter by_type = { NULL, "duo", NULL, ET_NULL_INT64, ET_NULL_INT64 };
  EtOfferFilter by_sport = { NULL, NULL, "athletics", ET_NULL_INT64, ET_NULL_INT64 };
  EtOfferFilter by_both = { NULL, "duo", "athletics", ET_NULL_INT64, ET_NULL_INT64 };
  EtOfferFilter by_event = { .from = ET_NULL_INT64, .until = ET_NULL_INT64, .event_id = 7 };
  g_autofree char *of_type = list (f, &by_type);
  g_autofree char *of_event = list (f, &by_event);
  g_autofree char *of_sport = list (f, &by_sport);
  g_autofree char *of_both = list (f, &by_both);

  g_assert_cmpstr (of_type, ==, "2");
  g_assert_cmpstr (of_event, ==, "2");
  g_assert_cmpstr (of_sport, ==, "1");
  g_assert_cmpstr (of_both, ==, "");
}

static void
test_dates (Fixture *f, gconstpointer data)
{
  EtOfferFilter from = { NULL, NULL, NULL, 2000 * ET_DAY, ET_NULL_INT64 };
  EtOfferFilter until = { NULL, NULL, NULL, ET_NULL_INT64, 2000 * ET_DAY };
  g_autofree char *later = list (f, &from);
  g_autofree char *earlier = list (f, &until);

  g_assert_cmpstr (later, ==, "2");
  g_assert_cmpstr (earlier, ==, "3 1");
}

static void
assert_order (Fixture *f, EtOfferOrder order, const char *expected)
{
  EtOfferFilter filter = { .from = ET_NULL_INT64, .until = ET_NULL_INT64, .order = order };
  g_autofree char *found = list (f, &filter);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_price (Fixture *f, gconstpointer data)
{
  EtOfferFilter filter = { .from = ET_NULL_INT64, .until = ET_NULL_INT64, .max_price_cents = 5000 };
  g_autofree char *at_most = list (f, &filter);
  g_autofree char *below = NULL;

  filter.max_price_cents = 4999;
  below = list (f, &filter);
  g_assert_cmpstr (at_most, ==, "3 1");
  g_assert_cmpstr (below, ==, "3");
}

static void
test_orders (Fixture *f, gconstpointer data)
{
  assert_order (f, ET_OFFER_ORDER_PRICE, "3 1 2");
  assert_order (f, ET_OFFER_ORDER_DATE, "1 3 2");
  assert_order (f, ET_OFFER_ORDER_NAME, "3 2 1");
}

/* An accent puts no name behind the others; what is equal comes by number. */
static void
test_order_of_equals (Fixture *f, gconstpointer data)
{
  for (int64_t id = 8; id > 5; id--)
    {
      EtOffer *offer = client_new_offer (id, "Ticket Solo - Escrime", 8500);

      et_record_set_text (&offer->event_name, id == 7 ? "Escalade" : "Épée");
      offer->starts_at = 2000 * ET_DAY;
      client_put_offer (f->store, offer);
    }

  assert_order (f, ET_OFFER_ORDER_PRICE, "3 1 2 6 7 8");
  assert_order (f, ET_OFFER_ORDER_DATE, "1 3 2 6 7 8");
  assert_order (f, ET_OFFER_ORDER_NAME, "3 6 8 7 2 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, test) \
  g_test_add ("/client/catalogue-store/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("all-by-price", test_all_by_price);
  ADD ("search", test_search);
  ADD ("filters", test_filters);
  ADD ("dates", test_dates);
  ADD ("price", test_price);
  ADD ("orders", test_orders);
  ADD ("order-of-equals", test_order_of_equals);
#undef ADD
  return g_test_run ();
}
