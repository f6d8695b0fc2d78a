/* SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* What came back from the server, and what a failure to get anything means. */
JsonNode *et_answer_read_json (SoupMessage *message, GBytes *body, GError **error);
gboolean et_answer_check_file (SoupMessage *message, GBytes *body, GError **error);
void et_answer_set_transport_error (GError **error, GError *failure);

G_END_DECLS
