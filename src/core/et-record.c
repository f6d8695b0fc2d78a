/* SPDX-License-Identifier: MIT */
#include "core/et-record.h"

G_DEFINE_ABSTRACT_TYPE (EtRecord, et_record, G_TYPE_OBJECT)

static void
clear_field (gpointer record, const EtField *field)
{
  gpointer member = G_STRUCT_MEMBER_P (record, field->offset);

  if (field->type == ET_FIELD_TEXT)
    g_clear_pointer ((char **) member, g_free);
  else if (field->type == ET_FIELD_LIST)
    g_clear_pointer ((GPtrArray **) member, g_ptr_array_unref);
}

static gboolean
lists_are_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!et_record_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
field_is_equal (gpointer a, gpointer b, const EtField *field)
{
  gpointer ma = G_STRUCT_MEMBER_P (a, field->offset);
  gpointer mb = G_STRUCT_MEMBER_P (b, field->offset);

  switch (field->type)
    {
    case ET_FIELD_INT64:
    case ET_FIELD_TIME:
      return *(int64_t *) ma == *(int64_t *) mb;
    case ET_FIELD_BOOL:
      return !*(gboolean *) ma == !*(gboolean *) mb;
    case ET_FIELD_TEXT:
      return g_strcmp0 (*(char **) ma, *(char **) mb) == 0;
    case ET_FIELD_LIST:
      return lists_are_equal (*(GPtrArray **) ma, *(GPtrArray **) mb);
    }
  g_return_val_if_reached (FALSE);
}

static void
copy_field (gpointer source, gpointer copy, const EtField *field)
{
  gpointer from = G_STRUCT_MEMBER_P (source, field->offset);
  gpointer to = G_STRUCT_MEMBER_P (copy, field->offset);

  switch (field->type)
    {
    case ET_FIELD_INT64:
    case ET_FIELD_TIME:
      *(int64_t *) to = *(int64_t *) from;
      break;
    case ET_FIELD_BOOL:
      *(gboolean *) to = *(gboolean *) from;
      break;
    case ET_FIELD_TEXT:
      et_record_set_text (to, *(char **) from);
      break;
    case ET_FIELD_LIST:
      g_ptr_array_set_size (*(GPtrArray **) to, 0);
      for (guint i = 0; i < (*(GPtrArray **) from)->len; i++)
        g_ptr_array_add (*(GPtrArray **) to,
                         et_record_copy (g_ptr_array_index (*(GPtrArray **) from, i)));
      break;
    }
}

static GParamSpec *
new_param_spec (const EtField *field)
{
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_BLURB | G_PARAM_STATIC_NICK;

  switch (field->type)
    {
    case ET_FIELD_INT64:
    case ET_FIELD_TIME:
      return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
    case ET_FIELD_BOOL:
      return g_param_spec_boolean (field->name, NULL, NULL, FALSE, flags);
    case ET_FIELD_TEXT:
      return g_param_spec_string (field->name, NULL, NULL, NULL, flags);
    case ET_FIELD_LIST:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_PTR_ARRAY, flags);
    }
  g_return_val_if_reached (NULL);
}

static void
et_record_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const EtField *field = &ET_RECORD_GET_CLASS (object)->fields[id - 1];
  gpointer member = G_STRUCT_MEMBER_P (object, field->offset);

  switch (field->type)
    {
    case ET_FIELD_INT64:
    case ET_FIELD_TIME:
      g_value_set_int64 (value, *(int64_t *) member);
      break;
    case ET_FIELD_BOOL:
      g_value_set_boolean (value, *(gboolean *) member);
      break;
    case ET_FIELD_TEXT:
      g_value_set_string (value, *(char **) member);
      break;
    case ET_FIELD_LIST:
      g_value_set_boxed (value, *(GPtrArray **) member);
      break;
    }
}

static void
et_record_finalize (GObject *object)
{
  for (const EtField *field = ET_RECORD_GET_CLASS (object)->fields; field->name != NULL; field++)
    clear_field (object, field);

  G_OBJECT_CLASS (et_record_parent_class)->finalize (object);
}

static void
et_record_init (EtRecord *self)
{
}

static void
et_record_class_init (EtRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = et_record_finalize;
}

/* Gives a record class its table and a read-only property for each field. Called by
 * ET_DEFINE_RECORD. */
void
et_record_class_set_fields (EtRecordClass *klass, const EtField *fields)
{
  klass->fields = fields;
  G_OBJECT_CLASS (klass)->get_property = et_record_get_property; /* is not inherited */
  for (guint i = 0; fields[i].name != NULL; i++)
    g_object_class_install_property (G_OBJECT_CLASS (klass), i + 1, new_param_spec (&fields[i]));
}

/* Gives a new record its empty values: no text, empty lists, ET_NULL_INT64 where null is allowed,
 * else 0. Called by ET_DEFINE_RECORD. */
void
et_record_init_fields (EtRecord *self, const EtField *fields)
{
  for (const EtField *field = fields; field->name != NULL; field++)
    {
      gpointer member = G_STRUCT_MEMBER_P (self, field->offset);
      gboolean is_number = field->type == ET_FIELD_INT64 || field->type == ET_FIELD_TIME;

      if (field->type == ET_FIELD_LIST)
        *(GPtrArray **) member = g_ptr_array_new_with_free_func (g_object_unref);
      else if (is_number && (field->flags & ET_FIELD_NULLABLE) != 0)
        *(int64_t *) member = ET_NULL_INT64;
    }
}

/* Returns: the table of a record, ended by a NULL name. */
const EtField *
et_record_get_fields (gpointer record)
{
  return ET_RECORD_GET_CLASS (record)->fields;
}

/* Returns: the table of a record type, ended by a NULL name. */
const EtField *
et_record_type_get_fields (GType type)
{
  g_autoptr (EtRecordClass) klass = g_type_class_ref (type);

  return klass->fields; /* tables are static, they outlive the reference */
}

/* Replaces an owned text member by a copy of @value (nullable). */
void
et_record_set_text (char **member, const char *value)
{
  char *copy = g_strdup (value);

  g_free (*member);
  *member = copy;
}

/* Returns: the member "id", which every record that is kept has. */
int64_t
et_record_get_id (gpointer record)
{
  int64_t id = 0;

  g_object_get (record, "id", &id, NULL);
  return id;
}

/* Two records are equal when they are of one type and each field is. */
gboolean
et_record_equal (gpointer a, gpointer b)
{
  if (G_OBJECT_TYPE (a) != G_OBJECT_TYPE (b))
    return FALSE;
  for (const EtField *field = et_record_get_fields (a); field->name != NULL; field++)
    if (!field_is_equal (a, b, field))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full): a record of the same type with the same values, its lists copied too;
 * the way to change one that others already see. */
gpointer
et_record_copy (gpointer record)
{
  gpointer copy = g_object_new (G_OBJECT_TYPE (record), NULL);

  for (const EtField *field = et_record_get_fields (record); field->name != NULL; field++)
    copy_field (record, copy, field);
  return copy;
}

/* Returns: (transfer full): @theirs with every field in which @mine differs from @base, which both
 * were made from; all three are of one type. */
gpointer
et_record_merge (gpointer base, gpointer mine, gpointer theirs)
{
  gpointer merged = et_record_copy (theirs);

  for (const EtField *field = et_record_get_fields (base); field->name != NULL; field++)
    if (!field_is_equal (base, mine, field))
      copy_field (mine, merged, field);
  return merged;
}
