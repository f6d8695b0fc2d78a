/* SPDX-License-Identifier: MIT */
#include "cli/et-json-output.h"

#include <stdio.h>

#include "core/et-error.h"

/* Prints what @writer holds. */
void
et_json_output_print (EtJsonWriter *writer)
{
  g_autoptr (GBytes) json = et_json_writer_finish (writer);
  gsize length;
  const char *text = g_bytes_get_data (json, &length);

  fwrite (text, 1, length, stdout);
  putchar ('\n');
}

/* Writes records as an array. */
void
et_json_output_write_list (EtJsonWriter *writer, const char *name, GListModel *records)
{
  et_json_writer_begin_array (writer, name);
  for (guint i = 0; i < g_list_model_get_n_items (records); i++)
    {
      g_autoptr (EtRecord) record = g_list_model_get_item (records, i);

      et_record_write_json (record, NULL, writer);
    }
  et_json_writer_end_array (writer);
}

void
et_json_output_list (GListModel *records)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_output_write_list (writer, NULL, records);
  et_json_output_print (writer);
}

void
et_json_output_record (gpointer record)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_record_write_json (record, NULL, writer);
  et_json_output_print (writer);
}

void
et_json_output_ok (void)
{
  puts ("{\"ok\":true}");
}

static void
write_detail (const char *name, EtDetailType type, const char *value, gpointer data)
{
  et_json_writer_text (data, name, value);
}

/* The shape of the server's own errors. */
void
et_json_output_error (const GError *error, const char *sentence)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_bool (writer, "ok", FALSE);
  et_json_writer_text (writer, "error", sentence);
  et_json_writer_text (writer, "code", et_error_code_get_word (et_error_get_code (error)));
  et_error_foreach_detail (error, write_detail, writer);
  et_json_writer_end_object (writer);
  et_json_output_print (writer);
}
