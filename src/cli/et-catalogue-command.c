/* SPDX-License-Identifier: MIT */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli/et-command.h"
#include "cli/et-json-output.h"
#include "cli/et-text-table.h"
#include "client/et-server-clock.h"
#include "core/et-event.h"
#include "core/et-money.h"
#include "core/et-time.h"

static gboolean list_offers (EtCli *cli, GError **error);

/* clang-format off */
const EtCommand et_catalogue_commands[] = {
  { "offers", NULL, 0, list_offers, N_("List the offers, by price"), { "search", "type", "sport" } },
  { NULL },
};
/* clang-format on */

/* Returns: (transfer full). */
static char *
describe_start (EtCli *cli, EtOffer *offer)
{
  g_autofree char *start = et_time_format_day_and_clock (offer->sale_starts, offer->time_zone,
                                                         cli->language);

  return g_strdup_printf (et_cli_text (cli, N_ ("on sale from %s")), start);
}

static char *
describe_availability (EtCli *cli, EtOffer *offer)
{
  EtSalePhase phase = et_offer_get_sale_phase (offer, et_server_clock_now ());

  if (phase == ET_SALE_COMING)
    return describe_start (cli, offer);
  if (phase == ET_SALE_OVER)
    return g_strdup (et_cli_text (cli, N_ ("sale ended")));
  if (g_strcmp0 (offer->availability, "sold_out") == 0)
    return g_strdup (et_cli_text (cli, N_ ("sold out")));
  if (g_strcmp0 (offer->availability, "few") == 0)
    return g_strdup (et_cli_text (cli, N_ ("few left")));
  return g_strdup ("");
}

static void
add_row (EtCli *cli, EtTextTable *table, EtOffer *offer)
{
  et_text_table_add_number (table, offer->id);
  et_text_table_add_cell (table, offer->name);
  et_text_table_add_cell (table, offer->event_name);
  et_text_table_take_cell (
      table, et_time_format_day_and_clock (offer->starts_at, offer->time_zone, cli->language));
  et_text_table_add_cell (table, offer->venue);
  et_text_table_add_number (table, offer->admits);
  et_text_table_take_cell (table, et_money_format (offer->price_cents, cli->language));
  et_text_table_take_cell (table, describe_availability (cli, offer));
}

static void
print_offers (EtCli *cli, GListModel *offers)
{
  const char *headings[] = { et_cli_text (cli, N_ ("No.")),   et_cli_text (cli, N_ ("Offer")),
                             et_cli_text (cli, N_ ("Event")), et_cli_text (cli, N_ ("Date")),
                             et_cli_text (cli, N_ ("Venue")), et_cli_text (cli, N_ ("Admits")),
                             et_cli_text (cli, N_ ("Price")), "" };
  g_autoptr (EtTextTable) table = et_text_table_new (G_N_ELEMENTS (headings), headings);

  et_text_table_set_right (table, 0);
  et_text_table_set_right (table, 5);
  et_text_table_set_right (table, 6);
  for (guint i = 0; i < g_list_model_get_n_items (offers); i++)
    {
      g_autoptr (EtOffer) offer = g_list_model_get_item (offers, i);

      add_row (cli, table, offer);
    }
  et_text_table_print (table);
}

/* The sport may be given by its name, too. */
static gboolean
read_sport (const char *name, const char **ret_sport, GError **error)
{
  g_autofree char *words = NULL;

  *ret_sport = name != NULL ? et_sport_find (name) : NULL;
  if (name == NULL || *ret_sport != NULL)
    return TRUE;

  words = g_strjoinv (", ", (char **) et_sport_words);
  et_error_set_sentence (error, ET_ERROR_CONFIGURATION, N_ ("--sport must be one of: {words}"));
  et_error_add_text (error, "words", words);
  return FALSE;
}

static gboolean
list_offers (EtCli *cli, GError **error)
{
  EtOfferFilter filter = { cli->options.search, cli->options.type, NULL, ET_NULL_INT64,
                           ET_NULL_INT64 };
  g_autoptr (GListModel) offers = NULL;

  if (!read_sport (cli->options.sport, &filter.sport, error))
    return FALSE;
  if (filter.offer_type != NULL && !g_strv_contains (et_offer_type_words, filter.offer_type))
    {
      et_error_set_sentence (error, ET_ERROR_CONFIGURATION,
                             N_ ("--type must be solo, duo or familiale"));
      return FALSE;
    }
  if (!et_cli_need_catalogue (cli, error))
    return FALSE;
  offers = et_catalogue_store_list (et_context_get_store (cli->context), &filter, error);
  if (offers == NULL)
    return FALSE;
  if (cli->options.is_json)
    et_json_output_list (offers);
  else if (g_list_model_get_n_items (offers) == 0)
    puts (et_cli_text (cli, N_ ("No offer is like that.")));
  else
    print_offers (cli, offers);
  return TRUE;
}
