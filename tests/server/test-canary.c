/* SPDX-License-Identifier: MIT */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/et-test-server.h"

/* What people send must not be found where it does not belong: nothing of it in the log, and no
 * secret in the database, its log file or a backup. */

#define CANARY "Canary7h3x"
#define PASSWORD "Zebra-Moon-771"
#define NEW_PASSWORD "Otter-Sun-882"
#define RESET_PASSWORD "Heron-Star-993"
#define CARD "4242 4242 4242 4242"

typedef struct
{
  EtTestServer *server; /* owned */
  JsonNode *description; /* owned: openapi.json */
  GPtrArray *secrets; /* owned, of GBytes */
  char *admin; /* owned; a token */
  guint n_keys;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  static const char *const environment[] = { "ETICKETS_LOG_LEVEL=debug", NULL };
  g_autoptr (JsonParser) parser = json_parser_new ();

  g_assert_true (json_parser_load_from_file (parser, OPENAPI_FILE, NULL));
  fixture->description = json_parser_steal_root (parser);
  fixture->secrets = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  fixture->server = et_test_server_new (environment);
  if (data != NULL)
    et_test_server_make_offer (fixture->server);
  fixture->admin = data != NULL ? et_test_server_sign_in (fixture->server, "root")
                                : et_test_server_make (fixture->server, "admin", "root");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  et_test_server_free (fixture->server);
  g_ptr_array_unref (fixture->secrets);
  json_node_unref (fixture->description);
  g_free (fixture->admin);
}

/* Follows a reference within the description, if it is one. */
static JsonObject *
resolve (Fixture *fixture, JsonObject *schema)
{
  const char *reference = json_object_get_string_member_with_default (schema, "$ref", NULL);
  JsonObject *object = json_node_get_object (fixture->description);
  g_auto (GStrv) words = reference != NULL ? g_strsplit (reference, "/", -1) : NULL;

  if (reference == NULL)
    return schema;
  for (guint i = 1; words[i] != NULL; i++)
    object = json_object_get_object_member (object, words[i]);
  return object;
}

static JsonNode *make_value (Fixture *fixture, JsonObject *schema);

static JsonNode *
make_object (Fixture *fixture, JsonObject *schema)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  json_object_iter_init (&iter, json_object_get_object_member (schema, "properties"));
  while (json_object_iter_next (&iter, &name, &member))
    json_object_set_member (object, name, make_value (fixture, json_node_get_object (member)));
  json_node_take_object (node, object);
  return node;
}

static JsonNode *
make_array (Fixture *fixture, JsonObject *schema)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_new (JSON_NODE_ARRAY);

  json_array_add_element (array,
                          make_value (fixture, json_object_get_object_member (schema, "items")));
  json_node_take_array (node, array);
  return node;
}

static const char *
get_type (JsonObject *schema)
{
  JsonNode *type = json_object_get_member (schema, "type");

  if (type == NULL)
    return "string";
  return JSON_NODE_HOLDS_ARRAY (type)
             ? json_array_get_string_element (json_node_get_array (type), 0)
             : json_node_get_string (type);
}

/* A value as the schema has it, with the canary for every text. */
static JsonNode *
make_value (Fixture *fixture, JsonObject *schema)
{
  const char *type;

  schema = resolve (fixture, schema);
  type = get_type (schema);
  if (g_str_equal (type, "object"))
    return make_object (fixture, schema);
  if (g_str_equal (type, "array"))
    return make_array (fixture, schema);
  if (g_str_equal (type, "integer"))
    return json_node_init_int (json_node_alloc (), 1);
  if (g_str_equal (type, "boolean"))
    return json_node_init_boolean (json_node_alloc (), TRUE);
  return json_node_init_string (json_node_alloc (), CANARY);
}

