/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-server.h"

G_BEGIN_DECLS

/* What the HTTP server asks the rest of the program. Their app is an EtServices. */
EtIdentity
et_hooks_identify (gpointer app, const char *token, gboolean by_cookie, EtCaller *ret_caller);
gboolean et_hooks_identify_from_db (gpointer app,
                                    EtDb *db,
                                    const char *token,
                                    gboolean by_cookie,
                                    EtCaller *ret_caller,
                                    GError **error);
gboolean
et_hooks_look_back (gpointer app, EtDb *db, EtRequest *req, gboolean *ret_answered, GError **error);
gboolean
et_hooks_recall (gpointer app, EtDb *db, EtRequest *req, gboolean *ret_answered, GError **error);
gboolean et_hooks_remember (gpointer app, EtDb *db, EtRequest *req, GError **error);
const char *et_hooks_translate (gpointer app, const char *language, const char *msgid);

G_END_DECLS
