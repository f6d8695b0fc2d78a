/* SPDX-License-Identifier: MIT */
#include "server/api/et-owned-order.h"

#include "server/repo/et-order-repo.h"

/* Somebody else's order is nothing that exists, except for staff. Returns: (transfer full): the
 * order of the path; NULL with ET_ERROR_NOT_FOUND. */
EtOrder *
et_owned_order_find (EtRequest *req, EtDb *db, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);
  g_autoptr (EtOrder) order = et_order_repo_find (db, et_request_get_id (req), error);

  if (order == NULL)
    return NULL;
  if (order->account_id != caller->account_id && caller->role < ET_ROLE_STAFF)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return NULL;
    }
  return g_steal_pointer (&order);
}
