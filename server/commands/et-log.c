/* SPDX-License-Identifier: MIT */
#include "server/commands/et-log.h"

#include <stdio.h>
#include <string.h>

#include "core/et-json-writer.h"

typedef struct
{
  GLogLevelFlags least;
  gboolean as_json;
} Options;

static const char *
name_level (GLogLevelFlags level)
{
  switch (level & G_LOG_LEVEL_MASK)
    {
    case G_LOG_LEVEL_ERROR:
    case G_LOG_LEVEL_CRITICAL:
      return "ERROR";
    case G_LOG_LEVEL_WARNING:
      return "WARNING";
    case G_LOG_LEVEL_MESSAGE:
    case G_LOG_LEVEL_INFO:
      return "INFO";
    default:
      return "DEBUG";
    }
}

/* Returns: (transfer full): the text of a field, safe to print. */
static char *
get_text (const GLogField *field)
{
  g_autofree char *text = field->length < 0 ? g_strdup (field->value)
                                            : g_strndup (field->value, field->length);

  return g_utf8_make_valid (text, -1);
}

/* Fields of GLib itself say where in the source a message comes from: nothing for an operator. */
static gboolean
is_of_glib (const char *key)
{
  return g_str_has_prefix (key, "CODE_") || g_str_has_prefix (key, "GLIB_") ||
         g_str_equal (key, "PRIORITY") || g_str_equal (key, "MESSAGE");
}

static char *
find_message (const GLogField *fields, gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE"))
      return get_text (&fields[i]);
  return g_strdup ("");
}

static char *
get_time (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
}

static void
print_json (GLogLevelFlags level, const char *message, const GLogField *fields, gsize n_fields)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autofree char *time = get_time ();
  g_autoptr (GBytes) line = NULL;

  et_json_writer_begin_object (writer, NULL);
  et_json_writer_text (writer, "time", time);
  et_json_writer_text (writer, "level", name_level (level));
  et_json_writer_text (writer, "message", message);
  for (gsize i = 0; i < n_fields; i++)
    if (!is_of_glib (fields[i].key))
      {
        g_autofree char *name = g_ascii_strdown (fields[i].key, -1);
        g_autofree char *value = get_text (&fields[i]);

        et_json_writer_text (writer, name, value);
      }
  et_json_writer_end_object (writer);
  line = et_json_writer_finish (writer);
  fprintf (stderr, "%.*s\n", (int) g_bytes_get_size (line),
           (const char *) g_bytes_get_data (line, NULL));
}

/* One message is one line, whatever a client put into it. */
static void
print_text (GLogLevelFlags level, char *message)
{
  g_autofree char *time = get_time ();

  for (char *p = message; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  fprintf (stderr, "%s %s %s\n", time, name_level (level), message);
}

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  Options *options = data;
  g_autofree char *message = NULL;

  if ((level & G_LOG_LEVEL_MASK) > options->least)
    return G_LOG_WRITER_HANDLED;

  message = find_message (fields, n_fields);
  if (options->as_json)
    print_json (level, message, fields, n_fields);
  else
    print_text (level, message);
  return G_LOG_WRITER_HANDLED;
}

/* Writes messages from now on to the standard error output, a line each. To be called once.
 * @least: the least important level that is written.
 * @as_json: for programs, with all fields; else for people. */
void
et_log_start (GLogLevelFlags least, gboolean as_json)
{
  static Options options;

  options.least = least;
  options.as_json = as_json;
  g_log_set_writer_func (write_log_cb, &options, NULL);
}