static void
call_once (
    Fixture *fixture, const char *verb, const char *path, const char *token, const char *body)
{
  g_autofree char *method = g_ascii_strup (verb, -1);
  g_autofree char *fields = g_strdup_printf (
      "%s%s%sIf-Match: \"" CANARY "\"\r\nUser-Agent: " CANARY "\r\nReferer: http://" CANARY "/\r\n"
      "X-CSRFToken: " CANARY "\r\nIdempotency-Key: " CANARY "%u\r\n",
      token != NULL ? "Authorization: Bearer " : "Cookie: sessionid=" CANARY "; csrftoken=" CANARY,
      token != NULL ? token : "", "\r\n", fixture->n_keys++);
  g_autofree char *address = g_strconcat (path, "?q=" CANARY, NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call_with (fixture->server, method, address, fields, body);

  g_assert_cmpint (answer->status, >=, 200);
  g_assert_cmpint (answer->status, !=, 500);
}

static void
call_operation (Fixture *fixture, const char *verb, const char *template, JsonObject *operation)
{
  g_autoptr (GString) path = g_string_new (template);
  g_autofree char *body = NULL;

  g_string_replace (path, "{admin}", "admin", 0);
  g_string_replace (path, "{id}", "1", 0);
  if (json_object_has_member (operation, "requestBody"))
    {
      JsonObject *media = json_object_get_object_member (operation, "requestBody");
      g_autoptr (JsonNode) value = NULL;

      media = json_object_get_object_member (media, "content");
      media = json_object_get_object_member (media, "application/json");
      value = make_value (fixture, json_object_get_object_member (media, "schema"));
      body = json_to_string (value, FALSE);
    }
  call_once (fixture, verb, path->str, NULL, body);
  call_once (fixture, verb, path->str, "tk_" CANARY, body);
  if (!g_str_equal (verb, "delete") && strstr (path->str, "logout") == NULL)
    call_once (fixture, verb, path->str, fixture->admin, body);
}

/* Every text of every body and field, by a stranger, a guest and the administrator: whether it is
 * taken or refused, it does not come into the log. */
static void
test_log_holds_nothing (Fixture *fixture, gconstpointer data)
{
  JsonObjectIter paths, verbs;
  const char *path, *verb;
  JsonNode *node;
  g_autofree char *log = NULL;
  guint n = 0;

  json_object_iter_init (
      &paths, json_object_get_object_member (json_node_get_object (fixture->description), "paths"));
  while (json_object_iter_next (&paths, &path, &node))
    {
      json_object_iter_init (&verbs, json_node_get_object (node));
      for (; json_object_iter_next (&verbs, &verb, &node); n++)
        call_operation (fixture, verb, path, json_node_get_object (node));
    }
  g_assert_cmpuint (n, >, 60);
  et_test_server_stop (fixture->server);
  log = et_test_server_dup_log (fixture->server);
  g_assert_nonnull (strstr (log, " POST /api/admin/events/ "));
  g_assert_null (strstr (log, CANARY));
}

static void
keep_bytes (Fixture *fixture, const void *bytes, gsize length)
{
  g_assert_cmpuint (length, >=, 6);
  g_ptr_array_add (fixture->secrets, g_bytes_new (bytes, length));
}

static void
keep (Fixture *fixture, const char *secret)
{
  keep_bytes (fixture, secret, strlen (secret));
}

/* Calls with a key, so that the answer is one of those that are kept. */
static EtTestAnswer *
call (Fixture *fixture, const char *path, const char *token, const char *body, int status)
{
  g_autofree char *fields = g_strdup_printf ("Idempotency-Key: k%u\r\n%s%s%s", fixture->n_keys++,
                                             token != NULL ? "Authorization: Bearer " : "",
                                             token != NULL ? token : "",
                                             token != NULL ? "\r\n" : "");
  EtTestAnswer *answer = et_test_server_call_with (fixture->server, "POST", path, fields, body);

  et_test_answer_assert (answer, status, NULL);
  return answer;
}

static const char *
get_text (EtTestAnswer *answer, const char *member)
{
  return json_object_get_string_member (et_test_answer_get_json (answer), member);
}

/* Keeps the value of a cookie that the answer sets. */
static void
keep_cookie (Fixture *fixture, EtTestAnswer *answer, const char *name)
{
  const char *begin = strstr (answer->head, name);
  g_autofree char *value = NULL;

  g_assert_nonnull (begin);
  begin += strlen (name);
  value = g_strndup (begin, strcspn (begin, ";"));
  keep (fixture, value);
}

static char *
sign_up (Fixture *fixture)
{
  g_autoptr (EtTestAnswer) answer = call (fixture, "/api/accounts/signup/", NULL,
                                          "{\"username\":\"zoe\",\"password\":\"" PASSWORD
                                          "\",\"display_name\":\"" CANARY " Person\","
                                          "\"email\":\"" CANARY "@example.org\"}",
                                          201);

  keep (fixture, PASSWORD);
  keep (fixture, get_text (answer, "token"));
  keep_cookie (fixture, answer, "sessionid=");
  keep_cookie (fixture, answer, "csrftoken=");
  return g_strdup (get_text (answer, "token"));
}

static void
buy (Fixture *fixture, const char *token)
{
  g_autoptr (EtTestAnswer) added = call (fixture, "/api/cart/add/", token, "{\"offer_id\":1}", 200);
  g_autoptr (EtTestAnswer)
      paid = call (fixture, "/api/cart/checkout/", token, "{\"card_number\":\"" CARD "\"}", 200);
  g_autoptr (EtTestAnswer)
      ticket = et_test_server_call (fixture->server, "GET", "/api/tickets/1/", token, NULL);
  g_autofree char *body = g_strdup_printf ("{\"ticket_key\":\"%s\"}",
                                           get_text (ticket, "ticket_key"));
  g_autoptr (EtTestAnswer) checked = call (fixture, "/api/tickets/verify/", token, body, 200);
  keep (fixture, get_text (ticket, "ticket_key"));
  keep (fixture, CARD);
  keep (fixture, "4242424242424242");
}

static void
set_up_second_step (Fixture *fixture, const char *token)
{
  g_autoptr (EtTestAnswer) begun = call (fixture, "/api/accounts/me/second-factor/", token,
                                         "{\"password\":\"" PASSWORD "\"}", 200);
  const char *secret = get_text (begun, "secret");
  char *bytes = NULL, code[7];
  gsize length;
  g_autofree char *body = NULL;
  g_autoptr (EtTestAnswer) confirmed = NULL;
  JsonArray *codes;

  g_assert_cmpint (oath_base32_decode (secret, strlen (secret), &bytes, &length), ==, OATH_OK);
  oath_totp_generate (bytes, length, g_get_real_time () / G_USEC_PER_SEC, 30, 0, 6, code);
  body = g_strdup_printf ("{\"code\":\"%s\"}", code);
  confirmed = call (fixture, "/api/accounts/me/second-factor/confirm/", token, body, 200);
  codes = json_object_get_array_member (et_test_answer_get_json (confirmed), "recovery_codes");
  for (guint i = 0; i < json_array_get_length (codes); i++)
    keep (fixture, json_array_get_string_element (codes, i));
  keep (fixture, secret);
  keep_bytes (fixture, bytes, length);
  free (bytes);
}

static void
renew_passwords (Fixture *fixture)
{
  g_autofree char *eve = et_test_server_sign_up (fixture->server, "eve");
  g_autoptr (EtTestAnswer) changed = call (
      fixture, "/api/accounts/password/", eve,
      "{\"old_password\":\"" ET_TEST_PASSWORD "\",\"new_password\":\"" NEW_PASSWORD "\"}", 200);
  g_autoptr (EtTestAnswer)
      me = et_test_server_call (fixture->server, "GET", "/api/accounts/me/", eve, NULL);
  g_autofree char *path = g_strdup_printf (
      "/api/admin/accounts/%d/reset-code/",
      (int) json_object_get_int_member (et_test_answer_get_json (me), "id"));
  g_autoptr (EtTestAnswer) issued = call (fixture, path, fixture->admin, "{}", 200);
  g_autofree char *body = g_strdup_printf (
      "{\"username\":\"eve\",\"code\":\"%s\",\"new_password\":\"" RESET_PASSWORD "\"}",
      get_text (issued, "code"));
  g_autoptr (EtTestAnswer) reset = call (fixture, "/api/accounts/reset-password/", NULL, body, 200);

  keep (fixture, ET_TEST_PASSWORD);
  keep (fixture, NEW_PASSWORD);
  keep (fixture, RESET_PASSWORD);
  keep (fixture, get_text (issued, "code"));
  keep (fixture, eve);
  keep (fixture, fixture->admin);
}

static gboolean
holds (GBytes *content, const void *bytes, gsize length)
{
  gsize size;
  const void *data = g_bytes_get_data (content, &size);

  return memmem (data, size, bytes, length) != NULL;
}

static GBytes *
read_file (Fixture *fixture, const char *name)
{
  g_autofree char *path = et_test_server_get_path (fixture->server, name);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (text, length);
}

static void
assert_holds_no_secret (Fixture *fixture, const char *name)
{
  g_autoptr (GBytes) content = read_file (fixture, name);

  for (guint i = 0; i < fixture->secrets->len; i++)
    {
      gsize length;
      const void *bytes = g_bytes_get_data (fixture->secrets->pdata[i], &length);

      g_test_message ("%s, secret %u", name, i);
      g_assert_false (holds (content, bytes, length));
    }
}

static void
assert_tells_names (Fixture *fixture, const char *name, gboolean expected)
{
  g_autoptr (GBytes) content = read_file (fixture, name);

  g_assert_cmpint (holds (content, CANARY " Person", strlen (CANARY " Person")), ==, expected);
}

/* Names are data, and found where they belong, which shows that the search finds. */
static void
test_secrets_are_kept_nowhere (Fixture *fixture, gconstpointer data)
{
  const char *const backup[] = { "backup", "backup.sqlite3", NULL };
  g_autofree char *token = NULL;

  token = sign_up (fixture);
  buy (fixture, token);
  set_up_second_step (fixture, token);
  renew_passwords (fixture);
  g_assert_cmpint (et_test_server_run (fixture->server, backup, NULL, NULL, NULL), ==, 0);
  assert_holds_no_secret (fixture, "etickets.sqlite3");
  assert_holds_no_secret (fixture, "etickets.sqlite3-wal");
  assert_holds_no_secret (fixture, "backup.sqlite3");
  et_test_server_stop (fixture->server);
  assert_holds_no_secret (fixture, "etickets.sqlite3");
  assert_holds_no_secret (fixture, "server.log");
  assert_tells_names (fixture, "etickets.sqlite3", TRUE);
  assert_tells_names (fixture, "backup.sqlite3", TRUE);
  assert_tells_names (fixture, "server.log", FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, has_offer, func) g_test_add (name, Fixture, has_offer, set_up, func, tear_down)
  ADD ("/canary/log", NULL, test_log_holds_nothing);
  ADD ("/canary/secrets", "has an offer", test_secrets_are_kept_nowhere);
  return g_test_run ();
}
