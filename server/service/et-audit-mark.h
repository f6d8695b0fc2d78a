/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* The end of the audit chain, written once more beside the signing key file, where whoever can
 * write the database cannot take it back: a chain that was thrown away, and begun anew, shows. */
typedef struct _EtAuditMark EtAuditMark;

EtAuditMark *et_audit_mark_new (const char *key_file);
void et_audit_mark_free (EtAuditMark *mark);
gboolean et_audit_mark_update (EtAuditMark *mark, EtDb *db, GError **error);

gboolean et_audit_mark_verify (const char *key_file, EtDb *db, GArray *faults, GError **error);
void et_audit_mark_forget (const char *key_file);

G_END_DECLS
