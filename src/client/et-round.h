/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-session.h"

G_BEGIN_DECLS

/* One round of sync, as far as it has come. */
typedef enum
{
  ET_ROUND_UPLOADING,
  ET_ROUND_DOWNLOADING
} EtRoundStep;

/* Called on the thread of the round. */
typedef void (*EtRoundFunc) (EtRoundStep step, gpointer data);

gboolean et_round_run (EtSession *session,
                       EtRoundFunc progress,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error);
gboolean et_round_run_locked (EtSession *session,
                              EtRoundFunc progress,
                              gpointer data,
                              GCancellable *cancellable,
                              GError **error);
gboolean et_round_upload (EtSession *session, GCancellable *cancellable, GError **error);

G_END_DECLS
