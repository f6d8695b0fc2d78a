/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <stdint.h>

G_BEGIN_DECLS

/* Writes JSON as text, RFC 8259. Inside an object each call takes the member's name; inside an
 * array, or at the top, the name is NULL. */
typedef struct _EtJsonWriter EtJsonWriter;

EtJsonWriter *et_json_writer_new (void);
void et_json_writer_free (EtJsonWriter *writer);

void et_json_writer_begin_object (EtJsonWriter *writer, const char *name);
void et_json_writer_end_object (EtJsonWriter *writer);
void et_json_writer_begin_array (EtJsonWriter *writer, const char *name);
void et_json_writer_end_array (EtJsonWriter *writer);

void et_json_writer_text (EtJsonWriter *writer, const char *name, const char *value);
void et_json_writer_int64 (EtJsonWriter *writer, const char *name, int64_t value);
void et_json_writer_bool (EtJsonWriter *writer, const char *name, gboolean value);
void et_json_writer_null (EtJsonWriter *writer, const char *name);
void et_json_writer_money (EtJsonWriter *writer, const char *name, int64_t cents);
void et_json_writer_time (EtJsonWriter *writer, const char *name, int64_t time_ms);
void et_json_writer_raw (EtJsonWriter *writer, const char *name, const char *json);

GBytes *et_json_writer_finish (EtJsonWriter *writer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtJsonWriter, et_json_writer_free)

G_END_DECLS
