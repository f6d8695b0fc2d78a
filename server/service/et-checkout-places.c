/* SPDX-License-Identifier: MIT */
#include "db/et-db-change.h"
#include "server/repo/et-event-repo.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-cart.h"
#include "server/service/et-checkout.h"

/* So few places left at an event that any sale can be the end of one of its offers. */
#define NEAR_THE_END 100

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const EtSaleLine *first = *(const EtSaleLine *const *) a;
  const EtSaleLine *second = *(const EtSaleLine *const *) b;

  if (first->stock.event_id != second->stock.event_id)
    return first->stock.event_id < second->stock.event_id ? -1 : 1;
  return (first->offer_id > second->offer_id) - (first->offer_id < second->offer_id);
}

/* Rows are taken in one order everywhere: events by their number, then offers by theirs.
 * Returns: (transfer full): the lines, borrowed, by their events. */
static GPtrArray *
sort_by_event (GArray *lines)
{
  GPtrArray *sorted = g_ptr_array_new ();

  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (sorted, &g_array_index (lines, EtSaleLine, i));
  g_ptr_array_sort (sorted, compare_events);
  return sorted;
}

/* Tells everybody when an offer crossed a step of availability. */
static void
note_offer (
    EtCheckout *checkout, EtDb *db, int64_t offer_id, const EtStock *before, const EtStock *after)
{
  if (g_str_equal (et_stock_get_availability (before), et_stock_get_availability (after)))
    return;

  checkout->changed_catalogue = TRUE;
  et_db_announce (db, "offer", offer_id, 0, FALSE);
}

static gboolean
is_few (const EtStock *stock)
{
  EtStock of_event = { .quota = ET_NULL_INT64, .admits = 1 };

  of_event.capacity = stock->capacity;
  of_event.event_taken = stock->event_taken;
  return !g_str_equal (et_stock_get_availability (&of_event), "available");
}

/* The offers of an event share its places: when they become few, it concerns them all. */
static gboolean
note_event (EtCheckout *checkout, EtDb *db, const EtStock *before, int64_t change, GError **error)
{
  EtStock after = *before;
  g_autoptr (GArray) offers = NULL;

  if (before->capacity == ET_NULL_INT64)
    return TRUE;
  after.event_taken += change;
  if (is_few (before) == is_few (&after) &&
      before->capacity - MAX (before->event_taken, after.event_taken) >= NEAR_THE_END)
    return TRUE;

  offers = et_offer_repo_list_ids_of_event (db, before->event_id, error);
  if (offers == NULL)
    return FALSE;
  checkout->changed_catalogue = TRUE;
  for (guint i = 0; i < offers->len; i++)
    et_db_announce (db, "offer", g_array_index (offers, int64_t, i), 0, FALSE);
  return TRUE;
}

static gboolean
refuse_sold_out (const EtSaleLine *line, const EtStock *stock, GError **error)
{
  et_cart_refuse_sold_out (error, line->offer_id, line->name, et_stock_get_left (stock));
  return FALSE;
}

/* @people: that lines before this one took at the same event. */
static gboolean
take_at_event (
    EtCheckout *checkout, EtDb *db, const EtSaleLine *line, int64_t people, GError **error)
{
  int64_t wanted = line->quantity * line->admits;
  EtStock stock = line->stock;
  gboolean is_taken;

  stock.event_taken += people;
  if (!et_guard_take_event_places (db, stock.event_id, wanted, &is_taken, error))
    return FALSE;
  return is_taken ? note_event (checkout, db, &stock, wanted, error)
                  : refuse_sold_out (line, &stock, error);
}

static gboolean
take_of_offer (EtCheckout *checkout, EtDb *db, const EtSaleLine *line, GError **error)
{
  EtStock after = line->stock;
  gboolean is_taken;

  after.taken += line->quantity;
  if (!et_guard_take_places (db, line->offer_id, line->quantity, &is_taken, error))
    return FALSE;
  if (!is_taken)
    return refuse_sold_out (line, &line->stock, error);
  note_offer (checkout, db, line->offer_id, &line->stock, &after);
  return TRUE;
}

/* Holds the places of all lines, or of none. Sets ET_ERROR_SOLD_OUT with what is left. */
gboolean
et_checkout_take_places (EtCheckout *checkout, EtDb *db, GArray *lines, GError **error)
{
  g_autoptr (GPtrArray) sorted = sort_by_event (lines);
  int64_t event_id = 0, people = 0;

  for (guint i = 0; i < sorted->len; i++)
    {
      const EtSaleLine *line = sorted->pdata[i];

      people = line->stock.event_id == event_id ? people : 0;
      event_id = line->stock.event_id;
      if (!take_at_event (checkout, db, line, people, error))
        return FALSE;
      people += line->quantity * line->admits;
    }
  for (guint i = 0; i < lines->len; i++)
    if (!take_of_offer (checkout, db, &g_array_index (lines, EtSaleLine, i), error))
      return FALSE;
  return TRUE;
}

/* Gives the held places of all lines back to the sale. */
gboolean
et_checkout_give_places_back (EtCheckout *checkout, EtDb *db, GArray *lines, GError **error)
{
  g_autoptr (GPtrArray) sorted = sort_by_event (lines);

  for (guint i = 0; i < sorted->len; i++)
    {
      const EtSaleLine *line = sorted->pdata[i];
      int64_t people = line->quantity * line->admits;

      if (!et_event_repo_give_back (db, line->stock.event_id, people, error) ||
          !note_event (checkout, db, &line->stock, -people, error))
        return FALSE;
    }
  for (guint i = 0; i < lines->len; i++)
    {
      const EtSaleLine *line = &g_array_index (lines, EtSaleLine, i);
      EtStock after = line->stock;

      after.taken -= line->quantity;
      if (!et_offer_repo_give_back_held (db, line->offer_id, line->quantity, error))
        return FALSE;
      note_offer (checkout, db, line->offer_id, &line->stock, &after);
    }
  return TRUE;
}
