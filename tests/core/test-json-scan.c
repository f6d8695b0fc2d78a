/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-error.h"
#include "core/et-json-scan.h"

typedef struct
{
  const char *name;
  const char *text;
  EtErrorCode fault;
} Case;

static const Case good[] = {
  { "object", "{\"a\":1,\"b\":[true,false,null],\"c\":{\"d\":\"e\"}}" },
  { "blanks", " \t\r\n{ \"a\" : [ 1 , 2 ] } " },
  { "largest", "9007199254740991" },
  { "smallest", "-9007199254740991" },
  { "fraction", "50.00" },
  { "zero", "-0" },
  { "escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83c\\udfab\"" },
  { "utf8", "\"été — 票\"" },
  { "empty-object", "{}" },
  { "empty-array", "[]" },
  { "same-name-elsewhere", "{\"a\":{\"a\":1}}" },
};

static const Case bad[] = {
  { "nothing", "", ET_ERROR_MALFORMED_JSON },
  { "blank", "  ", ET_ERROR_MALFORMED_JSON },
  { "two-roots", "{}{}", ET_ERROR_MALFORMED_JSON },
  { "trailing", "1 2", ET_ERROR_MALFORMED_JSON },
  { "duplicate", "{\"a\":1,\"a\":2}", ET_ERROR_DUPLICATE_MEMBER },
  { "escaped-name", "{\"\\u0061\":1}", ET_ERROR_MALFORMED_JSON },
  { "leading-zero", "0123", ET_ERROR_MALFORMED_JSON },
  { "hex", "0x10", ET_ERROR_MALFORMED_JSON },
  { "plus", "+1", ET_ERROR_MALFORMED_JSON },
  { "exponent", "1e3", ET_ERROR_MALFORMED_JSON },
  { "exponent-after-fraction", "1.0E5", ET_ERROR_MALFORMED_JSON },
  { "too-large", "9007199254740992", ET_ERROR_NUMBER_TOO_LARGE },
  { "far-too-large", "99999999999999999999", ET_ERROR_NUMBER_TOO_LARGE },
  { "bare-minus", "-", ET_ERROR_MALFORMED_JSON },
  { "bare-point", "1.", ET_ERROR_MALFORMED_JSON },
  { "no-whole", ".5", ET_ERROR_MALFORMED_JSON },
  { "nul-escape", "\"x\\u0000y\"", ET_ERROR_MALFORMED_JSON },
  { "half-surrogate", "\"\\ud83c\"", ET_ERROR_MALFORMED_JSON },
  { "low-surrogate", "\"\\udfab\"", ET_ERROR_MALFORMED_JSON },
  { "wrong-surrogate", "\"\\ud83c\\u0041\"", ET_ERROR_MALFORMED_JSON },
  { "short-escape", "\"\\u00e\"", ET_ERROR_MALFORMED_JSON },
  { "unknown-escape", "\"\\q\"", ET_ERROR_MALFORMED_JSON },
  { "newline-in-string", "\"a\nb\"", ET_ERROR_MALFORMED_JSON },
  { "open-string", "\"a", ET_ERROR_MALFORMED_JSON },
  { "escape-at-end", "\"a\\", ET_ERROR_MALFORMED_JSON },
  { "single-quotes", "'a'", ET_ERROR_MALFORMED_JSON },
  { "javascript", "var x = {}", ET_ERROR_MALFORMED_JSON },
  { "comment", "/* c */{}", ET_ERROR_MALFORMED_JSON },
  { "bom", "\xef\xbb\xbf{}", ET_ERROR_MALFORMED_JSON },
  { "bad-utf8", "\"\xc3\x28\"", ET_ERROR_MALFORMED_JSON },
  { "trailing-comma", "[1,]", ET_ERROR_MALFORMED_JSON },
  { "trailing-comma-object", "{\"a\":1,}", ET_ERROR_MALFORMED_JSON },
  { "no-colon", "{\"a\" 1}", ET_ERROR_MALFORMED_JSON },
  { "no-name", "{1:2}", ET_ERROR_MALFORMED_JSON },
  { "open-array", "[1", ET_ERROR_MALFORMED_JSON },
  { "open-object", "{\"a\":1", ET_ERROR_MALFORMED_JSON },
  { "word", "nul", ET_ERROR_MALFORMED_JSON },
  { "capital", "True", ET_ERROR_MALFORMED_JSON },
};

static void
test_good (gconstpointer data)
{
  const char *text = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = et_json_parse (text, strlen (text), &et_json_request_limits, &error);

  g_assert_no_error (error);
  g_assert_nonnull (root);
}

static void
test_bad (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (et_json_scan (test->text, strlen (test->text), &et_json_request_limits, &error));
  g_assert_error (error, ET_ERROR, (int) test->fault);
}

static void
test_duplicate_is_named (void)
{
  g_autofree char *name = g_strnfill (100, 'n');
  g_autofree char *shown = g_strndup (name, 64);
  g_autofree char *text = g_strdup_printf ("{\"%s\":1,\"%s\":2}", name, name);
  g_autoptr (GError) error = NULL;

  g_assert_false (et_json_scan (text, strlen (text), &et_json_request_limits, &error));
  g_assert_cmpstr (et_error_get_detail (error, "field"), ==, shown);
}

static gboolean
scan_nested_arrays (guint depth)
{
  g_autofree char *open = g_strnfill (depth, '[');
  g_autofree char *close = g_strnfill (depth, ']');
  g_autofree char *text = g_strconcat (open, close, NULL);

  return et_json_scan (text, strlen (text), &et_json_request_limits, NULL);
}

static void
test_depth (void)
{
  g_assert_true (scan_nested_arrays (16));
  g_assert_false (scan_nested_arrays (17));
  g_assert_false (scan_nested_arrays (100000));
}

static gboolean
scan_keys (guint n)
{
  g_autoptr (GString) text = g_string_new ("{");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s\"k%u\":0", i > 0 ? "," : "", i);
  g_string_append_c (text, '}');
  return et_json_scan (text->str, text->len, &et_json_request_limits, NULL);
}

static void
test_keys (void)
{
  g_assert_true (scan_keys (256));
  g_assert_false (scan_keys (257));
}

static void
test_nul_byte (void)
{
  g_assert_false (et_json_scan ("\"a\0b\"", 5, &et_json_request_limits, NULL));
}

static void
test_object_only (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject)
      object = et_json_parse_object ("{\"qty\":3}", 9, &et_json_request_limits, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (object, "qty"), ==, 3);
  g_assert_null (et_json_parse_object ("[1]", 3, &et_json_request_limits, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_NOT_AN_OBJECT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *path = g_strdup_printf ("/core/json-scan/good/%s", good[i].name);

      g_test_add_data_func (path, good[i].text, test_good);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *path = g_strdup_printf ("/core/json-scan/bad/%s", bad[i].name);

      g_test_add_data_func (path, &bad[i], test_bad);
    }
  g_test_add_func ("/core/json-scan/duplicate-name", test_duplicate_is_named);
  g_test_add_func ("/core/json-scan/depth", test_depth);
  g_test_add_func ("/core/json-scan/keys", test_keys);
  g_test_add_func ("/core/json-scan/nul-byte", test_nul_byte);
  g_test_add_func ("/core/json-scan/object", test_object_only);
  return g_test_run ();
}
