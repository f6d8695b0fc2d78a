/* SPDX-License-Identifier: MIT */
#include "server/repo/et-stock.h"

#include "core/et-record.h"

/* Reads ET_STOCK_COLUMNS, the first of which is @column. */
void
et_stock_read (EtStock *stock, EtDbStmt *stmt, int column)
{
  *stock = (EtStock){
    .is_active = et_db_stmt_get_int64 (stmt, column) != 0,
    .quota = et_db_stmt_get_nullable (stmt, column + 1),
    .taken = et_db_stmt_get_int64 (stmt, column + 2),
    .admits = et_db_stmt_get_int64 (stmt, column + 3),
    .event_id = et_db_stmt_get_int64 (stmt, column + 4),
    .capacity = et_db_stmt_get_nullable (stmt, column + 5),
    .event_taken = et_db_stmt_get_int64 (stmt, column + 6),
    .ends_at = et_db_stmt_get_int64 (stmt, column + 7),
    .sale_starts = et_db_stmt_get_nullable (stmt, column + 8),
    .sale_ends = et_db_stmt_get_nullable (stmt, column + 9),
    .max_per_order = et_db_stmt_get_nullable (stmt, column + 10),
    .max_per_account = et_db_stmt_get_nullable (stmt, column + 11),
  };
}

static int64_t
subtract (int64_t limit, int64_t taken)
{
  return limit != ET_NULL_INT64 ? MAX (limit - taken, 0) : G_MAXINT64;
}

/* Returns: how many tickets can still be sold; G_MAXINT64 when nothing limits them. */
int64_t
et_stock_get_left (const EtStock *stock)
{
  int64_t people = subtract (stock->capacity, stock->event_taken);

  return MIN (subtract (stock->quota, stock->taken),
              people != G_MAXINT64 ? people / stock->admits : people);
}

static gboolean
is_few (int64_t limit, int64_t taken)
{
  return limit != ET_NULL_INT64 && (limit - taken) * 10 <= limit;
}

/* How the public learns what is left: "few" from a tenth of quota or capacity downwards. */
const char *
et_stock_get_availability (const EtStock *stock)
{
  if (et_stock_get_left (stock) == 0)
    return "sold_out";
  return is_few (stock->quota, stock->taken) || is_few (stock->capacity, stock->event_taken)
             ? "few"
             : "available";
}

/* Whether anything but what is left decides who may have tickets. */
gboolean
et_stock_has_rules (const EtStock *stock)
{
  return stock->sale_starts != ET_NULL_INT64 || stock->sale_ends != ET_NULL_INT64 ||
         stock->max_per_order != ET_NULL_INT64 || stock->max_per_account != ET_NULL_INT64;
}
