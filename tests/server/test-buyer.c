/* SPDX-License-Identifier: MIT */
#include "test-buyer.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "test-shop.h"

typedef enum
{
  STEP_FILL,
  STEP_PAY,
  STEP_CLEAR /* when what was wanted turned out to be sold out */
} Step;

/* @path: of a file that is made. */
TestLedger *
test_ledger_new (const char *path)
{
  TestLedger *ledger = g_new0 (TestLedger, 1);

  g_mutex_init (&ledger->mutex);
  ledger->path = g_strdup (path);
  ledger->fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  g_assert_cmpint (ledger->fd, >=, 0);
  return ledger;
}

void
test_ledger_free (TestLedger *ledger)
{
  close (ledger->fd);
  g_mutex_clear (&ledger->mutex);
  g_free (ledger->path);
  g_free (ledger);
}

/* Writes "ACCOUNT ORDER TICKET…". */
static void
enter (TestLedger *ledger, int64_t account_id, JsonObject *answer)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&ledger->mutex);
  g_autoptr (GString) line = g_string_new (NULL);
  JsonArray *tickets = json_object_get_array_member (answer, "tickets");

  g_string_append_printf (line, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, account_id,
                          json_object_get_int_member (answer, "order_id"));
  for (guint i = 0; i < json_array_get_length (tickets); i++)
    g_string_append_printf (line, " %" G_GINT64_FORMAT, json_array_get_int_element (tickets, i));
  g_string_append_c (line, '\n');
  g_assert_cmpint (write (ledger->fd, line->str, line->len), ==, line->len);
  g_assert_cmpint (fdatasync (ledger->fd), ==, 0);
  g_atomic_int_inc (&ledger->n_orders);
}

static guint
get_quantity (TestBuyer *buyer)
{
  return 1 + buyer->purchase % 3;
}

static EtTestAnswer *
ask_for_step (TestBuyer *buyer)
{
  gboolean is_scarce = buyer->purchase % 4 == 0 && !buyer->is_late;
  g_autofree char *key = g_strdup_printf ("%u-%d", buyer->purchase, buyer->step);
  g_autofree char *wish = g_strdup_printf ("{\"offer_id\":%" G_GINT64_FORMAT ",\"qty\":%u}",
                                           is_scarce ? buyer->scarce_offer : buyer->wide_offer,
                                           get_quantity (buyer));

  switch ((Step) buyer->step)
    {
    case STEP_FILL:
      return test_client_post (buyer->client, "/api/cart/add/", key, wish);
    case STEP_PAY:
      return test_client_post (buyer->client, "/api/cart/checkout/", key, "{}");
    case STEP_CLEAR:
      return test_client_post (buyer->client, "/api/cart/clear/", key, "{}");
    }
  g_assert_not_reached ();
}

static void
begin_next (TestBuyer *buyer)
{
  buyer->purchase++;
  buyer->step = STEP_FILL;
}

static void
note_success (TestBuyer *buyer, EtTestAnswer *answer)
{
  JsonObject *root = et_test_answer_get_json (answer);

  if (buyer->step == STEP_FILL)
    {
      buyer->step = STEP_PAY;
      return;
    }
  if (buyer->step == STEP_PAY)
    {
      g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "tickets")), ==,
                        get_quantity (buyer));
      enter (buyer->ledger, buyer->account_id, root);
    }
  begin_next (buyer);
}

static void
note_sold_out (TestBuyer *buyer)
{
  buyer->is_late = TRUE;
  if (buyer->step == STEP_PAY)
    buyer->step = STEP_CLEAR;
  else
    begin_next (buyer);
}

void
test_buyer_free (TestBuyer *buyer)
{
  g_clear_pointer (&buyer->client, test_client_free);
  g_free (buyer->token);
  g_free (buyer);
}

/* On a new connection; what got no answer on the old one stays to be asked. */
void
test_buyer_connect (TestBuyer *buyer, EtTestServer *server)
{
  g_clear_pointer (&buyer->client, test_client_free);
  buyer->client = test_client_new (et_test_server_get_port (server), buyer->token);
}

/* Asks what is to be asked next, and goes on when the answer says so.
 * Returns: its status: 200, 409 when it was sold out, 503 to come again, also while what was asked
 * before is under way, or, when the connection ended, 0. */
int
test_buyer_ask (TestBuyer *buyer)
{
  g_autoptr (EtTestAnswer) answer = ask_for_step (buyer);

  switch (answer->status)
    {
    case 200:
      note_success (buyer, answer);
      break;
    case 409:
      if (g_strcmp0 (et_test_answer_get_code (answer), "in_progress") == 0)
        return 503;
      et_test_answer_assert (answer, 409, "sold_out");
      note_sold_out (buyer);
      break;
    case 503:
      et_test_answer_assert (answer, 503, "unavailable");
      break;
    default:
      g_assert_cmpint (answer->status, ==, 0);
    }
  return answer->status;
}

/* Whether nothing is begun. */
gboolean
test_buyer_is_at_rest (TestBuyer *buyer)
{
  return buyer->step == STEP_FILL;
}

static TestBuyer *
make_buyer (TestShop *shop, TestLedger *ledger, guint number)
{
  TestBuyer *buyer = g_new0 (TestBuyer, 1);
  g_autofree char *username = g_strdup_printf ("buyer%u", number);
  EtNewSession session;

  buyer->ledger = ledger;
  buyer->account_id = test_shop_add_account (shop, username, ET_ROLE_CUSTOMER);
  test_shop_add_session (shop, buyer->account_id, &session);
  buyer->token = g_strdup (session.token);
  return buyer;
}

/* Returns: (transfer full): @n buyers with accounts, and something to buy. */
GPtrArray *
test_buyers_new (EtTestServer *server, TestLedger *ledger, guint n, int64_t scarce_quota)
{
  GPtrArray *buyers = g_ptr_array_new_with_free_func ((GDestroyNotify) test_buyer_free);
  TestShop *shop = test_shop_open_in (et_test_server_get_folder (server),
                                      et_test_server_get (server, "DATABASE_URL"));
  int64_t now = et_time_now (), event_id, wide, scarce;

  test_shop_begin (shop);
  event_id = test_shop_add_event (shop, now, now + ET_HOUR);
  wide = test_shop_add_offer (shop, event_id, "solo", 5000, ET_NULL_INT64);
  scarce = test_shop_add_offer (shop, event_id, "duo", 8500, scarce_quota);
  for (guint i = 0; i < n; i++)
    {
      TestBuyer *buyer = make_buyer (shop, ledger, i);

      buyer->wide_offer = wide;
      buyer->scarce_offer = scarce;
      g_ptr_array_add (buyers, buyer);
    }
  test_shop_commit (shop);
  test_shop_leave (shop);
  return buyers;
}
