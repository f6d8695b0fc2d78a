/* SPDX-License-Identifier: MIT */
#include "server/service/et-print-record.h"

#include "core/et-error.h"
#include "db/et-db-change.h"
#include "server/service/et-audit.h"

/* Counts a print, so that the next one, wherever it is made, says which copy it is, and notes it in
 * the audit log. Somebody else's is nothing that exists, except for staff. Sets ET_ERROR_NOT_FOUND. */
gboolean
et_print_record (EtDb *db, int64_t actor_id, EtRole role, const EtPrint *print, GError **error)
{
  static const char *const actions[] = { "print_ticket", "print_invoice", "print_receipt" };
  const char *record = print->kind == ET_PRINT_TICKET ? "ticket" : "order";
  g_autofree char *detail = g_strdup_printf ("copy %" G_GINT64_FORMAT, print->copy);
  int64_t owner_id;

  if (!et_print_repo_find_owner (db, print->kind, print->subject_id, &owner_id, error))
    return FALSE;
  if (owner_id != actor_id && role < ET_ROLE_STAFF)
    {
      et_error_set (error, ET_ERROR_NOT_FOUND);
      return FALSE;
    }
  if (!et_print_repo_count (db, print->kind, print->subject_id, print->copy, error))
    return FALSE;
  et_db_announce (db, record, print->subject_id, owner_id, FALSE);
  return et_audit_write (db, actor_id, actions[print->kind], record, print->subject_id, detail,
                         error);
}
