/* SPDX-License-Identifier: MIT */
#include "test-hall.h"

#include "test-shop.h"

#define LOOK_AGE_US 60000 /* more than that of et-guards-unguarded.c */

/* Returns: (transfer full): a bearer token of a new account. */
static char *
add_person (TestShop *shop, const char *name, guint number, EtRole role)
{
  g_autofree char *username = g_strdup_printf ("%s%u", name, number);
  EtNewSession session;

  test_shop_add_session (shop, test_shop_add_account (shop, username, role), &session);
  return g_strdup (session.token);
}

static void
add_event (TestHall *hall, TestShop *shop, int64_t now, guint i)
{
  int64_t event_id = test_shop_add_event (shop, now, now + ET_HOUR);
  g_autofree char *limit = g_strdup_printf ("UPDATE events SET capacity = %" G_GINT64_FORMAT
                                            " WHERE id = %" G_GINT64_FORMAT,
                                            hall->capacity, event_id);

  hall->offers[i] = test_shop_add_offer (shop, event_id, "solo", 5000, hall->quota);
  hall->others[i] = test_shop_add_offer (shop, event_id, "solo", 6000, hall->quota);
  if (hall->capacity != ET_NULL_INT64)
    test_shop_exec (shop, limit);
}

/* Returns: (transfer full): the tokens of the one buyer, of the staff, of the administrator and of all buyers. */
static GPtrArray *
furnish (TestHall *hall, guint n_buyers)
{
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);
  TestShop *shop = test_shop_open_in (et_test_server_get_folder (hall->server),
                                      et_test_server_get (hall->server, "DATABASE_URL"));
  g_autofree char *maximum = g_strdup_printf (
      "UPDATE offers SET max_per_account = %" G_GINT64_FORMAT, hall->max_per_account);
  int64_t now = et_time_now ();

  test_shop_begin (shop);
  for (guint i = 0; i < TEST_HALL_OFFERS; i++)
    add_event (hall, shop, now, i);
  if (hall->max_per_account > 0)
    test_shop_exec (shop, maximum);
  g_ptr_array_add (tokens, add_person (shop, "pack", 0, ET_ROLE_CUSTOMER));
  g_ptr_array_add (tokens, add_person (shop, "gate", 0, ET_ROLE_STAFF));
  g_ptr_array_add (tokens, add_person (shop, "desk", 0, ET_ROLE_ADMIN));
  for (guint i = 0; i < n_buyers; i++)
    g_ptr_array_add (tokens, add_person (shop, "buyer", i, ET_ROLE_CUSTOMER));
  test_shop_commit (shop);
  if (!hall->is_guarded && g_getenv ("ET_TEST_KEEP_CHECK") == NULL &&
      g_str_equal (et_db_get_driver_name (shop->db), "postgres"))
    test_shop_exec (shop, "ALTER TABLE offers DROP CONSTRAINT offers_within_quota");
  test_shop_leave (shop);
  return tokens;
}

static TestClient *
connect_one (TestHall *hall, GPtrArray *tokens, guint i)
{
  return test_client_new (et_test_server_get_port (hall->server), tokens->pdata[i]);
}

static TestHall *
open_hall (gboolean is_guarded,
           guint n_buyers,
           int64_t quota,
           int64_t capacity,
           int64_t max_per_account,
           gboolean has_holds)
{
  TestHall *hall = g_new0 (TestHall, 1);
  g_autoptr (GPtrArray) tokens = NULL;

  hall->is_guarded = is_guarded;
  hall->quota = quota;
  hall->capacity = capacity;
  hall->max_per_account = max_per_account;
  hall->has_holds = has_holds;
  hall->server = et_test_server_new_stopped (is_guarded ? NULL : ET_TEST_UNGUARDED_PROGRAM, NULL);
  if (!has_holds)
    et_test_server_set (hall->server, "ETICKETS_HOLD_MINUTES", "0");
  tokens = furnish (hall, n_buyers);
  et_test_server_start (hall->server);
  hall->buyers = test_clients_new ();
  hall->pack = test_clients_new ();
  hall->gates = test_clients_new ();
  hall->desks = test_clients_new ();
  for (guint i = 0; i < TEST_HALL_PACK; i++)
    {
      g_ptr_array_add (hall->pack, connect_one (hall, tokens, 0));
      g_ptr_array_add (hall->gates, connect_one (hall, tokens, 1));
      g_ptr_array_add (hall->desks, connect_one (hall, tokens, 2));
    }
  for (guint i = 0; i < n_buyers; i++)
    g_ptr_array_add (hall->buyers, connect_one (hall, tokens, 3 + i));
  return hall;
}

static void
move_every_second (GPtrArray *clients, EtTestServer *server)
{
  for (guint i = 1; i < clients->len; i += 2)
    {
      TestClient *client = clients->pdata[i];

      clients->pdata[i] = test_client_new (et_test_server_get_port (server), client->token);
      test_client_free (client);
    }
}

