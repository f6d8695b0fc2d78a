/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/et-command.h"
#include "cli/et-json-output.h"
#include "cli/et-text-table.h"
#include "client/et-profile.h"
#include "core/et-money.h"
#include "core/et-time.h"
#include "render/et-calendar.h"
#include "render/et-export.h"

#define PNG_DPI 300

static gboolean list_tickets (EtCli *cli, GError **error);
static gboolean list_orders (EtCli *cli, GError **error);
static gboolean export(EtCli *cli, GError **error);

/* clang-format off */
const EtCommand et_wallet_commands[] = {
  { "tickets", NULL, 0, list_tickets, N_("List your tickets, by date") },
  { "orders", NULL, 0, list_orders, N_("List your orders, the newest first") },
  { "export", "TICKET|FILE", 1, export,
    N_("Write a ticket (--pdf, --png, --svg, --ics FILE), or to FILE an invoice (--invoice ORDER)"),
    { "pdf", "png", "svg", "ics", "invoice" } },
  { NULL },
};
/* clang-format on */

static void
add_ticket (EtCli *cli, EtTextTable *table, EtTicket *ticket)
{
  et_text_table_add_number (table, ticket->id);
  et_text_table_add_cell (table, ticket->short_number);
  et_text_table_add_cell (table, ticket->offer_name);
  et_text_table_add_cell (table, ticket->event_name);
  et_text_table_take_cell (
      table, et_time_format_day_and_clock (ticket->starts_at, ticket->time_zone, cli->language));
  et_text_table_add_cell (table, ticket->venue);
  et_text_table_add_number (table, ticket->admits);
  et_text_table_add_cell (table, et_ticket_get_state_text (ticket, cli->language));
}

static void
print_tickets (EtCli *cli, GListModel *tickets)
{
  const char *headings[] = { et_cli_text (cli, N_ ("No.")),    et_cli_text (cli, N_ ("Number")),
                             et_cli_text (cli, N_ ("Offer")),  et_cli_text (cli, N_ ("Event")),
                             et_cli_text (cli, N_ ("Date")),   et_cli_text (cli, N_ ("Venue")),
                             et_cli_text (cli, N_ ("Admits")), et_cli_text (cli, N_ ("State")) };
  g_autoptr (EtTextTable) table = et_text_table_new (G_N_ELEMENTS (headings), headings);

  et_text_table_set_right (table, 0);
  et_text_table_set_right (table, 6);
  for (guint i = 0; i < g_list_model_get_n_items (tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      add_ticket (cli, table, ticket);
    }
  et_text_table_print (table);
}

static gboolean
list_tickets (EtCli *cli, GError **error)
{
  g_autoptr (GListModel)
      tickets = et_wallet_store_list_tickets (et_context_get_store (cli->context), error);

  if (tickets == NULL)
    return FALSE;
  if (cli->options.is_json)
    et_json_output_list (tickets);
  else if (g_list_model_get_n_items (tickets) == 0)
    puts (et_cli_text (cli, N_ ("There are no tickets in the offline copy.")));
  else
    print_tickets (cli, tickets);
  return TRUE;
}

static void
add_order (EtCli *cli, EtTextTable *table, EtOrder *order)
{
  int64_t at = order->paid_at != ET_NULL_INT64 ? order->paid_at : order->created_at;

  et_text_table_add_number (table, order->id);
  et_text_table_add_cell (table, order->code);
  et_text_table_take_cell (table, et_time_format_day_and_clock (at, NULL, cli->language));
  et_text_table_add_number (table, order->ticket_count);
  et_text_table_take_cell (table, et_money_format (order->total_cents, cli->language));
  et_text_table_add_cell (table, et_cli_text (cli, et_order_state_get_name (order->state)));
  et_text_table_add_cell (table, order->invoice_number);
}

static void
print_orders (EtCli *cli, GListModel *orders)
{
  const char *headings[] = { et_cli_text (cli, N_ ("No.")),    et_cli_text (cli, N_ ("Code")),
                             et_cli_text (cli, N_ ("Date")),   et_cli_text (cli, N_ ("Tickets")),
                             et_cli_text (cli, N_ ("Total")),  et_cli_text (cli, N_ ("State")),
                             et_cli_text (cli, N_ ("Invoice")) };
  g_autoptr (EtTextTable) table = et_text_table_new (G_N_ELEMENTS (headings), headings);

  et_text_table_set_right (table, 0);
  et_text_table_set_right (table, 3);
  et_text_table_set_right (table, 4);
  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr (EtOrder) order = g_list_model_get_item (orders, i);

      add_order (cli, table, order);
    }
  et_text_table_print (table);
}

