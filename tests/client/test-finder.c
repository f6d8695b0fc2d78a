/* SPDX-License-Identifier: MIT */
#include "client-folder.h"
#include "client-ticket.h"
#include "client/et-finder.h"
#include "core/et-time.h"

typedef struct
{
  char *folder;
  EtStore *store;
} Fixture;

/* Tickets of yesterday, tomorrow and next week, and three offers of which one is over. */
static void
set_up (Fixture *f, gconstpointer data)
{
  int64_t now = et_time_now ();
  static const char *const names[] = { "Ticket Solo - Natation", "Ticket Solo - Aviron",
                                       "Ticket Solo - Escrime" };

  f->folder = client_folder_new ();
  f->store = client_folder_open_store (f->folder);
  client_ticket_add (f->store, 1, "Natation : séries", now - 3 * ET_DAY);
  client_ticket_add (f->store, 2, "Natation : finales", now + ET_DAY);
  client_ticket_add (f->store, 3, "Water-polo", now + 7 * ET_DAY);
  for (int i = 0; i < 3; i++)
    {
      EtOffer *offer = client_new_offer (i + 1, names[i], 5000);

      offer->starts_at = now + (i < 2 ? ET_DAY : -2 * ET_DAY);
      offer->ends_at = offer->starts_at + ET_HOUR;
      client_put_offer (f->store, offer);
    }
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_unref (f->store);
  client_folder_remove (f->folder);
}

/* What is found for @text, ids with a t for tickets and an o for offers, parted by blanks. */
static char *
search (Fixture *f, const char *text, guint max)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel)
      found = et_finder_search (f->store, (const char *const *) words, max, &error);
  GString *ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (EtRecord) record = g_list_model_get_item (found, i);

      if (ET_IS_TICKET (record))
        g_string_append_printf (ids, "t%d ", (int) ET_TICKET (record)->id);
      else
        g_string_append_printf (ids, "o%d ", (int) ET_OFFER (record)->id);
    }
  return g_string_free (ids, FALSE);
}

static void
assert_found (Fixture *f, const char *text, const char *expected)
{
  g_autofree char *found = search (f, text, 10);

  g_assert_cmpstr (found, ==, expected);
}

static void
test_tickets_come_before_offers (Fixture *f, gconstpointer data)
{
  assert_found (f, "natation", "t2 t3 t1 o1 ");
}

static void
test_each_word_must_be_there (Fixture *f, gconstpointer data)
{
  assert_found (f, "FINALES zoé", "t2 ");
  assert_found (f, "swim polo", "t3 ");
  assert_found (f, "natation curling", "");
}

static void
test_short_numbers_and_accents_are_found (Fixture *f, gconstpointer data)
{
  assert_found (f, "k7pq2-3", "t3 ");
  assert_found (f, "series defense", "t1 ");
}

static void
test_what_is_over_is_not_on_offer (Fixture *f, gconstpointer data)
{
  assert_found (f, "aviron", "o2 ");
  assert_found (f, "escrime", "");
}

static void
test_the_number_is_limited (Fixture *f, gconstpointer data)
{
  g_autofree char *found = search (f, "natation", 2);

  g_assert_cmpstr (found, ==, "t2 t3 ");
}

static void
test_addresses_are_followed (Fixture *f, gconstpointer data)
{
  EtLink ticket_link = { (char *) "K7PQ2-2", 0 };
  EtLink offer_link = { NULL, 3 };
  g_autoptr (EtTicket) ticket = et_finder_follow (f->store, &ticket_link, NULL);
  g_autoptr (EtOffer) offer = et_finder_follow (f->store, &offer_link, NULL);

  g_assert_cmpint (ticket->id, ==, 2);
  g_assert_cmpstr (offer->name, ==, "Ticket Solo - Escrime");
}

static void
test_an_unknown_address_leads_nowhere (Fixture *f, gconstpointer data)
{
  EtLink link = { (char *) "K7PQ2-9", 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (et_finder_follow (f->store, &link, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_NOT_FOUND);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/finder/order", test_tickets_come_before_offers);
  ADD ("/finder/words", test_each_word_must_be_there);
  ADD ("/finder/folded", test_short_numbers_and_accents_are_found);
  ADD ("/finder/over", test_what_is_over_is_not_on_offer);
  ADD ("/finder/limit", test_the_number_is_limited);
  ADD ("/finder/follow", test_addresses_are_followed);
  ADD ("/finder/nowhere", test_an_unknown_address_leads_nowhere);
  return g_test_run ();
}
