/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket-key.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* What an admission looks at. */
typedef struct
{
  int64_t ticket_id;
  int64_t account_id;
  guint8 nonce[ET_TICKET_NONCE_SIZE];
  char *state; /* owned */
  gboolean is_refunded;
  char *offer_name; /* owned */
  char *event_name; /* owned */
  char *holder; /* owned */
  char *short_number; /* owned */
  int64_t admits;
  int64_t starts_at; /* of the event, as it stands now */
  int64_t ends_at;
  int64_t used_at; /* ET_NULL_INT64 until it is admitted */
  char *used_gate; /* owned, nullable */
  char *scan_nonce; /* owned, nullable */
  int64_t used_by; /* the account that admitted it; ET_NULL_INT64 until then */
} EtAdmissionRow;

void et_admission_row_free (EtAdmissionRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtAdmissionRow, et_admission_row_free)

EtAdmissionRow *et_admission_repo_find (EtDb *db, int64_t ticket_id, GError **error);

G_END_DECLS
