/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/et-account-session.h"
#include "core/et-account.h"
#include "core/et-cart.h"
#include "core/et-event.h"
#include "core/et-offer.h"
#include "core/et-order.h"
#include "core/et-ticket.h"
#include "server/api/et-routes.h"
#include "tests/support/et-test-server.h"

static JsonNode *document;

static JsonObject *
get_part (const char *first, const char *second)
{
  JsonObject *part = json_object_get_object_member (json_node_get_object (document), first);

  return second != NULL ? json_object_get_object_member (part, second) : part;
}

/* Routes are written without the last slash, the document shows it where the original has it. */
static char *
strip_slash (const char *path)
{
  gsize length = strlen (path);

  return g_strndup (path, length > 1 && path[length - 1] == '/' ? length - 1 : length);
}

static JsonObject *
find_operation (const char *method, const char *path)
{
  JsonObject *paths = get_part ("paths", NULL);
  g_autofree char *verb = g_ascii_strdown (method, -1);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, paths);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autofree char *stripped = strip_slash (name);

      if (g_str_equal (stripped, path))
        return json_object_has_member (json_node_get_object (node), verb)
                   ? json_object_get_object_member (json_node_get_object (node), verb)
                   : NULL;
    }
  return NULL;
}

static void
assert_described (const EtRoute *route)
{
  JsonObject *operation = find_operation (route->method, route->path);

  if (operation == NULL)
    g_test_message ("%s %s", route->method, route->path);
  g_assert_nonnull (operation);
  g_assert_cmpstr (json_object_get_string_member (operation, "summary"), ==, route->summary);
  g_assert_cmpstr (json_object_get_string_member (operation, "x-role"), ==,
                   et_role_to_word (route->role));
}

static const char *
get_query_name (JsonObject *parameter)
{
  if (json_object_has_member (parameter, "$ref"))
    {
      const char *name = strrchr (json_object_get_string_member (parameter, "$ref"), '/') + 1;

      parameter = json_object_get_object_member (get_part ("components", "parameters"), name);
    }
  return g_str_equal (json_object_get_string_member (parameter, "in"), "query")
             ? json_object_get_string_member (parameter, "name")
             : NULL;
}

/* The document names exactly the filters that the route knows. */
static void
assert_filters (const EtRoute *route)
{
  static const char *const nothing[] = { NULL };
  const char *const *filters = route->filters != NULL ? route->filters : nothing;
  JsonObject *operation = find_operation (route->method, route->path);
  JsonArray *parameters = json_object_has_member (operation, "parameters")
                              ? json_object_get_array_member (operation, "parameters")
                              : NULL;
  guint n = 0;

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      const char *name = get_query_name (json_array_get_object_element (parameters, i));

      if (name == NULL)
        continue;
      g_test_message ("%s?%s=", route->path, name);
      g_assert_true (g_strv_contains (filters, name));
      n++;
    }
  g_assert_cmpuint (g_strv_length ((char **) filters), ==, n);
}

static void
test_every_filter_is_described (void)
{
  for (guint i = 0; et_routes[i] != NULL; i++)
    for (const EtRoute *route = et_routes[i]; route->method != NULL; route++)
      assert_filters (route);
}

static void
test_every_route_is_described (void)
{
  for (guint i = 0; et_routes[i] != NULL; i++)
    for (const EtRoute *route = et_routes[i]; route->method != NULL; route++)
      assert_described (route);
}

static gboolean
is_route (const char *verb, const char *path)
{
  g_autofree char *stripped = strip_slash (path);

  for (guint i = 0; et_routes[i] != NULL; i++)
    for (const EtRoute *route = et_routes[i]; route->method != NULL; route++)
      if (g_ascii_strcasecmp (route->method, verb) == 0 && g_str_equal (route->path, stripped))
        return TRUE;
  return FALSE;
}

static void
test_everything_described_is_a_route (void)
{
  JsonObjectIter paths, verbs;
  const char *path, *verb;
  JsonNode *node;

  json_object_iter_init (&paths, get_part ("paths", NULL));
  while (json_object_iter_next (&paths, &path, &node))
    {
      json_object_iter_init (&verbs, json_node_get_object (node));
      while (json_object_iter_next (&verbs, &verb, NULL))
        {
          if (!is_route (verb, path))
            g_test_message ("%s %s", verb, path);
          g_assert_true (is_route (verb, path));
        }
    }
}

