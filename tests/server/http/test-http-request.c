/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/server/http/test-http-server.h"

#define GOOD_REST \
  "\"nullable\":null,\"flag\":true,\"text\":\"abc\",\"time\":\"2025-09-20T14:30:00Z\""
#define GOOD "{\"number\":3," GOOD_REST "}"

typedef struct
{
  const char *name;
  const char *member; /* nullable: the body as a whole is at fault */
  const char *body;
  const char *code; /* nullable: "invalid" */
} Case;

/* Each has one fault. */
static const Case faults[] = {
  { "int/missing", "number", "{" GOOD_REST "}" },
  { "int/null", "number", "{\"number\":null," GOOD_REST "}" },
  { "int/text", "number", "{\"number\":\"3\"," GOOD_REST "}" },
  { "int/bool", "number", "{\"number\":true," GOOD_REST "}" },
  { "int/fraction", "number", "{\"number\":3.5," GOOD_REST "}" },
  { "int/whole-fraction", "number", "{\"number\":3.0," GOOD_REST "}" },
  { "int/object", "number", "{\"number\":{}," GOOD_REST "}" },
  { "int/array", "number", "{\"number\":[3]," GOOD_REST "}" },
  { "int/zero", "number", "{\"number\":0," GOOD_REST "}" },
  { "int/negative", "number", "{\"number\":-3," GOOD_REST "}" },
  { "int/too-big", "number", "{\"number\":11," GOOD_REST "}" },
  { "int/far-too-big", "number", "{\"number\":9007199254740991," GOOD_REST "}" },
  { "int-or/null", "other", "{\"number\":3,\"other\":null," GOOD_REST "}" },
  { "int-or/text", "other", "{\"number\":3,\"other\":\"x\"," GOOD_REST "}" },
  { "int-or/negative", "other", "{\"number\":3,\"other\":-1," GOOD_REST "}" },
  { "nullable/missing", "nullable", "{\"number\":3}" },
  { "nullable/text", "nullable", "{\"number\":3,\"nullable\":\"\"}" },
  { "nullable/zero", "nullable", "{\"number\":3,\"nullable\":0}" },
  { "nullable/too-big", "nullable", "{\"number\":3,\"nullable\":6}" },
  { "bool/missing", "flag", "{\"number\":3,\"nullable\":1}" },
  { "bool/null", "flag", "{\"number\":3,\"nullable\":1,\"flag\":null}" },
  { "bool/number", "flag", "{\"number\":3,\"nullable\":1,\"flag\":1}" },
  { "bool/text", "flag", "{\"number\":3,\"nullable\":1,\"flag\":\"true\"}" },
  { "bool-or/null", "other_flag", "{\"number\":3,\"other_flag\":null," GOOD_REST "}" },
  { "bool-or/number", "other_flag", "{\"number\":3,\"other_flag\":0," GOOD_REST "}" },
  { "text/missing", "text", "{\"number\":3,\"nullable\":1,\"flag\":true}" },
  { "text/null", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":null}" },
  { "text/number", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":5}" },
  { "text/empty", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"\"}" },
  { "text/too-long", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"abcdef\"}" },
  { "text/tab", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"a\\tb\"}" },
  { "text/escape", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"\\u001b\"}" },
  { "text/delete", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"\\u007f\"}" },
  { "text/c1", "text", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"\\u0085\"}" },
  { "text-or/null", "other_text", "{\"number\":3,\"other_text\":null," GOOD_REST "}" },
  { "text-or/too-short", "other_text", "{\"number\":3,\"other_text\":\"a\"," GOOD_REST "}" },
  { "time/missing", "time", "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"a\"}" },
  { "time/number", "time",
    "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"a\",\"time\":1}" },
  { "time/nonsense", "time",
    "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"a\",\"time\":\"soon\"}" },
  { "time/no-such-day", "time",
    "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"a\",\"time\":\"2025-02-30T00:00:"
    "00Z\"}" },
  { "unknown-member", "surprise", "{\"surprise\":1,\"number\":3," GOOD_REST "}" },
  { "json/array", NULL, "[]", "not_an_object" },
  { "json/text", NULL, "\"x\"", "not_an_object" },
  { "json/null", NULL, "null", "not_an_object" },
  { "json/two-roots", NULL, "{}{}", "malformed_json" },
  { "json/twice", "number", "{\"number\":3,\"number\":4," GOOD_REST "}", "duplicate_member" },
  { "json/octal", NULL, "{\"number\":03," GOOD_REST "}", "malformed_json" },
  { "json/huge", NULL, "{\"number\":18446744073709551616," GOOD_REST "}", "number_too_large" },
  { "json/cut-off", NULL, "{\"number\":3", "malformed_json" },
  { "json/nul", NULL, "{\"text\":\"a\\u0000b\"}", "malformed_json" },
  { "json/not-utf8", NULL, "{\"text\":\"\xff\"}", "malformed_json" },
  { "json/blanks-only", NULL, "   ", "malformed_json" },
};

