/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-order-text.h"

#include <glib/gi18n-lib.h>

#include "ui/shared/et-text.h"

static const char *const state_words[] = { "asked",     "paid",     "pending", "failed",
                                           "cancelled", "refunded", "expired", NULL };

static const char *
get_state_word (gpointer record)
{
  return et_order_get_standing (record);
}

static char *
get_name (gpointer record)
{
  return et_order_get_name (record);
}

static char *
get_customer (gpointer record)
{
  return g_strdup (et_order_get_customer (record));
}

static char *
get_created (gpointer record)
{
  return et_text_day_and_clock (((EtOrder *) record)->created_at, NULL);
}

static char *
get_tickets (gpointer record)
{
  return g_strdup_printf ("%d", (int) ((EtOrder *) record)->ticket_count);
}

static char *
get_total (gpointer record)
{
  return et_text_money (((EtOrder *) record)->total_cents);
}

static char *
get_state (gpointer record)
{
  return g_strdup (_ (et_order_state_get_name (et_order_get_standing (record))));
}

static const EtBadgeLook *
get_state_look (gpointer record)
{
  static const EtBadgeLook paid = { "et-valid-symbolic", "success" };
  static const EtBadgeLook pending = { "et-used-symbolic", "warning" };
  static const EtBadgeLook ended = { "et-revoked-symbolic", "used" };
  const char *state = et_order_get_standing (record);

  if (g_strcmp0 (state, "paid") == 0)
    return &paid;
  return g_strcmp0 (state, "pending") == 0 || g_strcmp0 (state, "asked") == 0 ? &pending : &ended;
}

static int
compare_id (gpointer a, gpointer b)
{
  return ET_COMPARE (((EtOrder *) a)->id, ((EtOrder *) b)->id);
}

static int
compare_created (gpointer a, gpointer b)
{
  return ET_COMPARE (((EtOrder *) a)->created_at, ((EtOrder *) b)->created_at);
}

static int
compare_tickets (gpointer a, gpointer b)
{
  return ET_COMPARE (((EtOrder *) a)->ticket_count, ((EtOrder *) b)->ticket_count);
}

static int
compare_total (gpointer a, gpointer b)
{
  return ET_COMPARE (((EtOrder *) a)->total_cents, ((EtOrder *) b)->total_cents);
}

/* clang-format off */
const EtTableColumn et_order_columns[] = {
  { "order", N_("Order"), ET_CELL_TEXT, ET_FOLD_SUBTITLE, 75, get_name, compare_id },
  { "customer", N_("Customer"), ET_CELL_TEXT, ET_FOLD_TITLE, 0, get_customer },
  { "date", N_("Date"), ET_CELL_TEXT, ET_FOLD_SUBTITLE, 130, get_created, compare_created },
  { "tickets", N_("Tickets"), ET_CELL_NUMBER, ET_FOLD_HIDDEN, 60, get_tickets, compare_tickets },
  { "total", N_("Total"), ET_CELL_NUMBER, ET_FOLD_VALUE, 80, get_total, compare_total },
  { "state", N_("State"), ET_CELL_BADGE, ET_FOLD_BADGE, 90, get_state, .get_look = get_state_look },
  { NULL },
};

const EtTableChoice et_order_choices[] = {
  { N_("State"), N_("All states"), state_words, et_order_state_get_name, get_state_word },
  { NULL },
};
/* clang-format on */

/* Returns: (transfer full): the code that the customer knows, or the number before it is paid. */
char *
et_order_get_name (EtOrder *order)
{
  return order->code != NULL ? g_strdup (order->code)
                             : g_strdup_printf ("#%" G_GINT64_FORMAT, order->id);
}

/* Returns: (transfer none): who bought, empty for an account that was deleted. */
const char *
et_order_get_customer (EtOrder *order)
{
  return order->username != NULL ? order->username : "";
}
