/* SPDX-License-Identifier: MIT */
#include "core/et-json-writer.h"

#include <string.h>

#include "core/et-record.h"
#include "core/et-time.h"

#define MAX_DEPTH 32

struct _EtJsonWriter
{
  GString *text; /* owned */
  guint depth;
  gboolean has_member[MAX_DEPTH + 1]; /* by depth: whether a comma is due */
};

static void
append_escaped (GString *text, const char *value)
{
  const char *start = value;
  const char *p;

  for (p = value; *p != '\0'; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\')
        continue;
      g_string_append_len (text, start, p - start);
      start = p + 1;
      if (c == '"' || c == '\\')
        {
          g_string_append_c (text, '\\');
          g_string_append_c (text, (char) c);
        }
      else
        g_string_append_printf (text, "\\u%04x", c);
    }
  g_string_append_len (text, start, p - start);
}

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  if (g_utf8_validate (value, -1, NULL))
    append_escaped (text, value);
  else
    {
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      append_escaped (text, valid);
    }
  g_string_append_c (text, '"');
}

/* Much cheaper than printf; a catalogue holds thousands of numbers. */
static void
append_number (GString *text, int64_t value)
{
  char digits[24];
  gsize i = sizeof digits;
  guint64 rest = value < 0 ? -(guint64) value : (guint64) value;

  do
    digits[--i] = (char) ('0' + rest % 10);
  while ((rest /= 10) > 0);
  if (value < 0)
    digits[--i] = '-';
  g_string_append_len (text, digits + i, sizeof digits - i);
}

static void
begin_value (EtJsonWriter *writer, const char *name)
{
  if (writer->has_member[writer->depth])
    g_string_append_c (writer->text, ',');
  writer->has_member[writer->depth] = TRUE;
  if (name != NULL)
    {
      append_quoted (writer->text, name);
      g_string_append_c (writer->text, ':');
    }
}

static void
open_level (EtJsonWriter *writer, const char *name, char bracket)
{
  g_return_if_fail (writer->depth < MAX_DEPTH);

  begin_value (writer, name);
  g_string_append_c (writer->text, bracket);
  writer->has_member[++writer->depth] = FALSE;
}

static void
close_level (EtJsonWriter *writer, char bracket)
{
  g_return_if_fail (writer->depth > 0);

  writer->depth--;
  g_string_append_c (writer->text, bracket);
}

EtJsonWriter *
et_json_writer_new (void)
{
  EtJsonWriter *writer = g_new0 (EtJsonWriter, 1);

  writer->text = g_string_sized_new (256);
  return writer;
}

void
et_json_writer_free (EtJsonWriter *writer)
{
  g_string_free (writer->text, TRUE);
  g_free (writer);
}

void
et_json_writer_begin_object (EtJsonWriter *writer, const char *name)
{
  open_level (writer, name, '{');
}

void
et_json_writer_end_object (EtJsonWriter *writer)
{
  close_level (writer, '}');
}

void
et_json_writer_begin_array (EtJsonWriter *writer, const char *name)
{
  open_level (writer, name, '[');
}

void
et_json_writer_end_array (EtJsonWriter *writer)
{
  close_level (writer, ']');
}

/* @value: (nullable): NULL is written as null; invalid UTF-8 is replaced. */
void
et_json_writer_text (EtJsonWriter *writer, const char *name, const char *value)
{
  if (value == NULL)
    {
      et_json_writer_null (writer, name);
      return;
    }
  begin_value (writer, name);
  append_quoted (writer->text, value);
}

void
et_json_writer_int64 (EtJsonWriter *writer, const char *name, int64_t value)
{
  begin_value (writer, name);
  append_number (writer->text, value);
}

void
et_json_writer_bool (EtJsonWriter *writer, const char *name, gboolean value)
{
  begin_value (writer, name);
  g_string_append (writer->text, value ? "true" : "false");
}

void
et_json_writer_null (EtJsonWriter *writer, const char *name)
{
  begin_value (writer, name);
  g_string_append (writer->text, "null");
}

/* A JSON number with exactly two decimals, such as 50.00. */
void
et_json_writer_money (EtJsonWriter *writer, const char *name, int64_t cents)
{
  guint64 whole = cents < 0 ? -(guint64) cents : (guint64) cents;

  begin_value (writer, name);
  if (cents < 0)
    g_string_append_c (writer->text, '-');
  append_number (writer->text, (int64_t) (whole / 100));
  g_string_append_c (writer->text, '.');
  g_string_append_c (writer->text, (char) ('0' + whole % 100 / 10));
  g_string_append_c (writer->text, (char) ('0' + whole % 10));
}

/* RFC 3339 in UTC to the second, or null for ET_NULL_INT64. */
void
et_json_writer_time (EtJsonWriter *writer, const char *name, int64_t time_ms)
{
  g_autofree char *text = NULL;

  if (time_ms == ET_NULL_INT64)
    {
      et_json_writer_null (writer, name);
      return;
    }
  text = et_time_to_iso (time_ms);
  begin_value (writer, name);
  append_quoted (writer->text, text);
}

/* @json: a value that is JSON already. */
void
et_json_writer_raw (EtJsonWriter *writer, const char *name, const char *json)
{
  begin_value (writer, name);
  g_string_append (writer->text, json);
}

/* Returns: (transfer full): the text, without a terminating zero; @writer is empty afterwards. */
GBytes *
et_json_writer_finish (EtJsonWriter *writer)
{
  GBytes *json;

  g_return_val_if_fail (writer->depth == 0, NULL);

  json = g_string_free_to_bytes (g_steal_pointer (&writer->text));
  writer->text = g_string_sized_new (256);
  writer->has_member[0] = FALSE;
  return json;
}
