/* SPDX-License-Identifier: MIT */
#include "server/service/et-places.h"

#include "core/et-record.h"
#include "core/et-time.h"
#include "db/et-db-change.h"
#include "server/repo/et-event-repo.h"
#include "server/repo/et-guards.h"
#include "server/repo/et-hold-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/service/et-sale-rules.h"

/* So few places left at an event that any sale can be the end of one of its offers. */
#define NEAR_THE_END 100

/* What lines want to hold, beside what they hold. */
typedef struct
{
  EtSaleLine *line; /* borrowed */
  int64_t wanted; /* tickets */
  gboolean is_refused; /* fewer are left, or the offer's rules forbid it */
  gboolean is_over_account; /* it is the account's maximum that refused it */
  gboolean is_sold; /* what the line holds was sold */
} Wish;

static int
compare_events (gconstpointer a, gconstpointer b)
{
  const EtSaleLine *first = ((const Wish *) a)->line;
  const EtSaleLine *second = ((const Wish *) b)->line;

  if (first->stock.event_id != second->stock.event_id)
    return first->stock.event_id < second->stock.event_id ? -1 : 1;
  return (first->offer_id > second->offer_id) - (first->offer_id < second->offer_id);
}

static int
compare_offers (gconstpointer a, gconstpointer b)
{
  const EtSaleLine *first = ((const Wish *) a)->line;
  const EtSaleLine *second = ((const Wish *) b)->line;

  return (first->offer_id > second->offer_id) - (first->offer_id < second->offer_id);
}

/* Tells everybody when an offer crossed a step of availability. */
static void
note_offer (EtDb *db, int64_t offer_id, const EtStock *before, const EtStock *after)
{
  if (!g_str_equal (et_stock_get_availability (before), et_stock_get_availability (after)))
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
note_event (EtDb *db, const EtStock *before, int64_t change, GError **error)
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
  for (guint i = 0; i < offers->len; i++)
    et_db_announce (db, "offer", g_array_index (offers, int64_t, i), 0, FALSE);
  return TRUE;
}

/* Places at an event that were taken, or with @people below 0 given back, count for all lines. */
static gboolean
note_people (EtDb *db, GArray *wishes, const EtSaleLine *line, int64_t people, GError **error)
{
  int64_t event_id = line->stock.event_id;

  if (!note_event (db, &line->stock, people, error))
    return FALSE;
  for (guint i = 0; i < wishes->len; i++)
    {
      EtStock *stock = &g_array_index (wishes, Wish, i).line->stock;

      stock->event_taken += stock->event_id == event_id ? people : 0;
    }
  return TRUE;
}

static gboolean
give_back_at_event (
    EtDb *db, GArray *wishes, const EtSaleLine *line, int64_t people, GError **error)
{
  return et_event_repo_give_back (db, line->stock.event_id, people, error) &&
         note_people (db, wishes, line, -people, error);
}

static int64_t
count_people (const Wish *wish)
{
  return wish->wanted * wish->line->admits - wish->line->held * wish->line->held_admits;
}

static gboolean
take_at_event (EtDb *db, GArray *wishes, Wish *wish, GError **error)
{
  int64_t people = count_people (wish);
  gboolean is_taken;

  if (people == 0)
    return TRUE;
  if (people < 0)
    return give_back_at_event (db, wishes, wish->line, -people, error);
  if (!et_guard_take_event_places (db, wish->line->stock.event_id, people, &is_taken, error))
    return FALSE;
  wish->is_refused = !is_taken;
  return !is_taken || note_people (db, wishes, wish->line, people, error);
}

static gboolean
give_back_of_offer (EtDb *db, const Wish *wish, int64_t tickets, GError **error)
{
  return wish->is_sold ? et_offer_repo_give_back_sold (db, wish->line->offer_id, tickets, error)
                       : et_offer_repo_give_back_held (db, wish->line->offer_id, tickets, error);
}

/* Whether the offer decides: about more places, and about those that are held by its rules. */
static gboolean
asks_offer (const Wish *wish)
{
  int64_t tickets = wish->wanted - wish->line->held;

  return tickets > 0 ||
         (tickets == 0 && wish->wanted > 0 && et_stock_has_rules (&wish->line->stock));
}

