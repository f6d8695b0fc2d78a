/* SPDX-License-Identifier: MIT */
#include "server/service/et-record-diff.h"

#include "core/et-json-scan.h"

#define MAX_VALUE 80 /* characters of a value that are shown */

static JsonObject *
to_json (gpointer record)
{
  g_autoptr (EtJsonWriter) writer = et_json_writer_new ();
  g_autoptr (GBytes) json = NULL;
  gsize length;
  const char *text;

  et_record_write_json (record, NULL, writer);
  json = et_json_writer_finish (writer);
  text = g_bytes_get_data (json, &length);
  return et_json_parse_object (text, length, &et_json_answer_limits, NULL);
}

static void
append_value (GString *text, JsonNode *node)
{
  g_autofree char *value = json_to_string (node, FALSE);
  g_autofree char *start = g_utf8_substring (value, 0, MIN (g_utf8_strlen (value, -1), MAX_VALUE));

  g_string_append (text, start);
}

/* What a log says of an edit, such as “price_cents 5000 > 6000, quota 500 > null”.
 * Returns: (transfer full): the members that differ between two records of one type. */
char *
et_record_diff (gpointer before, gpointer after)
{
  g_autoptr (JsonObject) old = to_json (before);
  g_autoptr (JsonObject) new = to_json (after);
  GString *text = g_string_new (NULL);
  JsonObjectIter iter;
  const char *member;
  JsonNode *was;

  json_object_iter_init_ordered (&iter, old);
  while (json_object_iter_next_ordered (&iter, &member, &was))
    {
      JsonNode *is = json_object_get_member (new, member);

      if (json_node_equal (was, is))
        continue;
      g_string_append_printf (text, "%s%s ", text->len > 0 ? ", " : "", member);
      append_value (text, was);
      g_string_append (text, " > ");
      append_value (text, is);
    }
  return g_string_free (text, FALSE);
}
