/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-private.h"

G_BEGIN_DECLS

const char *et_status_phrase (int status);
char *et_common_fields_new (guint hsts_seconds);
GString *et_answer_fields_new (EtHttpServer *server,
                               const char *request_id,
                               const char *content_type,
                               GArray *fields,
                               int64_t took_us);
GBytes *et_refusal_new (EtHttpServer *server, const EtHead *head, EtErrorCode code);

G_END_DECLS
