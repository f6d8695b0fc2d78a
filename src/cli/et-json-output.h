/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"

G_BEGIN_DECLS

/* JSON on standard output, one value and a line's end. */
void et_json_output_print (EtJsonWriter *writer);
void et_json_output_list (GListModel *records);
void et_json_output_record (gpointer record);
void et_json_output_ok (void);
void et_json_output_error (const GError *error, const char *sentence);
void et_json_output_write_list (EtJsonWriter *writer, const char *name, GListModel *records);

G_END_DECLS
