/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-server.h"

G_BEGIN_DECLS

extern const EtRoute et_test_routes[];

gboolean
et_test_recall (gpointer app, EtDb *db, EtRequest *req, gboolean *ret_answered, GError **error);
gboolean et_test_remember (gpointer app, EtDb *db, EtRequest *req, GError **error);

G_END_DECLS