static gboolean
list_orders (EtCli *cli, GError **error)
{
  g_autoptr (GListModel)
      orders = et_wallet_store_list_orders (et_context_get_store (cli->context), error);

  if (orders == NULL)
    return FALSE;
  if (cli->options.is_json)
    et_json_output_list (orders);
  else if (g_list_model_get_n_items (orders) == 0)
    puts (et_cli_text (cli, N_ ("There are no orders in the offline copy.")));
  else
    print_orders (cli, orders);
  return TRUE;
}

static gboolean
save (EtCli *cli, GBytes *document, const char *path, GError **error)
{
  if (document == NULL || !et_export_save (document, path, error))
    return FALSE;
  if (!cli->options.is_json)
    printf (et_cli_text (cli, N_ ("Wrote %s\n")), path);
  return TRUE;
}

/* @name: the ticket's number or its short number. */
static EtTicket *
find_ticket (EtCli *cli, const char *name, GError **error)
{
  EtStore *store = et_context_get_store (cli->context);
  g_autoptr (GListModel) tickets = NULL;
  int64_t id;

  if (g_ascii_string_to_signed (name, 10, 1, G_MAXINT64, &id, NULL))
    return et_wallet_store_find_ticket (store, id, error);
  tickets = et_wallet_store_list_tickets (store, error);
  for (guint i = 0; tickets != NULL && i < g_list_model_get_n_items (tickets); i++)
    {
      g_autoptr (EtTicket) ticket = g_list_model_get_item (tickets, i);

      if (g_ascii_strcasecmp (ticket->short_number, name) == 0)
        return g_steal_pointer (&ticket);
    }
  if (tickets != NULL)
    et_error_set (error, ET_ERROR_NOT_FOUND);
  return NULL;
}

static GBytes *
write_calendar (EtCli *cli, EtTicket *ticket, GError **error)
{
  g_autoptr (GListStore) tickets = g_list_store_new (et_ticket_get_type ());

  g_list_store_append (tickets, ticket);
  return et_calendar_write (G_LIST_MODEL (tickets), cli->language, error);
}

static gboolean
export_ticket (EtCli *cli, GError **error)
{
  EtCliOptions *options = &cli->options;
  g_autoptr (EtTicket) ticket = find_ticket (cli, options->arguments[0], error);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GBytes) svg = NULL;
  g_autoptr (GBytes) calendar = NULL;

  if (ticket == NULL)
    return FALSE;
  if (options->pdf != NULL &&
      !save (cli, pdf = et_export_ticket_pdf (ticket, cli->language, error), options->pdf, error))
    return FALSE;
  if (options->png != NULL &&
      !save (cli, png = et_export_ticket_png (ticket, cli->language, PNG_DPI, error), options->png,
             error))
    return FALSE;
  if (options->svg != NULL &&
      !save (cli, svg = et_export_ticket_svg (ticket, cli->language, error), options->svg, error))
    return FALSE;
  return options->ics == NULL ||
         save (cli, calendar = write_calendar (cli, ticket, error), options->ics, error);
}

static gboolean
export_invoice (EtCli *cli, GError **error)
{
  g_autoptr (GBytes) document = NULL;
  int64_t order_id;

  if (!et_cli_read_id (cli, cli->options.invoice, &order_id, error))
    return FALSE;
  document = et_profile_fetch_invoice (cli->context, order_id, NULL, error);
  return save (cli, document, cli->options.arguments[0], error);
}

static gboolean export(EtCli *cli, GError **error)
{
  EtCliOptions *options = &cli->options;
  gboolean is_ticket = options->pdf != NULL || options->png != NULL || options->svg != NULL ||
                       options->ics != NULL;

  if (is_ticket == (options->invoice != NULL))
    {
      et_error_set_sentence (
          error, ET_ERROR_CONFIGURATION,
          N_ ("Say either --pdf, --png, --svg or --ics FILE, or --invoice ORDER"));
      return FALSE;
    }
  if (!(is_ticket ? export_ticket (cli, error) : export_invoice (cli, error)))
    return FALSE;
  if (options->is_json)
    et_json_output_ok ();
  return TRUE;
}
