/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-request.h"

G_BEGIN_DECLS

/* Members of a request's query that narrow a list. */
gboolean et_query_read_word (EtRequest *req,
                             const char *name,
                             const char *const *words,
                             const char **ret_word,
                             GError **error);
gboolean et_query_read_flag (EtRequest *req, const char *name, int *ret_flag, GError **error);

G_END_DECLS
