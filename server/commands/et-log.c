/* SPDX-License-Identifier: MIT */
#include "server/commands/et-log.h"

#include <stdio.h>
#include <string.h>

#include "core/et-json-writer.h"

/* A warning is written once in so long, however often it is given. */
#define REPEAT_US (30 * G_USEC_PER_SEC)
#define MAX_REPEATED 32

/* A warning that was written. */
typedef struct
{
  char *message; /* owned, nullable: none yet */
  int64_t written_us;
  guint n_more; /* since */
} Repeated;

typedef struct
{
  gint least; /* atomic; GLogLevelFlags */
  gboolean as_json;
  GMutex lock; /* guards the following */
  Repeated repeated[MAX_REPEATED];
} Options;

static Options options;

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

/* Returns: the place of a message: its own, or the one that was not used for longest. */
static Repeated *
find_repeated (const char *message)
{
  Repeated *oldest = &options.repeated[0];

  for (guint i = 0; i < MAX_REPEATED; i++)
    {
      Repeated *repeated = &options.repeated[i];

      if (g_strcmp0 (repeated->message, message) == 0)
        return repeated;
      if (repeated->written_us < oldest->written_us)
        oldest = repeated;
    }
  g_free (oldest->message);
  *oldest = (Repeated){ .message = g_strdup (message) };
  return oldest;
}

/* While a database is away everything that works with it warns again and again. Returns FALSE for
 * a warning that was just given; the next one that is written tells how many there were. */
static gboolean
check_repeated (GLogLevelFlags level, char **message)
{
  g_autoptr (GMutexLocker) locker = NULL;
  int64_t now_us = g_get_monotonic_time ();
  Repeated *repeated;

  if ((level & G_LOG_LEVEL_WARNING) == 0)
    return TRUE;
  locker = g_mutex_locker_new (&options.lock);
  repeated = find_repeated (*message);
  if (repeated->written_us != 0 && now_us - repeated->written_us < REPEAT_US)
    {
      repeated->n_more++;
      return FALSE;
    }
  if (repeated->n_more > 0)
    {
      char *counted = g_strdup_printf ("%s (and %u times before this)", *message, repeated->n_more);

      g_free (*message);
      *message = counted;
    }
  repeated->written_us = now_us;
  repeated->n_more = 0;
  return TRUE;
}

static GLogWriterOutput
write_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_autofree char *message = NULL;

  if ((gint) (level & G_LOG_LEVEL_MASK) > g_atomic_int_get (&options.least))
    return G_LOG_WRITER_HANDLED;

  message = find_message (fields, n_fields);
  if (!check_repeated (level, &message))
    return G_LOG_WRITER_HANDLED;
  if (options.as_json)
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
  et_log_set_level (least);
  options.as_json = as_json;
  g_log_set_writer_func (write_log_cb, NULL, NULL);
}

/* @least: the least important level that is written from now on. */
void
et_log_set_level (GLogLevelFlags least)
{
  g_atomic_int_set (&options.least, (gint) least);
}
