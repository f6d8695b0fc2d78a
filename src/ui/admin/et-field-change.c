/* SPDX-License-Identifier: MIT */
#include "ui/admin/et-field-change.h"

static void
free_change (gpointer data)
{
  EtFieldChange *change = data;

  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

/* Returns: (transfer full): an EtFieldChange for each field that reads otherwise in @after than in
 * @before. */
GPtrArray *
et_field_change_list (const EtFieldText *fields, gpointer before, gpointer after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (free_change);

  for (const EtFieldText *field = fields; field->label != NULL; field++)
    {
      g_autofree char *old_text = field->get_text (before);
      g_autofree char *new_text = field->get_text (after);
      EtFieldChange *change;

      if (g_strcmp0 (old_text, new_text) == 0)
        continue;

      change = g_new0 (EtFieldChange, 1);
      change->field = field;
      change->before = g_steal_pointer (&old_text);
      change->after = g_steal_pointer (&new_text);
      g_ptr_array_add (changes, change);
    }
  return changes;
}
