/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* Members of the server's answers. What is not as it must be is ET_ERROR_BAD_ANSWER. */
gboolean
et_json_read_text (JsonObject *object, const char *member, const char **ret_text, GError **error);
gboolean
et_json_read_int64 (JsonObject *object, const char *member, int64_t *ret_number, GError **error);
gboolean
et_json_read_bool (JsonObject *object, const char *member, gboolean *ret_flag, GError **error);
gboolean
et_json_read_array (JsonObject *object, const char *member, JsonArray **ret_array, GError **error);
JsonObject *et_json_read_element (JsonArray *array, guint index, GError **error);
gboolean
et_json_read_int64_element (JsonArray *array, guint index, int64_t *ret_number, GError **error);
gpointer et_json_read_record (GType type, JsonObject *object, GError **error);
GListStore *et_json_read_list (GType type, JsonArray *array, GError **error);

GBytes *et_json_write_texts (const char *const *pairs);

G_END_DECLS
