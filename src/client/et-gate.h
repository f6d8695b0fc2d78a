/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "core/et-record.h"

G_BEGIN_DECLS

typedef enum
{
  ET_VERDICT_ADMITTED, /* admitted now */
  ET_VERDICT_ALREADY_USED, /* see first_used_at and gate */
  ET_VERDICT_REFUSED, /* see code and sentence */
  ET_VERDICT_GENUINE, /* signature holds, but there is no connection: nobody is admitted */
  ET_VERDICT_OWN /* one's own ticket is good; looking at it admits nobody */
} EtVerdictKind;

/* What the gate says about one scan. */
typedef struct _EtVerdict
{
  EtRecord parent_instance;

  int64_t kind; /* EtVerdictKind */
  int64_t ticket_id;
  char *offer; /* owned, nullable */
  char *event_name; /* owned, nullable */
  char *holder; /* owned, nullable */
  char *short_number; /* owned, nullable */
  int64_t admits;
  int64_t verified_at; /* of this scan */
  int64_t first_used_at; /* ET_NULL_INT64 unless already used */
  int64_t valid_from; /* ET_NULL_INT64 unless refused for its time */
  int64_t valid_until;
  char *gate; /* owned, nullable; where it was used first */
  char *code; /* owned, nullable; the error's word */
  char *reason; /* owned, nullable; why it was revoked: "refunded" */
  char *sentence; /* owned, nullable; the error's sentence */
} EtVerdict;

ET_DECLARE_RECORD (EtVerdict, et_verdict, VERDICT)

/* Admits a ticket online; offline proves it with the stored public keys and admits nobody. A
 * refusal is a verdict, not an error. Keys typed by a scanner of another keyboard layout are
 * mapped back. @gate: (nullable): the gate's name. */
void et_gate_verify_async (EtContext *context,
                           const char *ticket_key,
                           const char *gate,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
EtVerdict *et_gate_verify_finish (EtContext *context, GAsyncResult *result, GError **error);
EtVerdict *et_gate_verify (EtContext *context,
                           const char *ticket_key,
                           const char *gate,
                           GCancellable *cancellable,
                           GError **error); /* blocking */

/* Tickets whose short number or holder matches, as a GListStore of EtTicket. */
void et_gate_find_async (EtContext *context,
                         const char *text,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
GListModel *et_gate_find_finish (EtContext *context, GAsyncResult *result, GError **error);

/* Admits a ticket that was found, by hand; @reason is kept in the audit log. */
void et_gate_admit_by_hand_async (EtContext *context,
                                  int64_t ticket_id,
                                  const char *gate,
                                  const char *reason,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
EtVerdict *et_gate_admit_by_hand_finish (EtContext *context, GAsyncResult *result, GError **error);

G_END_DECLS