static JsonObject *
get_properties (const char *schema)
{
  JsonObject *schemas = get_part ("components", "schemas");

  return json_object_get_object_member (json_object_get_object_member (schemas, schema),
                                        "properties");
}

/* A schema has exactly the members of the record, and those that the API adds. */
static void
assert_schema (const char *schema, GType type, const char *const *added)
{
  JsonObject *properties = get_properties (schema);
  guint n = 0;

  for (const EtField *field = et_record_type_get_fields (type); field->name != NULL; field++)
    {
      g_assert_true (json_object_has_member (properties, field->name));
      n++;
      if ((field->flags & ET_FIELD_MONEY) != 0)
        {
          g_autofree char *decimal = g_strndup (field->name,
                                                strlen (field->name) - strlen ("_cents"));

          g_assert_true (json_object_has_member (properties, decimal));
          n++;
        }
    }
  for (; *added != NULL; added++, n++)
    g_assert_true (json_object_has_member (properties, *added));
  g_assert_cmpuint (json_object_get_size (properties), ==, n);
}

static void
test_records_have_their_members (void)
{
  static const char *const nothing[] = { NULL };
  static const char *const of_offer[] = { "price_eur", NULL };
  static const char *const of_cart[] = { "currency", "order_id", NULL };

  assert_schema ("Offer", et_offer_get_type (), of_offer);
  assert_schema ("Event", et_event_get_type (), nothing);
  assert_schema ("CartLine", et_cart_line_get_type (), nothing);
  assert_schema ("Cart", et_cart_get_type (), of_cart);
  assert_schema ("OrderLine", et_order_line_get_type (), nothing);
  assert_schema ("Order", et_order_get_type (), nothing);
  assert_schema ("Ticket", et_ticket_get_type (), nothing);
  assert_schema ("Account", et_account_get_type (), nothing);
  assert_schema ("AccountSession", et_account_session_get_type (), nothing);
}

/* The document lists the words of exactly those errors that the server answers with. */
static void
test_every_code_is_described (void)
{
  JsonArray *words = json_object_get_array_member (
      json_object_get_object_member (get_properties ("Error"), "code"), "enum");
  guint n = 0;

  for (EtErrorCode code = 0; code < ET_ERROR_N_CODES; code++)
    if (et_error_code_get_status (code) != 0)
      g_assert_cmpstr (json_array_get_string_element (words, n++), ==,
                       et_error_code_get_word (code));
  g_assert_cmpuint (json_array_get_length (words), ==, n);
}

static void
follow_reference (const char *reference)
{
  g_auto (GStrv) words = g_strsplit (reference, "/", 4);

  g_assert_cmpstr (words[0], ==, "#");
  g_assert_cmpstr (words[1], ==, "components");
  g_assert_true (json_object_has_member (get_part ("components", words[2]), words[3]));
}

static void
follow_references (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        if (g_str_equal (name, "$ref"))
          follow_reference (json_node_get_string (member));
        else
          follow_references (member);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      follow_references (json_array_get_element (json_node_get_array (node), i));
}

static void
test_references_lead_somewhere (void)
{
  follow_references (document);
}

static void
test_it_is_served (void)
{
  g_autoptr (EtTestServer) server = et_test_server_new (NULL);
  g_autoptr (EtTestAnswer)
      answer = et_test_server_call (server, "GET", "/api/openapi.json", NULL, NULL);
  g_autofree char *content_type = et_test_answer_get_field (answer, "Content-Type");
  g_autofree char *text = NULL;
  gsize length;

  et_test_answer_assert (answer, 200, NULL);
  g_assert_cmpstr (content_type, ==, "application/json");
  g_assert_true (g_file_get_contents (OPENAPI_FILE, &text, &length, NULL));
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), text,
                   length);
  et_test_server_stop (server);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  json_parser_load_from_file (parser, OPENAPI_FILE, &error);
  g_assert_no_error (error);
  document = json_parser_get_root (parser);
  g_test_add_func ("/api/openapi/routes", test_every_route_is_described);
  g_test_add_func ("/api/openapi/operations", test_everything_described_is_a_route);
  g_test_add_func ("/api/openapi/filters", test_every_filter_is_described);
  g_test_add_func ("/api/openapi/records", test_records_have_their_members);
  g_test_add_func ("/api/openapi/codes", test_every_code_is_described);
  g_test_add_func ("/api/openapi/references", test_references_lead_somewhere);
  g_test_add_func ("/api/openapi/served", test_it_is_served);
  return g_test_run ();
}
