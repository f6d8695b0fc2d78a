/* SPDX-License-Identifier: MIT */
/* Fills the offline copy of an account, for scripts/bench.
 *
 *   et-desk-fill SERVER_URL DATA_FOLDER OFFERS TICKETS ORDERS */
#include <stdlib.h>

#include "client/et-account-rows.h"
#include "client/et-call.h"
#include "client/et-catalogue-rows.h"
#include "client/et-copy.h"
#include "client/et-data-folder.h"
#include "client/et-session-file.h"
#include "client/et-store.h"
#include "client/et-wallet-rows.h"
#include "core/et-account.h"
#include "core/et-ticket.h"
#include "core/et-time.h"

#define ACCOUNT 7
#define OFFERS_PER_EVENT 3
#define TICKETS_PER_EVENT 25

static const char *const sports[] = { "athletics", "swimming", "cycling", "rowing", "judo" };
static const char *const types[] = { "solo", "duo", "familiale" };

typedef struct
{
  int n_offers;
  int n_tickets;
  int n_orders;
} Size;

static void
set_event (char **name, char **sport, char **venue, char **zone, int number)
{
  *name = g_strdup_printf ("Finale %d : la journée des médailles", number);
  *sport = g_strdup (sports[number % G_N_ELEMENTS (sports)]);
  *venue = g_strdup_printf ("Stade nautique %d, Vaires-sur-Marne", number % 40);
  *zone = g_strdup ("Europe/Paris");
}

static gboolean
put_offer (EtDb *db, int i, GError **error)
{
  g_autoptr (EtOffer) offer = et_offer_new ();

  offer->id = i + 1;
  offer->event_id = i / OFFERS_PER_EVENT + 1;
  set_event (&offer->event_name, &offer->sport, &offer->venue, &offer->time_zone,
             i / OFFERS_PER_EVENT);
  offer->offer_type = g_strdup (types[i % OFFERS_PER_EVENT]);
  offer->name = g_strdup_printf ("Ticket %s - %s", offer->offer_type, offer->event_name);
  offer->description = g_strdup ("Une place numérotée, une journée entière, toutes les épreuves.");
  offer->admits = 1 << (i % OFFERS_PER_EVENT);
  offer->price_cents = 2000 + i % 977 * 10;
  offer->currency = g_strdup ("EUR");
  offer->is_active = TRUE;
  offer->availability = g_strdup (i % 50 == 0 ? "few" : "available");
  offer->version = 1;
  offer->starts_at = et_time_now () + (1 + offer->event_id % 300) * ET_DAY;
  offer->ends_at = offer->starts_at + 3 * ET_HOUR;
  return et_catalogue_rows_put (db, offer, error);
}

/* A fifth of them is past. */
static gboolean
put_ticket (EtDb *db, int i, int n_tickets, GError **error)
{
  g_autoptr (EtTicket) ticket = et_ticket_new ();
  int event = i / TICKETS_PER_EVENT;

  ticket->id = i + 1;
  ticket->order_id = i / 5 + 1;
  ticket->offer_id = event * OFFERS_PER_EVENT + 1;
  ticket->short_number = g_strdup_printf ("K%04dQ-%d", i / 5, i % 5 + 1);
  ticket->ticket_key = g_strdup_printf ("AEAQC%080d:1A2B3C4D", i);
  ticket->state = g_strdup (i < n_tickets / 5 ? "used" : "valid");
  ticket->holder = g_strdup ("Zoé Durand");
  set_event (&ticket->event_name, &ticket->sport, &ticket->venue, &ticket->time_zone, event);
  ticket->offer_name = g_strdup ("Ticket Solo");
  ticket->offer_type = g_strdup ("solo");
  ticket->admits = 1;
  ticket->price_cents = 5000;
  ticket->currency = g_strdup ("EUR");
  ticket->starts_at = et_time_now () + (event - n_tickets / 5 / TICKETS_PER_EVENT) * ET_DAY;
  ticket->ends_at = ticket->starts_at + 3 * ET_HOUR;
  ticket->valid_from = ticket->starts_at - 12 * ET_HOUR;
  ticket->valid_until = ticket->ends_at + 6 * ET_HOUR;
  ticket->created_at = et_time_now () - ET_DAY;
  return et_copy_put (db, "tickets", ticket, error);
}

static EtOrderLine *
new_line (int i)
{
  EtOrderLine *line = et_order_line_new ();

  line->offer_id = i + 1;
  line->name = g_strdup_printf ("Ticket Solo - Finale %d : la journée des médailles", i);
  line->price_cents = 5000;
  line->quantity = 2;
  line->admits = 1;
  line->line_total_cents = 10000;
  return line;
}

static gboolean
put_order (EtDb *db, int i, GError **error)
{
  g_autoptr (EtOrder) order = et_order_new ();

  order->id = i + 1;
  order->code = g_strdup_printf ("K%04dQ", i);
  order->state = g_strdup ("paid");
  order->total_cents = 20000;
  order->ticket_count = 4;
  order->created_at = order->paid_at = et_time_now () - (i + 1) * ET_HOUR;
  order->invoice_number = g_strdup_printf ("2026-%06d", i + 1);
  order->items = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (order->items, new_line (0));
  g_ptr_array_add (order->items, new_line (1));
  return et_wallet_rows_put_order (db, order, error);
}

static gpointer
fill (EtDb *db, gpointer data, GError **error)
{
  Size *size = data;
  g_autoptr (EtAccount) account = et_account_new ();

  account->id = ACCOUNT;
  account->username = g_strdup ("zoe");
  account->role = g_strdup ("customer");
  if (!et_account_rows_put (db, account, error))
    return NULL;
  for (int i = 0; i < size->n_offers; i++)
    if (!put_offer (db, i, error))
      return NULL;
  for (int i = 0; i < size->n_tickets; i++)
    if (!put_ticket (db, i, size->n_tickets, error))
      return NULL;
  for (int i = 0; i < size->n_orders; i++)
    if (!put_order (db, i, error))
      return NULL;
  return ET_DONE;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = et_data_folder_of_server (argv[2], argv[1]);
  g_autofree char *path = et_data_folder_get_copy (folder, ACCOUNT);
  g_autoptr (EtStore) store = et_store_new (path);
  g_autoptr (GError) error = NULL;
  Size size = { atoi (argv[3]), atoi (argv[4]), atoi (argv[5]) };

  if (!et_session_file_save (folder, ACCOUNT, NULL, &error) || !et_store_open (store, &error) ||
      et_store_run (store, fill, &size, NULL, &error) == NULL)
    g_error ("%s", error->message);
  return 0;
}
