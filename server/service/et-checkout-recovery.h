/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/db/et-writer.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

gboolean et_checkout_recover (const EtServices *services,
                              EtDb *reader,
                              EtWriter *writer,
                              int64_t pending_before,
                              guint *ret_settled,
                              GError **error);
gboolean et_checkout_recover_of_others (
    const EtServices *services, EtDb *reader, EtWriter *writer, guint *ret_settled, GError **error);

gboolean et_checkout_finish_left (const EtServices *services, EtWriter *writer, GError **error);

G_END_DECLS
