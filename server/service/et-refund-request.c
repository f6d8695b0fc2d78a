/* SPDX-License-Identifier: MIT */
#include "server/service/et-refund-request.h"

#include <glib/gi18n-lib.h>

#include "db/et-db-change.h"
#include "server/repo/et-order-repo.h"
#include "server/repo/et-refund-request-repo.h"
#include "server/service/et-audit.h"

/* Notes that somebody wants an order refunded; administrators decide. The reason stays with the
 * order, and out of the audit log. Sets ET_ERROR_CONFLICT when there is nothing to refund, or when it
 * was asked for before. */
gboolean
et_refund_request_open (
    EtDb *db, int64_t actor_id, EtOrder *order, const char *reason, GError **error)
{
  gboolean is_open;

  if (!et_refund_request_repo_open (db, order->id, reason, &is_open, error))
    return FALSE;
  if (!is_open)
    {
      et_error_set_sentence (error, ET_ERROR_CONFLICT,
                             g_str_equal (order->state, "paid")
                                 ? N_ ("A refund of this order was asked for before")
                                 : N_ ("Nothing of this order is left to be refunded"));
      return FALSE;
    }
  et_db_announce (db, "order", order->id, order->account_id, FALSE);
  return et_audit_write (db, actor_id, "ask_for_refund", "order", order->id, NULL, error);
}

/* Sets ET_ERROR_NOT_FOUND, or ET_ERROR_CONFLICT when nobody asks for it. */
gboolean
et_refund_request_refuse (
    EtDb *db, int64_t actor_id, int64_t order_id, const char *answer, GError **error)
{
  g_autoptr (EtOrder) order = et_order_repo_find (db, order_id, error);
  gboolean is_closed;

  if (order == NULL ||
      !et_refund_request_repo_close (db, order_id, "refused", answer, &is_closed, error))
    return FALSE;
  if (!is_closed)
    {
      et_error_set_sentence (error, ET_ERROR_CONFLICT,
                             N_ ("Nobody asks for a refund of this order"));
      return FALSE;
    }
  et_db_announce (db, "order", order_id, order->account_id, FALSE);
  return et_audit_write (db, actor_id, "refuse_refund", "order", order_id, NULL, error);
}

/* A refund, of whatever part, is the answer to whoever asked for one. */
gboolean
et_refund_request_grant (EtDb *db, int64_t order_id, GError **error)
{
  gboolean is_closed;

  return et_refund_request_repo_close (db, order_id, "granted", NULL, &is_closed, error);
}
