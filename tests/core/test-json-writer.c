/* SPDX-License-Identifier: MIT */
#include "core/et-json-writer.h"
#include "core/et-record.h"

static char *
finish_text (EtJsonWriter *writer)
{
  g_autoptr (GBytes) json = et_json_writer_finish (writer);
  gsize length;
  const char *data = g_bytes_get_data (json, &length);

  return g_strndup (data, length);
}

static void
test_every_kind (void)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autofree char *json = NULL;

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_text (writer, "t", "a\"b\\c\n\x01é");
  et_json_writer_text (writer, "n", NULL);
  et_json_writer_int64 (writer, "min", G_MININT64);
  et_json_writer_int64 (writer, "zero", 0);
  et_json_writer_bool (writer, "b", TRUE);
  et_json_writer_money (writer, "m", 5000);
  et_json_writer_money (writer, "minus", -5);
  et_json_writer_time (writer, "at", 1758378600999);
  et_json_writer_time (writer, "never", ET_NULL_INT64);
  et_json_writer_begin_array (writer, "a");
  et_json_writer_int64 (writer, NULL, 1);
  et_json_writer_begin_object (writer, NULL);
  et_json_writer_end_object (writer);
  et_json_writer_raw (writer, NULL, "[2]");
  et_json_writer_end_array (writer);
  et_json_writer_null (writer, "z");
  et_json_writer_end_object (writer);
  json = finish_text (writer);
  g_assert_cmpstr (json, ==,
                   "{\"t\":\"a\\\"b\\\\c\\u000a\\u0001é\",\"n\":null,\"min\":-9223372036854775808,"
                   "\"zero\":0,\"b\":true,\"m\":50.00,\"minus\":-0.05,"
                   "\"at\":\"2025-09-20T14:30:00Z\",\"never\":null,\"a\":[1,{},[2]],\"z\":null}");
}

static void
test_invalid_utf8_is_mended (void)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autofree char *json = NULL;

  et_json_writer_text (writer, NULL, "a\xff");
  json = finish_text (writer);
  g_assert_cmpstr (json, ==, "\"a\xef\xbf\xbd\"");
}

static void
test_writer_can_be_used_again (void)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *json = NULL;

      et_json_writer_begin_array (writer, NULL);
      et_json_writer_int64 (writer, NULL, i);
      et_json_writer_end_array (writer);
      json = finish_text (writer);
      g_assert_cmpstr (json, ==, i == 0 ? "[0]" : "[1]");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json-writer/kinds", test_every_kind);
  g_test_add_func ("/core/json-writer/utf8", test_invalid_utf8_is_mended);
  g_test_add_func ("/core/json-writer/again", test_writer_can_be_used_again);
  return g_test_run ();
}