static gboolean
ask_offer (EtDb *db, const Wish *wish, gboolean *ret_taken, GError **error)
{
  EtPlacesClaim claim = { wish->line->offer_id, wish->wanted - wish->line->held, wish->wanted,
                          et_time_now () };

  return et_guard_take_places (db, &claim, ret_taken, error);
}

static gboolean
take_of_offer (EtDb *db, GArray *wishes, Wish *wish, GError **error)
{
  EtSaleLine *line = wish->line;
  int64_t tickets = wish->wanted - line->held;
  EtStock before = line->stock;
  gboolean is_taken = TRUE;

  if (wish->is_refused || (tickets == 0 && !asks_offer (wish)))
    return TRUE;
  if (asks_offer (wish) ? !ask_offer (db, wish, &is_taken, error)
                        : !give_back_of_offer (db, wish, -tickets, error))
    return FALSE;
  if (!is_taken)
    {
      wish->is_refused = TRUE;
      return give_back_at_event (db, wishes, line, count_people (wish), error);
    }
  line->stock.taken += tickets;
  note_offer (db, line->offer_id, &before, &line->stock);
  return TRUE;
}

/* What was taken just now for more tickets than the account may have. */
static gboolean
take_back (EtDb *db, GArray *wishes, Wish *wish, GError **error)
{
  EtSaleLine *line = wish->line;
  int64_t tickets = wish->wanted - line->held;
  EtStock before = line->stock;

  wish->is_refused = wish->is_over_account = TRUE;
  line->stock.taken -= tickets;
  note_offer (db, line->offer_id, &before, &line->stock);
  return et_offer_repo_give_back_held (db, line->offer_id, tickets, error) &&
         give_back_at_event (db, wishes, line, count_people (wish), error);
}

static gboolean
hold_line (
    EtDb *db, const EtPendingOrder *order, const Wish *wish, gboolean *ret_held, GError **error)
{
  const EtSaleLine *line = wish->line;
  EtLineClaim claim = { order->account_id, order->order_id, line->offer_id, wish->wanted,
                        line->admits };

  *ret_held = TRUE;
  return wish->wanted > 0 ? et_guard_hold_line (db, &claim, ret_held, error)
                          : et_hold_repo_end_line (db, order->order_id, line->offer_id, error);
}

static gboolean
note_line (EtDb *db, const EtPendingOrder *order, GArray *wishes, Wish *wish, GError **error)
{
  EtSaleLine *line = wish->line;
  gboolean is_same = wish->wanted == line->held && count_people (wish) == 0;
  gboolean is_held;

  if (wish->is_refused || wish->is_sold ||
      (is_same && (wish->wanted == 0 || line->stock.max_per_account == ET_NULL_INT64)))
    return TRUE;
  if (!hold_line (db, order, wish, &is_held, error))
    return FALSE;
  if (!is_held)
    return take_back (db, wishes, wish, error);
  line->held = wish->wanted;
  line->held_admits = line->held > 0 ? line->admits : 0;
  return TRUE;
}

/* The row decided; in words, what it says now. Returns: (transfer full): never NULL. */
static GError *
explain (EtDb *db, const EtPendingOrder *order, const Wish *wish)
{
  const EtSaleLine *line = wish->line;
  g_autofree char *name = NULL;
  GError *reason = NULL;
  EtStock stock;

  if (wish->is_over_account)
    et_sale_rules_refuse_over_account (db, order, line, &reason);
  else if (et_offer_repo_read_stock (db, line->offer_id, &stock, &name, &reason) &&
           et_sale_rules_check (&stock, line->offer_id, line->name, wish->wanted, et_time_now (),
                                &reason))
    {
      stock.taken -= line->held;
      stock.event_taken -= line->held * line->held_admits;
      et_sale_rules_refuse_sold_out (&reason, line->offer_id, line->name,
                                     et_stock_get_left (&stock));
    }
  return reason;
}

/* @has_all: whether a line that is sold out is refused, too, and not only one that the rules of
 * its offer forbid. */
