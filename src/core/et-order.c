/* SPDX-License-Identifier: MIT */
#include "core/et-order.h"

#include <glib/gi18n-lib.h>

static const EtField line_fields[] = {
  ET_FIELD (EtOrderLine, offer_id, INT64, REQUIRED),
  ET_FIELD (EtOrderLine, name, TEXT, REQUIRED),
  ET_FIELD (EtOrderLine, price_cents, INT64, REQUIRED_MONEY),
  ET_FIELD_NAMED (EtOrderLine, "qty", quantity, INT64, REQUIRED),
  ET_FIELD (EtOrderLine, admits, INT64, REQUIRED),
  ET_FIELD (EtOrderLine, tax_permille, INT64, REQUIRED),
  ET_FIELD (EtOrderLine, line_total_cents, INT64, REQUIRED_MONEY),
  { NULL },
};

ET_DEFINE_RECORD (EtOrderLine, et_order_line, line_fields)

static const EtField order_fields[] = {
  ET_FIELD (EtOrder, id, INT64, REQUIRED),
  ET_FIELD (EtOrder, code, TEXT, NULLABLE),
  ET_FIELD (EtOrder, state, TEXT, REQUIRED),
  ET_FIELD (EtOrder, account_id, INT64, OPTIONAL),
  ET_FIELD (EtOrder, username, TEXT, NULLABLE),
  ET_FIELD (EtOrder, total_cents, INT64, REQUIRED_MONEY),
  ET_FIELD (EtOrder, currency, TEXT, OPTIONAL),
  ET_FIELD (EtOrder, ticket_count, INT64, OPTIONAL),
  ET_FIELD (EtOrder, created_at, TIME, REQUIRED),
  ET_FIELD (EtOrder, paid_at, TIME, NULLABLE),
  ET_FIELD (EtOrder, invoice_number, TEXT, NULLABLE),
  ET_FIELD (EtOrder, invoice_prints, INT64, OPTIONAL),
  ET_FIELD (EtOrder, receipt_prints, INT64, OPTIONAL),
  ET_FIELD (EtOrder, refund_state, TEXT, NULLABLE),
  ET_FIELD (EtOrder, refund_reason, TEXT, NULLABLE),
  ET_FIELD (EtOrder, refund_answer, TEXT, NULLABLE),
  ET_FIELD_ITEMS (EtOrder, items, et_order_line_get_type),
  { NULL },
};

ET_DEFINE_RECORD (EtOrder, et_order, order_fields)

/* Returns: (transfer none): the word of the state, or "asked" for a paid order of which a refund is
 * asked for. */
const char *
et_order_get_standing (EtOrder *order)
{
  return g_strcmp0 (order->state, "paid") == 0 && g_strcmp0 (order->refund_state, "open") == 0
             ? "asked"
             : order->state;
}

/* Returns: the English name of an order's state or standing, a msgid. */
const char *
et_order_state_get_name (const char *word)
{
  static const struct
  {
    const char *word;
    const char *name;
  } states[] = {
    { "pending", N_ ("Payment pending") }, { "paid", N_ ("Paid") },
    { "failed", N_ ("Not paid") },         { "cancelled", N_ ("Cancelled") },
    { "refunded", N_ ("Refunded") },       { "expired", N_ ("Expired, not paid") },
    { "asked", N_ ("Refund asked for") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (word, states[i].word) == 0)
      return states[i].name;
  return word;
}
