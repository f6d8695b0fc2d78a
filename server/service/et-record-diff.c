/* SPDX-License-Identifier: MIT */
#include "server/service/et-record-diff.h"

#include "core/et-json-scan.h"

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

/* Texts stay out, because what a log that is kept for good says can not be forgotten: a name may be
 * that of a person. */
static gboolean
is_text (gpointer record, const char *member)
{
  for (const EtField *field = et_record_get_fields (record); field->name != NULL; field++)
    if (g_str_equal (field->name, member))
      return field->type == ET_FIELD_TEXT;
  return FALSE;
}

static void
append_change (GString *text, JsonNode *was, JsonNode *is)
{
  g_autofree char *old = json_to_string (was, FALSE);
  g_autofree char *new = json_to_string (is, FALSE);

  g_string_append_printf (text, " %s > %s", old, new);
}

/* What a log says of an edit, such as “name, price_cents 5000 > 6000, quota 500 > null”.
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
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", member);
      if (!is_text (before, member))
        append_change (text, was, is);
    }
  return g_string_free (text, FALSE);
}