static EtTestAnswer *
post (EtTestOffice *office, const char *path, const char *fields, const char *body)
{
  return et_test_http_call (et_test_office_get_port (office), "POST", path, fields, body);
}

static void
test_fault (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/form", NULL, test->body);

  et_test_answer_assert (answer, 400, test->code != NULL ? test->code : "invalid");
  if (test->member != NULL)
    g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "field"), ==,
                     test->member);
}

static void
test_form_with_its_fallbacks (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/form", NULL, GOOD);
  g_autofree char *body = et_test_answer_dup_body (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (body, ==,
                   "{\"number\":3,\"other\":7,\"nullable\":null,\"flag\":true,\"other_flag\":true,"
                   "\"text\":\"abc\",\"other_text\":\"none\",\"time\":\"2025-09-20T14:30:00Z\"}");
}

static void
test_form_whole (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = post (office, "/api/form", "Content-Type: text/plain\r\n",
                     "{\"number\":10,\"other\":9007199254740991,\"nullable\":5,\"flag\":false,"
                     "\"other_flag\":false,\"text\":\"a\\nb\",\"other_text\":\"12345\","
                     "\"time\":\"2025-09-20T16:30:00+02:00\"}");
  g_autofree char *body = et_test_answer_dup_body (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (body, ==,
                   "{\"number\":10,\"other\":9007199254740991,\"nullable\":5,\"flag\":false,"
                   "\"other_flag\":false,\"text\":\"a\\u000ab\",\"other_text\":\"12345\","
                   "\"time\":\"2025-09-20T14:30:00Z\"}");
}

/* Letters that are written in two ways become one, and a character counts once. */
static void
test_text_is_composed (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (
      office, "/api/form", NULL,
      "{\"number\":3,\"nullable\":1,\"flag\":true,\"text\":\"e\\u0301e\\u0301e\\u0301\","
      "\"time\":\"2025-09-20T14:30:00Z\"}");

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (et_test_answer_get_json (answer), "text"), ==,
                   "ééé");
}

static void
test_range_is_told (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = post (office, "/api/form", NULL, "{\"number\":11," GOOD_REST "}");
  JsonObject *json = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 400, "invalid");
  g_assert_cmpint (json_object_get_int_member (json, "min"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json, "max"), ==, 10);
  g_assert_cmpstr (json_object_get_string_member (json, "error"), ==,
                   "“number” must be from 1 to 10");
}

static void
test_unknown_member_is_cut_short (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *name = g_strnfill (5000, 'x');
  g_autofree char *body = g_strdup_printf ("{\"%s\":1}", name);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/form", NULL, body);

  et_test_answer_assert (answer, 400, "invalid");
  g_assert_cmpuint (g_bytes_get_size (answer->body), <, 400);
}

static void
test_empty_body_is_an_empty_object (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) none = post (office, "/api/write", NULL, NULL);
  g_autoptr (EtTestAnswer) empty = post (office, "/api/write", NULL, "");
  g_autoptr (EtTestAnswer) form = post (office, "/api/form", NULL, "");

  et_test_answer_assert (none, 200, NULL);
  et_test_answer_assert (empty, 200, NULL);
  et_test_answer_assert (form, 400, "invalid"); /* number is missing */
}

