/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-request.h"

G_BEGIN_DECLS

gboolean
et_line_read (EtRequest *req, const char *member, gsize max, char **ret_line, GError **error);
gboolean et_line_read_erasable (EtRequest *req,
                                const char *member,
                                gsize max,
                                gboolean *ret_has_line,
                                const char **ret_line,
                                GError **error);

G_END_DECLS
