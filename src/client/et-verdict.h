/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-gate.h"
#include "core/et-ticket-key.h"

G_BEGIN_DECLS

/* Verdicts from what the server says, or from the kept keys when it says nothing. */
EtVerdict *et_verdict_new_from_answer (JsonObject *answer, GError **error);
EtVerdict *et_verdict_new_from_refusal (const GError *refusal);
EtVerdict *et_verdict_new_offline (EtStore *store,
                                   const char *ticket_key,
                                   const char *language,
                                   GError **error);

G_END_DECLS
