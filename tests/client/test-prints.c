/* SPDX-License-Identifier: MIT */
#include "client-shop.h"
#include "client/et-call.h"
#include "client/et-copy.h"
#include "client/et-print-store.h"
#include "client/et-wallet-store.h"

/* Returns: (transfer full): the only ticket of the copy. */
static EtTicket *
get_ticket (ClientShop *shop)
{
  g_autoptr (GListModel)
      tickets = et_wallet_store_list_tickets (client_shop_get_store (shop), NULL);

  g_assert_cmpuint (g_list_model_get_n_items (tickets), ==, 1);
  return g_list_model_get_item (tickets, 0);
}

/* What is printed of a ticket, as it stands in the copy. */
typedef struct
{
  EtPrintSubject subject;
  GArray *ids, *known; /* owned */
} Paper;

static void
paper_take (Paper *paper, ClientShop *shop)
{
  g_autoptr (EtTicket) ticket = get_ticket (shop);

  paper->ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  paper->known = g_array_new (FALSE, FALSE, sizeof (int64_t));
  g_array_append_val (paper->ids, ticket->id);
  g_array_append_val (paper->known, ticket->prints);
  paper->subject = (EtPrintSubject){ "ticket", paper->ids, paper->known };
}

static void
paper_clear (Paper *paper)
{
  g_array_unref (paper->ids);
  g_array_unref (paper->known);
}

/* Records a print. Returns: (transfer full): which copy it is. */
static GArray *
record (ClientShop *shop, Paper *paper)
{
  EtStore *store = client_shop_get_store (shop);
  g_autoptr (GAsyncResult) result = NULL;
  GArray *copies;

  CLIENT_AWAIT (result, et_print_store_record_async (store, &paper->subject, "Office", NULL,
                                                     client_keep_result_cb, &result));
  copies = et_print_store_record_finish (store, result, NULL);
  g_assert_nonnull (copies);
  return copies;
}

/* Records a print whose paper came out. Returns: which copy the first of it says it is. */
static guint
print_paper (ClientShop *shop, Paper *paper)
{
  EtStore *store = client_shop_get_store (shop);
  g_autoptr (GArray) copies = record (shop, paper);
  g_autoptr (GAsyncResult) result = NULL;

  CLIENT_AWAIT (result, et_print_store_end_async (store, &paper->subject, copies, TRUE,
                                                  client_keep_result_cb, &result));
  g_assert_true (et_print_store_end_finish (store, result, NULL));
  return g_array_index (copies, guint, 0);
}

/* Prints the ticket. Returns: which copy it says it is. */
static guint
print (ClientShop *shop)
{
  Paper paper;
  guint copy;

  paper_take (&paper, shop);
  copy = print_paper (shop, &paper);
  paper_clear (&paper);
  return copy;
}

static void
assert_counted (ClientShop *shop, int64_t n)
{
  g_assert_cmpint (et_test_server_count (shop->server, "SELECT prints FROM tickets"), ==, n);
  g_assert_cmpint (et_test_server_count (
                       shop->server, "SELECT COUNT(*) FROM audit WHERE action = 'print_ticket'"),
                   ==, n);
}

/* What is printed without the server is told when it is back; a cart that is emptied meanwhile
 * takes nothing of it along. */
static void
test_printed_offline (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);

  client_shop_stop_server (shop);
  g_assert_cmpuint (print (shop), ==, 1);
  g_assert_cmpuint (print (shop), ==, 2);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 2);
  client_shop_set_cart (shop, 1, 2);
  client_shop_set_cart (shop, 1, 0);
  client_shop_start_server (shop);
  client_shop_sync (shop);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 0);
  assert_counted (shop, 2);
}

/* A computer that never printed it goes on counting where the others are. */
static void
test_printed_elsewhere (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  g_autofree char *token_file = g_build_filename (shop->folder, "elsewhere", NULL);
  EtSession *session = client_shop_get_session (shop);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (print (shop), ==, 1);
  client_shop_sync (shop);
  et_session_sign_out (session, FALSE, NULL, NULL); /* the copy is emptied */
  et_session_set_token_file (session, token_file);
  et_session_sign_in (session, "zoe", ET_TEST_PASSWORD, NULL, NULL, &error);
  g_assert_no_error (error);
  client_shop_sync (shop);
  g_assert_cmpuint (print (shop), ==, 2);
  client_shop_sync (shop);
  assert_counted (shop, 2);
}

static gpointer
make_old (EtDb *db, gpointer data, GError **error)
{
  return et_copy_exec (db, "UPDATE prints SET printed_at = 0", error) ? ET_DONE : NULL;
}

/* The program ended while it printed: the paper may be there. */
static void
test_left_over (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  g_autoptr (GArray) copies = NULL;
  Paper paper;

  paper_take (&paper, shop);
  copies = record (shop, &paper);
  paper_clear (&paper);
  client_shop_sync (shop);
  assert_counted (shop, 0);
  g_assert_nonnull (et_store_run (client_shop_get_store (shop), make_old, NULL, NULL, NULL));
  client_shop_sync (shop);
  assert_counted (shop, 1);
}

/* The server takes a thousand in one request. */
static void
test_many (ClientShop *shop, gconstpointer data)
{
  g_autofree char *key = client_shop_sell_one (shop);
  Paper paper;

  client_shop_stop_server (shop);
  paper_take (&paper, shop);
  for (int64_t id = 1000; paper.ids->len < 1001; id++)
    {
      g_array_append_val (paper.ids, id);
      g_array_append_vals (paper.known, &(int64_t){ 0 }, 1);
    }
  print_paper (shop, &paper);
  g_assert_cmpuint (client_shop_get_pending (shop), ==, 3);
  paper_clear (&paper);
  client_shop_start_server (shop);
}

static void
add (const char *path, void (*func) (ClientShop *, gconstpointer))
{
  g_test_add (path, ClientShop, NULL, client_shop_set_up, func, client_shop_tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/client/prints/offline", test_printed_offline);
  add ("/client/prints/elsewhere", test_printed_elsewhere);
  add ("/client/prints/left-over", test_left_over);
  add ("/client/prints/many", test_many);
  return g_test_run ();
}
