/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-audit-repo.h"

G_BEGIN_DECLS

#define ET_AUDIT_CODE_SIZE 32

/* An audit row and its place in the chain. */
typedef struct
{
  int64_t id;
  EtAuditRow row; /* its texts are borrowed, until the next row */
  int64_t entry; /* from 1; 0: not chained */
  int64_t key_id;
  guint8 code[ET_AUDIT_CODE_SIZE];
} EtAuditEntry;

/* The end of the chain. */
typedef struct
{
  int64_t entries;
  int64_t key_id; /* of code */
  guint8 last_code[ET_AUDIT_CODE_SIZE]; /* of the last entry; zeros before the first */
  guint8 code[ET_AUDIT_CODE_SIZE];
} EtAuditHead;

typedef gboolean (*EtAuditEntryFunc) (const EtAuditEntry *entry, gpointer data, GError **error);

gboolean et_audit_chain_repo_lock (EtDb *db, EtAuditHead *ret_head, GError **error);
gboolean et_audit_chain_repo_get (EtDb *db, EtAuditHead *ret_head, GError **error);
gboolean et_audit_chain_repo_set (EtDb *db, const EtAuditHead *head, GError **error);
gboolean et_audit_chain_repo_find_code (
    EtDb *db, int64_t entry, guint8 *ret_code, gboolean *ret_found, GError **error);
GArray *et_audit_chain_repo_list_unchained (EtDb *db, int64_t limit, GError **error);
GArray *et_audit_chain_repo_list_beginnings (EtDb *db, GError **error);
gboolean et_audit_chain_repo_count_unchained (EtDb *db, int64_t *ret_n, GError **error);
gboolean et_audit_chain_repo_read (
    EtDb *db, int64_t id, EtAuditEntryFunc func, gpointer data, GError **error);
gboolean et_audit_chain_repo_chain (EtDb *db, const EtAuditEntry *entry, GError **error);
gboolean
et_audit_chain_repo_foreach (EtDb *db, EtAuditEntryFunc func, gpointer data, GError **error);

G_END_DECLS
