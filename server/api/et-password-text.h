/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-request.h"

G_BEGIN_DECLS

gboolean
et_password_text_read (EtRequest *req, const char *member, const char **ret_text, GError **error);

G_END_DECLS
