/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-request.h"

G_BEGIN_DECLS

void et_attachment_answer (EtRequest *req,
                           GBytes *document,
                           const char *content_type,
                           const char *what,
                           const char *number,
                           const char *extension);

G_END_DECLS
