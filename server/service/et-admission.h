/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-json-writer.h"
#include "core/et-role.h"
#include "server/repo/et-admission-repo.h"

G_BEGIN_DECLS

/* Who looks at a ticket, where. */
typedef struct
{
  int64_t account_id;
  EtRole role;
  int64_t now;
  const char *gate; /* nullable */
  const char *nonce; /* nullable; the same for each try of one scan */
} EtScan;

/* A ticket that was found good. */
typedef struct
{
  EtAdmissionRow *row; /* owned */
  gboolean is_admitted; /* by this scan; FALSE when its owner looked */
  int64_t verified_at;
} EtAdmission;

void et_admission_clear (EtAdmission *admission);

gboolean et_admission_verify (EtDb *db,
                              const EtTicketClaims *claims,
                              const EtScan *scan,
                              EtAdmission *ret_admission,
                              GError **error);
gboolean et_admission_admit_by_hand (EtDb *db,
                                     int64_t ticket_id,
                                     const EtScan *scan,
                                     const char *reason,
                                     EtAdmission *ret_admission,
                                     GError **error);
void et_admission_write_json_members (const EtAdmission *admission, EtJsonWriter *writer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtAdmission, et_admission_clear)

G_END_DECLS
