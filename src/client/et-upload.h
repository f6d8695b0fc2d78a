/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-remote.h"
#include "client/et-store.h"

G_BEGIN_DECLS

gboolean et_upload_run (EtStore *store,
                        EtRemote *remote,
                        gboolean *ret_sent,
                        GCancellable *cancellable,
                        GError **error);

G_END_DECLS
