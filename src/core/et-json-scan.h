/* SPDX-License-Identifier: MIT */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Limits of a request body; an answer of our own server is read with the wider ones. */
typedef struct
{
  guint max_depth;
  guint max_keys; /* in the whole text */
} EtJsonLimits;

extern const EtJsonLimits et_json_request_limits;
extern const EtJsonLimits et_json_answer_limits;

gboolean et_json_scan (const char *text, gsize length, const EtJsonLimits *limits, GError **error);
JsonNode *
et_json_parse (const char *text, gsize length, const EtJsonLimits *limits, GError **error);
JsonObject *
et_json_parse_object (const char *text, gsize length, const EtJsonLimits *limits, GError **error);

G_END_DECLS
