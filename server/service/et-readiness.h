/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"

G_BEGIN_DECLS

/* Whether this process should be sent requests: noted every second by whoever looks, told to
 * whoever asks. From any thread. */
typedef struct _EtReadiness EtReadiness;

typedef struct
{
  gboolean has_database; /* it answered */
  gboolean has_room; /* on the disk */
  gboolean has_time; /* the writer's queue is not full */
} EtReady;

EtReadiness *et_readiness_new (const char *folder, guint max_queue);
void et_readiness_free (EtReadiness *readiness);

void et_readiness_note (EtReadiness *readiness, gboolean database_answered, guint queue_length);
void et_readiness_get (EtReadiness *readiness, EtReady *ret_ready);
gboolean et_ready_check (const EtReady *ready, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtReadiness, et_readiness_free)

G_END_DECLS
