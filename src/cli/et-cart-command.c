/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/et-command.h"
#include "cli/et-json-output.h"
#include "cli/et-text-table.h"
#include "client/et-server-clock.h"
#include "core/et-money.h"
#include "core/et-time.h"

static gboolean show_cart (EtCli *cli, GError **error);
static gboolean add_to_cart (EtCli *cli, GError **error);
static gboolean update_cart (EtCli *cli, GError **error);
static gboolean clear_cart (EtCli *cli, GError **error);
static gboolean check_out (EtCli *cli, GError **error);

/* clang-format off */
const EtCommand et_cart_commands[] = {
  { "cart", NULL, 0, show_cart, N_("Show the cart") },
  { "cart add", "OFFER", 1, add_to_cart, N_("Add tickets of an offer, one unless --qty says more"),
    { "qty" } },
  { "cart update", "OFFER", 1, update_cart, N_("Set with --qty how many tickets the cart has; 0 removes"),
    { "qty" } },
  { "cart clear", NULL, 0, clear_cart, N_("Empty the cart") },
  { "checkout", NULL, 0, check_out, N_("Pay for the cart (simulated, no money moves)"), { "card" } },
  { NULL },
};
/* clang-format on */

static void
print_lines (EtCli *cli, EtCart *cart)
{
  const char *headings[] = { et_cli_text (cli, N_ ("No.")), et_cli_text (cli, N_ ("Offer")),
                             et_cli_text (cli, N_ ("Price")), et_cli_text (cli, N_ ("Quantity")),
                             et_cli_text (cli, N_ ("Total")) };
  g_autoptr (EtTextTable) table = et_text_table_new (G_N_ELEMENTS (headings), headings);

  et_text_table_set_right (table, 0);
  for (guint column = 2; column < G_N_ELEMENTS (headings); column++)
    et_text_table_set_right (table, column);
  for (guint i = 0; i < cart->items->len; i++)
    {
      EtCartLine *line = g_ptr_array_index (cart->items, i);

      et_text_table_add_number (table, line->offer_id);
      et_text_table_add_cell (table, line->name);
      et_text_table_take_cell (table, et_money_format (line->price_cents, cli->language));
      et_text_table_add_number (table, line->quantity);
      et_text_table_take_cell (table, et_money_format (line->line_total_cents, cli->language));
    }
  et_text_table_add_cell (table, NULL);
  et_text_table_add_cell (table, et_cli_text (cli, N_ ("Total")));
  et_text_table_add_cell (table, NULL);
  et_text_table_add_number (table, et_cart_count_tickets (cart));
  et_text_table_take_cell (table, et_money_format (cart->total_cents, cli->language));
  et_text_table_print (table);
}

/* Until when the places are held for whoever is signed in. */
static void
print_hold (EtCli *cli, EtCart *cart)
{
  g_autofree char *until = NULL;

  if (cart->held_until == ET_NULL_INT64 || cart->held_until <= et_server_clock_now ())
    return;
  until = et_time_format_clock (cart->held_until, NULL, cli->language);
  printf (et_cli_text (cli, N_ ("Kept for you until %s\n")), until);
}

/* What became different since the person looked last, told once. */
static gboolean
print_differences (EtCli *cli, GError **error)
{
  EtStore *store = et_context_get_store (cli->context);
  g_autoptr (GListModel) differences = et_cart_store_list_differences (store, error);

  if (differences == NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (differences); i++)
    {
      g_autoptr (EtCartDifference) difference = g_list_model_get_item (differences, i);
      g_autofree char *sentence = et_cart_difference_describe (difference, cli->language);
      g_autofree char *printable = et_text_make_printable (sentence);

      fprintf (stderr, "etickets-cli: %s\n", printable);
    }
  return g_list_model_get_n_items (differences) == 0 ||
         et_cart_store_dismiss_differences (store, error);
}

static gboolean
show_cart (EtCli *cli, GError **error)
{
  g_autoptr (EtCart) cart = et_cart_store_load (et_context_get_store (cli->context), error);

  if (cart == NULL || !print_differences (cli, error))
    return FALSE;
  if (cli->options.is_json)
    et_json_output_record (cart);
  else if (cart->items->len == 0)
    puts (et_cli_text (cli, N_ ("The cart is empty")));
  else
    {
      print_lines (cli, cart);
      print_hold (cli, cart);
    }
  return TRUE;
}

/* The edit is kept in the copy first; that it reaches the server can wait. */
static gboolean
send_edit (EtCli *cli, gboolean is_edited, GError **error)
{
  if (!is_edited)
    return FALSE;
  et_cli_try_sync (cli);
  return show_cart (cli, error);
}

static gboolean
add_to_cart (EtCli *cli, GError **error)
{
  int quantity = cli->options.quantity == ET_CLI_NO_QUANTITY ? 1 : cli->options.quantity;
  int64_t offer_id;

  if (!et_cli_read_id (cli, cli->options.arguments[0], &offer_id, error) ||
      !et_cli_need_catalogue (cli, error))
    return FALSE;
  if (quantity < 1)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION, N_ ("--qty must be at least 1"));
      return FALSE;
    }
  return send_edit (
      cli, et_cart_store_add (et_context_get_store (cli->context), offer_id, quantity, error),
      error);
}

static gboolean
update_cart (EtCli *cli, GError **error)
{
  int64_t offer_id;

  if (cli->options.quantity < 0)
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("--qty must say how many, 0 to remove"));
      return FALSE;
    }
  if (!et_cli_read_id (cli, cli->options.arguments[0], &offer_id, error) ||
      !et_cli_need_catalogue (cli, error))
    return FALSE;
  return send_edit (cli,
                    et_cart_store_set (et_context_get_store (cli->context), offer_id,
                                       cli->options.quantity, error),
                    error);
}

static gboolean
clear_cart (EtCli *cli, GError **error)
{
  return send_edit (cli, et_cart_store_clear (et_context_get_store (cli->context), error), error);
}

static void
print_purchase (EtCli *cli, int64_t order_id, GArray *tickets)
{
  g_autoptr (EtJsonWriter) writer = NULL;

  if (!cli->options.is_json)
    {
      printf (et_cli_text (cli, N_ ("Order %d is paid. Tickets:")), (int) order_id);
      for (guint i = 0; i < tickets->len; i++)
        printf (" %d", (int) g_array_index (tickets, int64_t, i));
      putchar ('\n');
      return;
    }
  writer = et_json_writer_new ();
  et_json_writer_begin_object (writer, NULL);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_int64 (writer, "order_id", order_id);
  et_json_writer_begin_array (writer, "tickets");
  for (guint i = 0; i < tickets->len; i++)
    et_json_writer_int64 (writer, NULL, g_array_index (tickets, int64_t, i));
  et_json_writer_end_array (writer);
  et_json_writer_end_object (writer);
  et_json_output_print (writer);
}

static gboolean
check_out (EtCli *cli, GError **error)
{
  g_autoptr (GArray) tickets = NULL;
  int64_t order_id;

  if (!et_outbox_check_out (et_context_get_outbox (cli->context), cli->options.card, &order_id,
                            &tickets, NULL, error))
    return FALSE;
  print_purchase (cli, order_id, tickets);
  return TRUE;
}
