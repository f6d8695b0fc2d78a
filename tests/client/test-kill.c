/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "client-shop.h"

/* In the short run, and in the full one. */
static const guint edit_kills[] = { 5, 100 };
static const guint pay_kills[] = { 5, 30 };

/* What the killed program said about one offer. */
typedef struct
{
  int did;
  int tried; /* perhaps done, too */
} Word;

typedef struct
{
  ClientShop shop;
  Word solo;
  Word duo;
  guint n_tried;
} Fixture;

static guint
get_rounds (const guint *rounds)
{
  return rounds[g_strcmp0 (g_getenv ("ET_TEST_FULL"), "1") == 0];
}

static void
set_up (Fixture *f, gconstpointer data)
{
  client_shop_set_up_behind_gateway (&f->shop, NULL);
  client_shop_sign_up (&f->shop, "zoe");
  client_shop_sync (&f->shop);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  client_shop_tear_down (&f->shop, NULL);
}

/* Runs the other program, kills it after @ms. Returns: (transfer full): what it said. */
static char *
run_and_kill (Fixture *f, const char *what, guint ms)
{
  g_autofree char *url = client_gateway_get_url (f->shop.gateway);
  g_autofree char *solo = g_strdup_printf ("%d", (int) f->shop.solo);
  g_autofree char *duo = g_strdup_printf ("%d", (int) f->shop.duo);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess)
      process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, KILLED_CLIENT, url,
                                  f->shop.folder, what, solo, duo, NULL);
  g_autoptr (GBytes) said = NULL;

  g_assert_no_error (error);
  g_usleep (ms * 1000);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  said = g_input_stream_read_bytes (g_subprocess_get_stdout_pipe (process), 1024 * 1024, NULL,
                                    NULL);
  return g_strndup (g_bytes_get_data (said, NULL), g_bytes_get_size (said));
}

static void
note_words (Fixture *f, const char *said)
{
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      int offer_id, quantity;
      Word *word;

      if (sscanf (*line, "%*s %d %d", &offer_id, &quantity) != 2)
        continue;
      word = offer_id == f->shop.solo ? &f->solo : &f->duo;
      word->tried = quantity;
      if (g_str_has_prefix (*line, "did"))
        word->did = quantity;
      else
        f->n_tried++;
    }
}

static int
get_quantity (Fixture *f, int64_t offer_id)
{
  g_autoptr (EtCart) cart = et_cart_store_load (client_shop_get_store (&f->shop), NULL);

  for (guint i = 0; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);

      if (line->offer_id == offer_id)
        return (int) line->quantity;
    }
  return 0;
}

/* Whatever was acknowledged is there. */
static void
check_word (Fixture *f, Word *word, int64_t offer_id)
{
  int quantity = get_quantity (f, offer_id);

  if (quantity != word->did)
    g_assert_cmpint (quantity, ==, word->tried);
  word->did = word->tried = quantity;
}

static void
test_edits (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) expected = g_string_new (NULL);
  guint n_rounds = get_rounds (edit_kills);

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autofree char *said = run_and_kill (f, "edit", (guint) g_random_int_range (20, 250));

      note_words (f, said);
      client_shop_restart_program (&f->shop);
      check_word (f, &f->solo, f->shop.solo);
      check_word (f, &f->duo, f->shop.duo);
    }

  client_shop_sync (&f->shop);
  g_assert_cmpuint (client_shop_get_pending (&f->shop), ==, 0);
  if (f->solo.did > 0)
    g_string_append_printf (expected, "%dx%d", (int) f->shop.solo, f->solo.did);
  if (f->duo.did > 0)
    g_string_append_printf (expected, "%s%dx%d", f->solo.did > 0 ? " " : "", (int) f->shop.duo,
                            f->duo.did);
  client_shop_assert_server_cart (&f->shop, "zoe", expected->str);
  g_test_message (
      "%u edits tried, %u requests, %u keys", f->n_tried,
      client_request_log_count (client_gateway_get_log (f->shop.gateway), "/api/cart/update/"),
      client_request_log_count_keys (client_gateway_get_log (f->shop.gateway),
                                     "/api/cart/update/"));
  g_assert_cmpuint (f->n_tried, >, n_rounds);
  g_assert_cmpuint (
      client_request_log_count_keys (client_gateway_get_log (f->shop.gateway), "/api/cart/update/"),
      <=, f->n_tried);
}

/* Each cart is bought once, whenever the program that paid for it ended. */
static void
test_payments (Fixture *f, gconstpointer data)
{
  guint n_resumed = 0;
  guint n_rounds = get_rounds (pay_kills);

  for (guint i = 1; i <= n_rounds; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *said = NULL;
      int64_t order_id;

      client_shop_set_cart (&f->shop, f->shop.solo, 1);
      said = run_and_kill (f, "pay", (guint) g_random_int_range (20, 400));
      client_shop_restart_program (&f->shop);
      if (strstr (said, "did") == NULL)
        n_resumed++;
      if (!et_outbox_check_out (et_context_get_outbox (f->shop.context), NULL, &order_id, NULL,
                                NULL, &error))
        g_assert_error (error, ET_ERROR, ET_ERROR_CART_EMPTY);
      g_assert_cmpint (
          et_test_server_count (f->shop.server, "SELECT count(*) FROM orders WHERE state = 'paid'"),
          ==, i);
      client_shop_assert_cart (&f->shop, "");
    }
  g_test_message ("%u of %u payments were cut off", n_resumed, n_rounds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/client/kill/edits", Fixture, NULL, set_up, test_edits, tear_down);
  g_test_add ("/client/kill/payments", Fixture, NULL, set_up, test_payments, tear_down);
  return g_test_run ();
}
