/* SPDX-License-Identifier: MIT */
/* Fills a new database for scripts/bench, as the server would have filled it by then.
 *
 *   et-fill FOLDER DATABASE_URL OFFERS BUYERS CARTS TICKETS FRESH
 *
 * DATABASE_URL is "new" for a new database of the server that tests/support/dbrun has started, whose
 * URL is then in FOLDER/url. Writes into FOLDER, beside the signing keys: "buyers" and "carts" with a bearer token a line, of
 * customers without a cart and with one ticket in it; "gate" with the token of the staff and the
 * keys of the FRESH newest of all TICKETS, none of which was admitted; "offer" with the number of
 * the offer that all of this is about, the first of OFFERS. Prints how long it took. */
#include <stdlib.h>

#include "server/repo/et-ticket-repo.h"
#include "tests/server/test-shop.h"
#include "tests/support/et-test-cluster.h"

#define OFFERS_AN_EVENT 3
#define TICKETS_AN_ORDER 50
#define WRITES_A_COMMIT 5000

static guint n_writes;

/* Not one commit each, and not one for all. */
static void
count_write (TestShop *shop)
{
  if (++n_writes % WRITES_A_COMMIT != 0)
    return;
  test_shop_commit (shop);
  test_shop_begin (shop);
}

static int64_t
add_customer (TestShop *shop, const char *kind, guint number)
{
  g_autofree char *name = g_strdup_printf ("%s%u", kind, number);

  return test_shop_add_account (shop, name, ET_ROLE_CUSTOMER);
}

static void
write_text (TestShop *shop, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (shop->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
add_token (TestShop *shop, int64_t account_id, GString *lines)
{
  EtNewSession session;

  test_shop_add_session (shop, account_id, &session);
  g_string_append_printf (lines, "%s\n", session.token);
}

static void
put_into_cart (TestShop *shop, int64_t account_id, int64_t offer_id)
{
  EtCartOwner owner = { account_id, 0 };
  EtCartWish wish = { offer_id, 1 };
  g_autoptr (GError) error = NULL;
  int64_t order_id;

  et_cart_add (shop->db, shop->config, &owner, &wish, &order_id, &error);
  g_assert_no_error (error);
}

/* Customers who are signed in. @offer_id: in their carts; 0 for none. */
static void
add_customers (TestShop *shop, const char *kind, guint n, int64_t offer_id)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  test_shop_begin (shop);
  for (guint i = 0; i < n; i++)
    {
      int64_t account_id = add_customer (shop, kind, i);

      add_token (shop, account_id, lines);
      if (offer_id != 0)
        put_into_cart (shop, account_id, offer_id);
      count_write (shop);
    }
  test_shop_commit (shop);
  write_text (shop, kind, lines->str);
}

static int64_t
insert_order (TestShop *shop, int64_t account_id, int64_t offer_id, guint number)
{
  g_autofree char *order = g_strdup_printf (
      "INSERT INTO orders (account_id, state, code, total_cents, created_at, paid_at) "
      "VALUES (%" G_GINT64_FORMAT ", 'paid', 'BENCH%07u', %d, 1, 1)",
      account_id, number, TICKETS_AN_ORDER * 5000);
  g_autofree char *line = NULL;
  int64_t id;

  test_shop_exec (shop, order);
  id = test_shop_get (shop, "SELECT MAX(id) FROM orders");
  line = g_strdup_printf ("INSERT INTO order_lines (order_id, offer_id, quantity, name, "
                          "price_cents, admits, tax_permille) VALUES (%" G_GINT64_FORMAT
                          ", %" G_GINT64_FORMAT ", %d, 'Ticket solo', 5000, 1, 55)",
                          id, offer_id, TICKETS_AN_ORDER);
  test_shop_exec (shop, line);
  return id;
}

static EtNewTicket
make_ticket (TestShop *shop, int64_t account_id, int64_t offer_id)
{
  int64_t now = et_time_now ();

  return (EtNewTicket){
    .account_id = account_id,
    .price_cents = 5000,
    .created_at = now,
    .holder = "Ada",
    .holder_key = "ada",
    .claims = { .key_id = et_signing_keys_get_newest (shop->services.signing_keys),
                .offer_id = offer_id,
                .admits = 1,
                .valid_from_ms = now - now % ET_SECOND - ET_HOUR,
                .valid_minutes = 24 * 60 },
  };
}

/* @keys: gets that of a ticket, unless it is NULL. */
static void
insert_ticket (TestShop *shop, EtNewTicket *ticket, guint number, GString *keys)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;

  for (guint i = 0; i < ET_TICKET_NONCE_SIZE; i++)
    ticket->claims.nonce[i] = (guint8) (number >> (8 * (i % 4)));
  et_ticket_repo_insert (shop->db, ticket, &ticket->claims.ticket_id, &error);
  g_assert_no_error (error);
  count_write (shop);
  if (keys == NULL)
    return;
  key = et_signing_keys_issue (shop->services.signing_keys, &ticket->claims);
  g_string_append_printf (keys, "%s\n", key);
}

