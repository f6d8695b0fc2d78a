/* SPDX-License-Identifier: MIT */
#include "server/service/et-ticket-revocation.h"

#include "db/et-db-change.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-audit.h"

/* Takes a ticket out of use: its key is refused from now on. The place stays sold. Sets
 * ET_ERROR_NOT_FOUND, ET_ERROR_ALREADY_USED or, the second time, ET_ERROR_REVOKED. */
gboolean
et_ticket_revoke (EtDb *db, int64_t actor_id, int64_t ticket_id, const char *reason, GError **error)
{
  g_autoptr (EtTicketRow) row = et_ticket_repo_find (db, ticket_id, error);
  gboolean is_revoked;

  if (row == NULL || !et_ticket_repo_revoke (db, ticket_id, &is_revoked, error))
    return FALSE;
  if (!is_revoked)
    {
      gboolean is_used = g_str_equal (row->ticket->state, "used");

      et_error_set (error, is_used ? ET_ERROR_ALREADY_USED : ET_ERROR_REVOKED);
      return FALSE;
    }

  et_db_announce (db, "ticket", ticket_id, row->account_id, FALSE);
  return et_audit_write (db, actor_id, "revoke_ticket", "ticket", ticket_id, reason, error);
}
