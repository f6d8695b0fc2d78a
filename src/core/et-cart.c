/* SPDX-License-Identifier: MIT */
#include "core/et-cart.h"

static const EtField line_fields[] = {
  ET_FIELD (EtCartLine, offer_id, INT64, REQUIRED),
  ET_FIELD (EtCartLine, name, TEXT, REQUIRED),
  ET_FIELD (EtCartLine, price_cents, INT64, REQUIRED_MONEY),
  ET_FIELD_NAMED (EtCartLine, "qty", quantity, INT64, REQUIRED),
  ET_FIELD (EtCartLine, line_total_cents, INT64, REQUIRED_MONEY),
  { NULL },
};

ET_DEFINE_RECORD (EtCartLine, et_cart_line, line_fields)

static const EtField cart_fields[] = {
  ET_FIELD_ITEMS (EtCart, items, et_cart_line_get_type),
  ET_FIELD (EtCart, total_cents, INT64, REQUIRED_MONEY),
  ET_FIELD (EtCart, held_until, TIME, NULLABLE),
  { NULL },
};

ET_DEFINE_RECORD (EtCart, et_cart, cart_fields)

/* Returns: the tickets in the cart, all lines together. */
int64_t
et_cart_count_tickets (EtCart *cart)
{
  int64_t count = 0;

  for (guint i = 0; i < cart->items->len; i++)
    count += ET_CART_LINE (g_ptr_array_index (cart->items, i))->quantity;
  return count;
}
