/* SPDX-License-Identifier: MIT */
#include "server/api/et-print-api.h"

#include <glib/gi18n-lib.h>

#include "server/service/et-print-record.h"

static gboolean read_prints (EtRequest *req, GError **error);
static gboolean record_prints (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_print_api_routes[] = {
  { "POST", "/api/prints", ET_ROLE_CUSTOMER, ET_WRITE, read_prints, record_prints,
    "Tell what was printed, so that reprints everywhere say which copy they are" },
  { NULL },
};
/* clang-format on */

#define MAX_PRINTS 1000
#define MAX_COPY 10000

typedef struct
{
  EtPrintKind kind;
  GArray *ids; /* owned, of int64_t */
  GArray *copies; /* owned, of int64_t */
} Prints;

static void
clear_prints (Prints *prints)
{
  g_clear_pointer (&prints->ids, g_array_unref);
  g_clear_pointer (&prints->copies, g_array_unref);
}

static gboolean
read_kind (EtRequest *req, EtPrintKind *ret_kind, GError **error)
{
  static const char *const words[] = { "ticket", "invoice", "receipt" };
  const char *word;

  if (!et_request_read_text (req, "kind", 1, 16, &word, error))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word, words[i]))
      {
        *ret_kind = (EtPrintKind) i;
        return TRUE;
      }
  et_error_set_field (error, "kind", N_ ("“{field}” must be one of the words of this list"));
  return FALSE;
}

/* Reads a list of 1 to MAX_PRINTS numbers from 1 to @max. */
static gboolean
read_numbers (EtRequest *req, const char *member, int64_t max, GArray **ret_numbers, GError **error)
{
  JsonNode *node = json_object_get_member (et_request_get_json (req), member);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  gboolean is_good = n >= 1 && n <= MAX_PRINTS;

  *ret_numbers = g_array_new (FALSE, FALSE, sizeof (int64_t));
  for (guint i = 0; is_good && i < n; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      int64_t number = JSON_NODE_HOLDS_VALUE (element) &&
                               json_node_get_value_type (element) == G_TYPE_INT64
                           ? json_node_get_int (element)
                           : 0;

      is_good = number >= 1 && number <= max;
      g_array_append_val (*ret_numbers, number);
    }
  if (!is_good)
    et_error_set_field (error, member, N_ ("“{field}” must be a list of numbers"));
  return is_good;
}

static gboolean
read_prints (EtRequest *req, GError **error)
{
  static const char *const members[] = { "kind", "ids", "copies", NULL };
  Prints *prints = et_request_new_parsed (req, Prints, clear_prints);

  if (!et_request_refuse_unknown (req, members, error) || !read_kind (req, &prints->kind, error) ||
      !read_numbers (req, "ids", G_MAXINT64, &prints->ids, error) ||
      !read_numbers (req, "copies", MAX_COPY, &prints->copies, error))
    return FALSE;
  if (prints->ids->len == prints->copies->len)
    return TRUE;
  et_error_set_field (error, "copies", N_ ("“{field}” must be a list of numbers"));
  return FALSE;
}

static gboolean
record_prints (EtRequest *req, EtDb *db, GError **error)
{
  const EtCaller *caller = et_request_get_caller (req);
  const Prints *prints = et_request_get_parsed (req);

  for (guint i = 0; i < prints->ids->len; i++)
    {
      EtPrint print = { prints->kind, g_array_index (prints->ids, int64_t, i),
                        g_array_index (prints->copies, int64_t, i) };

      if (!et_print_record (db, caller->account_id, caller->role, &print, error))
        return FALSE;
    }
  et_request_answer_ok (req);
  return TRUE;
}