/* Starts a second process on the database, not for SQLite; every second client goes there. */
void
test_hall_add_process (TestHall *hall)
{
  hall->beside = et_test_server_new_beside (hall->server);
  et_test_server_start (hall->beside);
  move_every_second (hall->buyers, hall->beside);
  move_every_second (hall->pack, hall->beside);
  move_every_second (hall->gates, hall->beside);
  move_every_second (hall->desks, hall->beside);
}

/* @is_guarded: FALSE for the server of et-guards-unguarded.c.
 * @has_holds: FALSE lets carts hold no places, so that the checkout decides who gets them. */
TestHall *
test_hall_open (
    gboolean is_guarded, guint n_buyers, int64_t quota, int64_t capacity, gboolean has_holds)
{
  return open_hall (is_guarded, n_buyers, quota, capacity, 0, has_holds);
}

/* Only the one buyer, who may have so many tickets of an offer. */
TestHall *
test_hall_open_with_maximum (gboolean is_guarded, int64_t quota, int64_t max_per_account)
{
  return open_hall (is_guarded, 0, quota, ET_NULL_INT64, max_per_account, TRUE);
}

void
test_hall_close (TestHall *hall)
{
  g_ptr_array_unref (hall->buyers);
  g_ptr_array_unref (hall->pack);
  g_ptr_array_unref (hall->gates);
  g_ptr_array_unref (hall->desks);
  g_clear_pointer (&hall->answers, g_ptr_array_unref);
  if (hall->beside != NULL)
    {
      et_test_server_stop (hall->beside);
      et_test_server_free (hall->beside);
    }
  et_test_server_stop (hall->server);
  et_test_server_free (hall->server);
  g_free (hall);
}

/* Returns: the number that a query gives, in which $ stands for @id. */
int64_t
test_hall_count (TestHall *hall, const char *sql, int64_t id)
{
  g_autofree char *id_text = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_auto (GStrv) parts = g_strsplit (sql, "$", -1);
  g_autofree char *text = g_strjoinv (id_text, parts);

  return et_test_server_count (hall->server, text);
}

/* Whether exactly @n tickets of an offer are sold, as its row and its tickets say, and no place is
 * held any more. */
gboolean
test_hall_has_sold (TestHall *hall, int64_t offer_id, int64_t n)
{
  return test_hall_count (hall, "SELECT COUNT(*) FROM tickets WHERE offer_id = $", offer_id) == n &&
         test_hall_count (hall, "SELECT sold FROM offers WHERE id = $", offer_id) == n &&
         test_hall_count (hall, "SELECT held FROM offers WHERE id = $", offer_id) == 0;
}

/* All @clients ask the same, with success; the server without guards is in its own way at times. */
void
test_hall_post (TestHall *hall, GPtrArray *clients, const char *path, const char *body)
{
  for (int left = hall->is_guarded ? 0 : 20;; left--)
    {
      g_autoptr (GPtrArray) answers = test_clients_post (clients, clients->len, path, NULL, body);

      if (test_answers_count (answers, 200, NULL) == clients->len)
        return;
      test_answers_tell (answers);
      g_assert_cmpint (left, >, 0);
      g_usleep (LOOK_AGE_US);
    }
}

/* Makes it all that is in the carts of @clients. */
void
test_hall_put (TestHall *hall, GPtrArray *clients, int64_t offer_id, int quantity)
{
  g_autofree char *body = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%d}",
                                           offer_id, quantity);

  test_hall_post (hall, clients, "/api/cart/update/", body);
  test_hall_wait_for_look (hall);
}

/* Returns: (transfer full): the key of a ticket that the one buyer has just bought. */
char *
test_hall_buy (TestHall *hall, int64_t offer_id)
{
  TestClient *buyer = hall->pack->pdata[0];
  g_autoptr (EtTestAnswer) bought = NULL;
  g_autoptr (EtTestAnswer) ticket = NULL;
  g_autofree char *path = NULL;
  JsonArray *ids;

  test_hall_put (hall, hall->pack, offer_id, 1);
  bought = test_client_post (buyer, "/api/cart/checkout/", NULL, "{}");
  et_test_answer_assert (bought, 200, NULL);
  ids = json_object_get_array_member (et_test_answer_get_json (bought), "tickets");
  path = g_strdup_printf ("/api/tickets/%" G_GINT64_FORMAT "/",
                          json_array_get_int_element (ids, 0));
  ticket = test_client_get (buyer, path);
  et_test_answer_assert (ticket, 200, NULL);
  test_hall_wait_for_look (hall);
  return g_strdup (json_object_get_string_member (et_test_answer_get_json (ticket), "ticket_key"));
}

/* Lets what has just been made grow old enough for the server without guards to see it. */
void
test_hall_wait_for_look (TestHall *hall)
{
  if (!hall->is_guarded)
    g_usleep (LOOK_AGE_US);
}

/* Keeps the answers of a race, to tell of them when it went wrong. */
GPtrArray *
test_hall_keep (TestHall *hall, GPtrArray *answers)
{
  g_clear_pointer (&hall->answers, g_ptr_array_unref);
  hall->answers = answers;
  return answers;
}
