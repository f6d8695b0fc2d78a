/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-request.h"

G_BEGIN_DECLS

/* Entity tags, RFC 9110 sections 8.8.3 and 13.1. */
char *et_etag_of_version (int64_t version);
gboolean et_etag_list_holds (const char *list, const char *etag, gboolean is_weak);

gboolean et_etag_answer_not_modified (EtRequest *req, const char *etag);
void et_etag_set_version (EtRequest *req, int64_t version);
gboolean et_etag_require_if_match (EtRequest *req, GError **error);
gboolean et_etag_if_match_holds (EtRequest *req, int64_t version);

G_END_DECLS
