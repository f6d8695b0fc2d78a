/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* What is left of an offer: by its own quota, in tickets, and by its event's capacity, in people,
 * which all offers of the event share. */
typedef struct
{
  gboolean is_active;
  int64_t quota; /* ET_NULL_INT64 for unlimited */
  int64_t taken; /* tickets, sold and held */
  int64_t admits; /* people a ticket lets in */
  int64_t event_id;
  int64_t capacity; /* ET_NULL_INT64 for unlimited */
  int64_t event_taken; /* people */
  int64_t ends_at; /* of the event */
  int64_t sale_starts, sale_ends; /* ET_NULL_INT64 for any time */
  int64_t max_per_order, max_per_account; /* tickets; ET_NULL_INT64 for unlimited */
} EtStock;

/* The columns of an EtStock, of offers o and events e. */
#define ET_STOCK_COLUMNS \
  "o.is_active, o.quota AS stock, o.sold + o.held AS taken, o.admits, o.event_id, " \
  "e.capacity, e.taken AS event_taken, e.ends_at, o.sale_starts, o.sale_ends, o.max_per_order, " \
  "o.max_per_account"
#define ET_N_STOCK_COLUMNS 12

void et_stock_read (EtStock *stock, EtDbStmt *stmt, int column);
int64_t et_stock_get_left (const EtStock *stock);
const char *et_stock_get_availability (const EtStock *stock);
gboolean et_stock_has_rules (const EtStock *stock);

G_END_DECLS
