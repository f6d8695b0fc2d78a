/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-error.h"
#include "core/et-json-scan.h"

typedef struct
{
  const char *name;
  const char *text;
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
  { "nothing", "" },
  { "blank", "  " },
  { "two-roots", "{}{}" },
  { "trailing", "1 2" },
  { "duplicate", "{\"a\":1,\"a\":2}" },
  { "escaped-name", "{\"\\u0061\":1}" },
  { "leading-zero", "0123" },
  { "hex", "0x10" },
  { "plus", "+1" },
  { "exponent", "1e3" },
  { "exponent-after-fraction", "1.0E5" },
  { "too-large", "9007199254740992" },
  { "far-too-large", "99999999999999999999" },
  { "bare-minus", "-" },
  { "bare-point", "1." },
  { "no-whole", ".5" },
  { "nul-escape", "\"x\\u0000y\"" },
  { "half-surrogate", "\"\\ud83c\"" },
  { "low-surrogate", "\"\\udfab\"" },
  { "wrong-surrogate", "\"\\ud83c\\u0041\"" },
  { "short-escape", "\"\\u00e\"" },
  { "unknown-escape", "\"\\q\"" },
  { "newline-in-string", "\"a\nb\"" },
  { "open-string", "\"a" },
  { "escape-at-end", "\"a\\" },
  { "single-quotes", "'a'" },
  { "javascript", "var x = {}" },
  { "comment", "/* c */{}" },
  { "bom", "\xef\xbb\xbf{}" },
  { "bad-utf8", "\"\xc3\x28\"" },
  { "trailing-comma", "[1,]" },
  { "trailing-comma-object", "{\"a\":1,}" },
  { "no-colon", "{\"a\" 1}" },
  { "no-name", "{1:2}" },
  { "open-array", "[1" },
  { "open-object", "{\"a\":1" },
  { "word", "nul" },
  { "capital", "True" },
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
  const char *text = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (et_json_scan (text, strlen (text), &et_json_request_limits, &error));
  g_assert_error (error, ET_ERROR, ET_ERROR_MALFORMED_JSON);
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
  g_assert_error (error, ET_ERROR, ET_ERROR_MALFORMED_JSON);
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

      g_test_add_data_func (path, bad[i].text, test_bad);
    }
  g_test_add_func ("/core/json-scan/depth", test_depth);
  g_test_add_func ("/core/json-scan/keys", test_keys);
  g_test_add_func ("/core/json-scan/nul-byte", test_nul_byte);
  g_test_add_func ("/core/json-scan/object", test_object_only);
  return g_test_run ();
}
