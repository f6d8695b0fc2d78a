/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* A line of an order: name, price and tax rate as they were at the sale. */
typedef struct _EtOrderLine
{
  EtRecord parent_instance;

  int64_t offer_id;
  char *name; /* owned */
  int64_t price_cents; /* of one ticket, tax included */
  int64_t quantity;
  int64_t admits;
  int64_t tax_permille; /* 55 stands for 5.5 % */
  int64_t line_total_cents;
} EtOrderLine;

ET_DECLARE_RECORD (EtOrderLine, et_order_line, ORDER_LINE)

/* An order; state is "pending", "paid", "failed", "cancelled", "refunded" or "expired". */
typedef struct _EtOrder
{
  EtRecord parent_instance;

  int64_t id;
  char *code; /* owned; such as K7PQ2, NULL until it is paid */
  char *state; /* owned */
  int64_t account_id;
  char *username; /* owned, nullable; administrators' answers only */
  int64_t total_cents;
  char *currency; /* owned */
  int64_t ticket_count;
  int64_t created_at;
  int64_t paid_at; /* ET_NULL_INT64 until it is paid */
  char *invoice_number; /* owned, nullable */
  int64_t invoice_prints; /* how often, as the server was told */
  int64_t receipt_prints;
  char *refund_state; /* owned, nullable: not asked for; "open", "granted" or "refused" */
  char *refund_reason; /* owned, nullable; of whoever asked */
  char *refund_answer; /* owned, nullable; of whoever refused */
  GPtrArray *items; /* owned, of EtOrderLine */
} EtOrder;

ET_DECLARE_RECORD (EtOrder, et_order, ORDER)

const char *et_order_get_standing (EtOrder *order);
const char *et_order_state_get_name (const char *word);

G_END_DECLS