static gboolean
refuse_first (
    EtDb *db, const EtPendingOrder *order, GArray *wishes, gboolean has_all, GError **error)
{
  for (guint i = 0; i < wishes->len; i++)
    {
      const Wish *wish = &g_array_index (wishes, Wish, i);
      g_autoptr (GError) reason = wish->is_refused ? explain (db, order, wish) : NULL;

      if (reason == NULL || (!has_all && g_error_matches (reason, ET_ERROR, ET_ERROR_SOLD_OUT)))
        continue;
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  return TRUE;
}

/* Lets each line hold what it wants, where that is allowed; a line that is refused stays as it
 * is. */
static gboolean
grant (EtDb *db, const EtPendingOrder *order, GArray *wishes, GError **error)
{
  g_array_sort (wishes, compare_events);
  for (guint i = 0; i < wishes->len; i++)
    if (!take_at_event (db, wishes, &g_array_index (wishes, Wish, i), error))
      return FALSE;

  g_array_sort (wishes, compare_offers);
  for (guint i = 0; i < wishes->len; i++)
    if (!take_of_offer (db, wishes, &g_array_index (wishes, Wish, i), error))
      return FALSE;

  for (guint i = 0; i < wishes->len; i++)
    if (!note_line (db, order, wishes, &g_array_index (wishes, Wish, i), error))
      return FALSE;
  return TRUE;
}

/* @is_kept: FALSE for lines that want to hold nothing. */
static GArray *
make_wishes (const EtSale *sale, gboolean is_kept)
{
  GArray *wishes = g_array_new (FALSE, FALSE, sizeof (Wish));

  for (guint i = 0; sale->lines != NULL && i < sale->lines->len; i++)
    {
      EtSaleLine *line = &g_array_index (sale->lines, EtSaleLine, i);
      Wish wish = { .line = line, .wanted = is_kept ? line->quantity : 0 };

      g_array_append_val (wishes, wish);
    }
  return wishes;
}

/* Lets all lines hold places for all their tickets. Sets ET_ERROR_SOLD_OUT with what is left, or
 * the errors of et_sale_rules_check() and ET_ERROR_ACCOUNT_LIMIT. */
gboolean
et_places_take (EtDb *db, const EtSale *sale, GError **error)
{
  g_autoptr (GArray) wishes = make_wishes (sale, TRUE);

  return grant (db, &sale->order, wishes, error) &&
         refuse_first (db, &sale->order, wishes, TRUE, error);
}

/* Lets each line hold places for all its tickets, if so many are left. Sets the errors of
 * et_places_take() for lines that cannot be bought, except ET_ERROR_SOLD_OUT. */
gboolean
et_places_take_what_is_left (EtDb *db, const EtSale *sale, GError **error)
{
  g_autoptr (GArray) wishes = make_wishes (sale, TRUE);

  return grant (db, &sale->order, wishes, error) &&
         refuse_first (db, &sale->order, wishes, FALSE, error);
}

/* Lets each line hold places for all its tickets that can have them, without a word about the
 * others: nobody asks for them just now. */
gboolean
et_places_take_what_may_be (EtDb *db, const EtSale *sale, GError **error)
{
  g_autoptr (GArray) wishes = make_wishes (sale, TRUE);

  return grant (db, &sale->order, wishes, error);
}

/* Gives the places that lines hold back to the sale. */
gboolean
et_places_give_back (EtDb *db, const EtSale *sale, GError **error)
{
  g_autoptr (GArray) wishes = make_wishes (sale, FALSE);

  return grant (db, &sale->order, wishes, error);
}

/* Lets the places of so many tickets as the lines have, which were sold, return to the sale. */
gboolean
et_places_return_sold (EtDb *db, const EtSale *sale, GError **error)
{
  g_autoptr (GArray) wishes = make_wishes (sale, FALSE);

  for (guint i = 0; i < wishes->len; i++)
    {
      Wish *wish = &g_array_index (wishes, Wish, i);

      wish->is_sold = TRUE;
      wish->line->held = wish->line->quantity;
      wish->line->held_admits = wish->line->admits;
    }
  return grant (db, &sale->order, wishes, error);
}
