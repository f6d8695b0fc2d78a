/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* One line of a cart, at the price of now. */
typedef struct _EtCartLine
{
  EtRecord parent_instance;

  int64_t offer_id;
  char *name; /* owned */
  int64_t price_cents;
  int64_t quantity;
  int64_t line_total_cents;
} EtCartLine;

ET_DECLARE_RECORD (EtCartLine, et_cart_line, CART_LINE)

/* Tickets of one offer in a cart, unless the server is set otherwise. */
#define ET_CART_MAX_QUANTITY 20

/* A cart; the number it has is that of the order it becomes. */
typedef struct _EtCart
{
  EtRecord parent_instance;

  GPtrArray *items; /* owned, of EtCartLine */
  int64_t total_cents;
  int64_t held_until; /* its places are held for its owner; ET_NULL_INT64: they are not */
  int64_t max_quantity; /* of a line, as the client knows it; not sent */
} EtCart;

ET_DECLARE_RECORD (EtCart, et_cart, CART)

int64_t et_cart_count_tickets (EtCart *cart);

G_END_DECLS
