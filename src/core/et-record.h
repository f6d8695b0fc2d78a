/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "core/et-json-writer.h"

G_BEGIN_DECLS

/* The value of an INT64 or TIME member that is not set: null in JSON and in SQL. */
#define ET_NULL_INT64 G_MININT64

typedef enum
{
  ET_FIELD_INT64, /* int64_t */
  ET_FIELD_BOOL, /* gboolean; 0 or 1 in SQL */
  ET_FIELD_TEXT, /* char *, owned */
  ET_FIELD_TIME, /* int64_t, milliseconds since 1970 UTC; RFC 3339 in JSON */
  ET_FIELD_LIST /* GPtrArray *, owned, of records of item_type; an array in JSON, absent in SQL */
} EtFieldType;

typedef enum
{
  ET_FIELD_OPTIONAL = 0, /* may be missing in JSON: it keeps its default */
  ET_FIELD_REQUIRED = 1 << 0, /* must stand in JSON, and not as null */
  ET_FIELD_NULLABLE = 1 << 1, /* may be null: NULL text, ET_NULL_INT64 */
  ET_FIELD_PRIVATE = 1 << 2, /* never written to JSON, nor read from it */
  ET_FIELD_MONEY = 1 << 3, /* INT64 whose name ends in _cents: JSON shows it also as a decimal */
  ET_FIELD_REQUIRED_MONEY = ET_FIELD_REQUIRED | ET_FIELD_MONEY
} EtFieldFlags;

typedef struct
{
  const char *name; /* snake case: the JSON member and the SQL column */
  EtFieldType type;
  gsize offset;
  EtFieldFlags flags;
  GType (*item_type) (void); /* ET_FIELD_LIST only */
} EtField;

#define ET_FIELD(Type, member, kind, field_flags) \
  { \
#member, ET_FIELD_##kind, G_STRUCT_OFFSET(Type, member), ET_FIELD_##field_flags, NULL \
  }
#define ET_FIELD_NAMED(Type, json_name, member, kind, field_flags) \
  { \
    json_name, ET_FIELD_##kind, G_STRUCT_OFFSET (Type, member), ET_FIELD_##field_flags, NULL \
  }
#define ET_FIELD_ITEMS(Type, member, get_item_type) \
  { \
#member, ET_FIELD_LIST, G_STRUCT_OFFSET(Type, member), ET_FIELD_OPTIONAL, get_item_type \
  }

#define ET_TYPE_RECORD (et_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (EtRecord, et_record, ET, RECORD, GObject)

struct _EtRecordClass
{
  GObjectClass parent_class;

  const EtField *fields; /* ends with a NULL name */
};

/* Declares a record type whose struct is public: members are read directly, and written only by
 * the thread that made the record, before it hands it on. */
#define ET_DECLARE_RECORD(Type, type, NAME) \
  GType type##_get_type (void); \
  typedef struct _##Type Type; \
  typedef struct \
  { \
    EtRecordClass parent_class; \
  } Type##Class; \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Type, g_object_unref) \
  G_GNUC_UNUSED static inline Type *ET_##NAME (gpointer record) \
  { \
    return G_TYPE_CHECK_INSTANCE_CAST (record, type##_get_type (), Type); \
  } \
  G_GNUC_UNUSED static inline gboolean ET_IS_##NAME (gpointer record) \
  { \
    return G_TYPE_CHECK_INSTANCE_TYPE (record, type##_get_type ()); \
  } \
  G_GNUC_UNUSED static inline Type *type##_new (void) \
  { \
    return g_object_new (type##_get_type (), NULL); \
  }

#define ET_DEFINE_RECORD(Type, type, field_table) \
  G_DEFINE_TYPE (Type, type, ET_TYPE_RECORD) \
  static void type##_init (Type *self) \
  { \
    et_record_init_fields (ET_RECORD (self), field_table); \
  } \
  static void type##_class_init (Type##Class *klass) \
  { \
    et_record_class_set_fields (ET_RECORD_CLASS (klass), field_table); \
  }

void et_record_class_set_fields (EtRecordClass *klass, const EtField *fields);
void et_record_init_fields (EtRecord *self, const EtField *fields);
const EtField *et_record_get_fields (gpointer record);
const EtField *et_record_type_get_fields (GType type);

void et_record_set_text (char **member, const char *value);
int64_t et_record_get_id (gpointer record);
gboolean et_record_equal (gpointer a, gpointer b);
gpointer et_record_copy (gpointer record);
gpointer et_record_merge (gpointer base, gpointer mine, gpointer theirs);

typedef enum
{
  ET_JSON_LENIENT, /* members that the record does not know are passed over */
  ET_JSON_STRICT /* they are an error */
} EtJsonMode;

gpointer et_record_from_json (GType type, JsonObject *object, EtJsonMode mode, GError **error);
GPtrArray *et_record_list_from_json (GType type, JsonArray *array, GError **error);
void et_record_write_json_members (gpointer record, EtJsonWriter *writer);
void et_record_write_json (gpointer record, const char *name, EtJsonWriter *writer);

G_END_DECLS
