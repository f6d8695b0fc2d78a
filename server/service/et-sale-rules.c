/* SPDX-License-Identifier: MIT */
#include "server/service/et-sale-rules.h"

#include <glib/gi18n-lib.h>

#include "core/et-record.h"
#include "server/repo/et-hold-repo.h"

/* Sets an error that names the offer. Returns: FALSE. */
static gboolean
refuse (GError **error, EtErrorCode code, const char *msgid, int64_t offer_id, const char *name)
{
  et_error_set_sentence (error, code, msgid);
  et_error_add_text (error, "offer", name);
  et_error_add_int64 (error, "offer_id", offer_id);
  return FALSE;
}

static gboolean
check_window (const EtStock *stock, int64_t offer_id, const char *name, int64_t now, GError **error)
{
  if (stock->sale_starts != ET_NULL_INT64 && now < stock->sale_starts)
    {
      refuse (error, ET_ERROR_NOT_ON_SALE, N_ ("The sale of “{offer}” begins on {sale_starts}"),
              offer_id, name);
      et_error_add_time (error, "sale_starts", stock->sale_starts);
      return FALSE;
    }
  if (stock->sale_ends != ET_NULL_INT64 && now >= stock->sale_ends)
    {
      refuse (error, ET_ERROR_NOT_ON_SALE, N_ ("The sale of “{offer}” ended on {sale_ends}"),
              offer_id, name);
      et_error_add_time (error, "sale_ends", stock->sale_ends);
      return FALSE;
    }
  return TRUE;
}

/* Whether a line of @quantity tickets of an offer may be sold at @now, were it left. Sets
 * ET_ERROR_OFFER_UNKNOWN, ET_ERROR_EVENT_OVER, ET_ERROR_NOT_ON_SALE with the time that the offer
 * is waiting for or has passed, or ET_ERROR_TOO_MANY_TICKETS. */
gboolean
et_sale_rules_check (const EtStock *stock,
                     int64_t offer_id,
                     const char *name,
                     int64_t quantity,
                     int64_t now,
                     GError **error)
{
  if (!stock->is_active)
    return refuse (error, ET_ERROR_OFFER_UNKNOWN,
                   et_error_code_get_sentence (ET_ERROR_OFFER_UNKNOWN), offer_id, name);
  if (stock->ends_at <= now)
    return refuse (error, ET_ERROR_EVENT_OVER, et_error_code_get_sentence (ET_ERROR_EVENT_OVER),
                   offer_id, name);
  if (!check_window (stock, offer_id, name, now, error))
    return FALSE;
  if (stock->max_per_order == ET_NULL_INT64 || quantity <= stock->max_per_order)
    return TRUE;
  refuse (error, ET_ERROR_TOO_MANY_TICKETS,
          N_ ("One order may have {limit} tickets of “{offer}” at most"), offer_id, name);
  et_error_add_int64 (error, "limit", stock->max_per_order);
  return FALSE;
}

/* Sets ET_ERROR_SOLD_OUT with what is left of which offer. */
void
et_sale_rules_refuse_sold_out (GError **error,
                               int64_t offer_id,
                               const char *name,
                               int64_t available)
{
  et_error_set (error, ET_ERROR_SOLD_OUT);
  et_error_add_int64 (error, "available", available);
  et_error_add_text (error, "offer", name);
  et_error_add_int64 (error, "offer_id", offer_id);
}

/* Sets ET_ERROR_ACCOUNT_LIMIT with how many more tickets the account may take. Returns: FALSE. */
gboolean
et_sale_rules_refuse_over_account (EtDb *db,
                                   const EtPendingOrder *order,
                                   const EtSaleLine *line,
                                   GError **error)
{
  int64_t limit = line->stock.max_per_account, present;

  if (!et_hold_repo_count_of_account (db, order, line->offer_id, &present, error))
    return FALSE;

  refuse (error, ET_ERROR_ACCOUNT_LIMIT, et_error_code_get_sentence (ET_ERROR_ACCOUNT_LIMIT),
          line->offer_id, line->name);
  et_error_add_int64 (error, "limit", limit);
  et_error_add_int64 (error, "available", MAX (limit - present, 0));
  return FALSE;
}