static void
add_tickets (TestShop *shop, int64_t offer_id, guint n, guint n_fresh)
{
  g_autoptr (GString) keys = g_string_new (NULL);
  int64_t account_id = add_customer (shop, "collector", 0);
  EtNewTicket ticket = make_ticket (shop, account_id, offer_id);
  g_autofree char *count = g_strdup_printf (
      "UPDATE offers SET sold = sold + %u WHERE id = %" G_GINT64_FORMAT, n, offer_id);
  g_autofree char *people = g_strdup_printf ("UPDATE events SET taken = taken + %u WHERE id = "
                                             "(SELECT event_id FROM offers WHERE id = "
                                             "%" G_GINT64_FORMAT ")",
                                             n, offer_id);

  test_shop_begin (shop);
  add_token (shop, test_shop_add_account (shop, "gate", ET_ROLE_STAFF), keys);
  for (guint i = 0; i < n; i++)
    {
      if (i % TICKETS_AN_ORDER == 0)
        ticket.order_id = insert_order (shop, account_id, offer_id, i / TICKETS_AN_ORDER);
      ticket.serial = 1 + i % TICKETS_AN_ORDER;
      insert_ticket (shop, &ticket, i, i + n_fresh >= n ? keys : NULL);
    }
  test_shop_exec (shop, count);
  test_shop_exec (shop, people);
  test_shop_commit (shop);
  write_text (shop, "gate", keys->str);
}

/* Returns: the first of @n offers, a few of which share an event. */
static int64_t
add_offers (TestShop *shop, guint n)
{
  int64_t now = et_time_now ();
  int64_t first = 0, event_id = 0;

  for (guint i = 0; i < n; i++)
    {
      int64_t offer_id;

      if (i % OFFERS_AN_EVENT == 0)
        event_id = test_shop_add_event (shop, now - ET_HOUR, now + ET_DAY);
      offer_id = test_shop_add_offer (shop, event_id, "solo", 5000, ET_NULL_INT64);
      first = first != 0 ? first : offer_id;
    }
  return first;
}

int
main (int argc, char **argv)
{
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (GString) offer = g_string_new (NULL);
  g_autofree char *url = NULL;
  int64_t offer_id;
  TestShop *shop;

  if (argc != 8)
    g_error ("Usage: et-fill FOLDER DATABASE_URL OFFERS BUYERS CARTS TICKETS FRESH");
  url = g_str_equal (argv[2], "new") ? et_test_cluster_new_database () : g_strdup (argv[2]);
  shop = test_shop_open_in (argv[1], url);
  offer_id = add_offers (shop, (guint) MAX (atoi (argv[3]), 1));
  g_string_printf (offer, "%" G_GINT64_FORMAT, offer_id);
  write_text (shop, "offer", offer->str);
  write_text (shop, "url", url);

  add_customers (shop, "buyers", (guint) atoi (argv[4]), 0);
  add_customers (shop, "carts", (guint) atoi (argv[5]), offer_id);
  add_tickets (shop, offer_id, (guint) atoi (argv[6]), (guint) atoi (argv[7]));
  test_shop_leave (shop);
  g_print ("filled in %.1f s\n", g_timer_elapsed (timer, NULL));
  return 0;
}