/* Also where the route does not look at it. */
static void
test_malformed_body_is_refused_everywhere (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/write", NULL, "{");

  et_test_answer_assert (answer, 400, "malformed_json");
  g_assert_cmpint (et_test_office_get_state (office)->n_effects, ==, 0);
}

static void
test_depth_and_keys (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *brackets = g_strnfill (60000, '[');
  g_autofree char *deep = g_strconcat ("{\"a\":", brackets, NULL);
  g_autoptr (EtTestAnswer) answer = post (office, "/api/write", NULL, deep);

  et_test_answer_assert (answer, 400, "malformed_json");
}

static void
assert_limit (const char *query, int status, int64_t expected)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autofree char *path = g_strconcat ("/api/limit", query, NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_http_call (et_test_office_get_port (office), "GET", path, NULL, NULL);

  et_test_answer_assert (answer, status, status == 400 ? "invalid" : NULL);
  if (status == 200)
    g_assert_cmpint (json_object_get_int_member (et_test_answer_get_json (answer), "limit"), ==,
                     expected);
}

static void
test_number_in_the_address (void)
{
  assert_limit ("", 200, 20);
  assert_limit ("?", 200, 20);
  assert_limit ("?limit=1", 200, 1);
  assert_limit ("?limit=100", 200, 100);
  assert_limit ("?limit=5&limit=6", 200, 6);
  assert_limit ("?other=5", 200, 20);
  assert_limit ("?limit=%35", 200, 5);
  assert_limit ("?limit=", 400, 0);
  assert_limit ("?limit", 400, 0);
  assert_limit ("?limit=0", 400, 0);
  assert_limit ("?limit=101", 400, 0);
  assert_limit ("?limit=-1", 400, 0);
  assert_limit ("?limit=+5", 400, 0);
  assert_limit ("?limit=5x", 400, 0);
  assert_limit ("?limit=0x5", 400, 0);
  assert_limit ("?limit=99999999999999999999", 400, 0);
}

static void
test_what_a_handler_sees (void)
{
  g_autoptr (EtTestOffice) office = et_test_office_new (NULL);
  g_autoptr (EtTestAnswer) answer = et_test_http_call (
      et_test_office_get_port (office), "DELETE", "/api/read/12/?a=1&q=caf%C3%A9+%26&b",
      "X-Test: here\r\nCookie: flavours=no; flavour=plain ; x=y\r\n", "{\"a\":1}");
  JsonObject *json = et_test_answer_get_json (answer);

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (json_object_get_string_member (json, "method"), ==, "DELETE");
  g_assert_cmpstr (json_object_get_string_member (json, "path"), ==, "/api/read/12/");
  g_assert_cmpint (json_object_get_int_member (json, "id"), ==, 12);
  g_assert_cmpstr (json_object_get_string_member (json, "q"), ==, "café &");
  g_assert_cmpstr (json_object_get_string_member (json, "address"), ==, "127.0.0.1");
  g_assert_cmpstr (json_object_get_string_member (json, "cookie"), ==, "plain");
  g_assert_cmpstr (json_object_get_string_member (json, "header"), ==, "here");
  g_assert_cmpint (json_object_get_int_member (json, "body"), ==, 7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *name = g_strconcat ("/http/request/fault/", faults[i].name, NULL);

      g_test_add_data_func (name, &faults[i], test_fault);
    }
#define ADD(name, func) g_test_add_func ("/http/request/" name, func)
  ADD ("form/fallbacks", test_form_with_its_fallbacks);
  ADD ("form/whole", test_form_whole);
  ADD ("text/composed", test_text_is_composed);
  ADD ("range", test_range_is_told);
  ADD ("unknown-member", test_unknown_member_is_cut_short);
  ADD ("body/empty", test_empty_body_is_an_empty_object);
  ADD ("body/malformed", test_malformed_body_is_refused_everywhere);
  ADD ("body/deep", test_depth_and_keys);
  ADD ("query", test_number_in_the_address);
  ADD ("seen", test_what_a_handler_sees);
#undef ADD
  return g_test_run ();
}
