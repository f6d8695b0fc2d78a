/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-audit-chain-repo.h"
#include "server/service/et-signing-keys.h"

G_BEGIN_DECLS

/* The kind of a change that stands for an audit row: the writer chains it just before it commits,
 * and keeps it out of the feed. */
#define ET_CHANGE_AUDIT "audit"

gboolean et_audit_chain_extend (EtDb *db, EtSigningKeys *keys, GArray *ids, GError **error);
GArray *et_audit_chain_verify (EtDb *db, EtSigningKeys *keys, GError **error);
gboolean et_audit_chain_log (EtDb *db, GError **error);

G_END_DECLS
