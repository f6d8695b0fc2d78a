/* SPDX-License-Identifier: MIT */
#include "server/http/et-router.h"

#include <string.h>

#include "core/et-error.h"

#define MAX_PATH_LENGTH 200
#define MAX_METHODS 6
#define MAX_ID ((INT64_C (1) << 53) - 1)

/* All routes of one path. */
typedef struct
{
  const EtRoute *routes[MAX_METHODS]; /* borrowed */
  guint n_routes;
  char *allow; /* owned */
} Place;

struct _EtRouter
{
  GHashTable *places; /* owned: Place by path, in which {id} stands for a number */
  GPtrArray *routes; /* owned, of borrowed EtRoutes, in the order of the tables */
};

static void
free_place (gpointer data)
{
  Place *place = data;

  g_free (place->allow);
  g_free (place);
}

/* Such a word cannot be taken for a number or for another path. */
static gboolean
is_admin_path (const char *word)
{
  gboolean has_letter = FALSE;

  for (const char *p = word; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '_')
        return FALSE;
      has_letter = has_letter || g_ascii_isalpha (*p);
    }
  return has_letter && strlen (word) <= 64;
}

static char *
expand_path (const char *path, const char *admin_path)
{
  g_autoptr (GString) expanded = g_string_new (path);

  g_string_replace (expanded, "{admin}", admin_path, 0);
  if (expanded->len > 1 && expanded->str[expanded->len - 1] == '/')
    g_string_truncate (expanded, expanded->len - 1);
  return g_strdup (expanded->str);
}

static void
set_allow (Place *place)
{
  GString *allow = g_string_new (NULL);

  for (guint i = 0; i < place->n_routes; i++)
    {
      const char *method = place->routes[i]->method;

      g_string_append_printf (allow, "%s, ", method);
      if (g_str_equal (method, "GET"))
        g_string_append (allow, "HEAD, ");
    }
  g_string_append (allow, "OPTIONS");
  g_free (place->allow);
  place->allow = g_string_free (allow, FALSE);
}

static const EtRoute *
find_method (const Place *place, const char *method)
{
  const char *wanted = g_str_equal (method, "HEAD") ? "GET" : method;

  for (guint i = 0; i < place->n_routes; i++)
    if (g_str_equal (place->routes[i]->method, wanted))
      return place->routes[i];
  return NULL;
}

static void
add_route (EtRouter *router, const EtRoute *route, const char *admin_path)
{
  g_autofree char *path = expand_path (route->path, admin_path);
  Place *place = g_hash_table_lookup (router->places, path);

  if (place == NULL)
    {
      place = g_new0 (Place, 1);
      g_hash_table_insert (router->places, g_steal_pointer (&path), place);
    }
  g_assert (place->n_routes < MAX_METHODS && find_method (place, route->method) == NULL);

  place->routes[place->n_routes++] = route;
  set_allow (place);
  g_ptr_array_add (router->routes, (gpointer) route);
}

static gboolean
read_id (const char *digits, gsize length, int64_t *ret_id)
{
  int64_t id = 0;

  if (length > 16 || *digits == '0')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    id = id * 10 + (digits[i] - '0');
  *ret_id = id;
  return id <= MAX_ID;
}

/* Writes the path as the tables have it: without its last slash, with {id} for a number.
 * Returns FALSE when no route can have it. */
static gboolean
make_key (const char *path, char *key, int64_t *ret_id)
{
  gsize length = 0;
  guint n_ids = 0;

  for (const char *p = path; *p == '/';)
    {
      gsize part = strcspn (p + 1, "/");
      gsize n_digits = strspn (p + 1, "0123456789");
      gboolean is_id = part > 0 && n_digits == part;
      const char *text = is_id ? "{id}" : p + 1;
      gsize text_length = is_id ? 4 : part;

      if (part == 0 && p[1] == '\0' && length > 0)
        break; /* the last slash */
      if (length + text_length + 2 > MAX_PATH_LENGTH)
        return FALSE;
      if (is_id && (n_ids++ > 0 || !read_id (p + 1, part, ret_id)))
        return FALSE;
      key[length++] = '/';
      memcpy (key + length, text, text_length);
      length += text_length;
      p += 1 + part;
    }
  key[length] = '\0';
  return length > 0;
}

/* Reads the tables, which must live as long as the router. @admin_path: the word for {admin}.
 * Returns: (transfer full): NULL with ET_ERROR_CONFIGURATION when the word is not fit. */
EtRouter *
et_router_new (const EtRoute *const *tables, const char *admin_path, GError **error)
{
  EtRouter *router;

  if (!is_admin_path (admin_path))
    {
      et_error_set (error, ET_ERROR_CONFIGURATION);
      et_error_add_text (error, "admin_path", admin_path);
      return NULL;
    }

  router = g_new0 (EtRouter, 1);
  router->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_place);
  router->routes = g_ptr_array_new ();
  for (gsize i = 0; tables[i] != NULL; i++)
    for (const EtRoute *route = tables[i]; route->method != NULL; route++)
      add_route (router, route, admin_path);
  return router;
}

/* Frees the router; the tables are not its own. */
void
et_router_free (EtRouter *router)
{
  g_hash_table_unref (router->places);
  g_ptr_array_unref (router->routes);
  g_free (router);
}

/* Finds the route for a path and method; HEAD takes the route of GET.
 *
 * @ret_id: the path's {id}, from 1 to 2^53 - 1; left alone without one.
 * @ret_allow: the value of an Allow field, unless the path is unknown. */
EtMatch
et_router_match (EtRouter *router,
                 const char *method,
                 const char *path,
                 const EtRoute **ret_route,
                 int64_t *ret_id,
                 const char **ret_allow)
{
  char key[MAX_PATH_LENGTH];
  const Place *place;
  const EtRoute *route;

  place = make_key (path, key, ret_id) ? g_hash_table_lookup (router->places, key) : NULL;
  if (place == NULL)
    return ET_MATCH_NONE;

  *ret_allow = place->allow;
  route = find_method (place, method);
  if (route == NULL)
    return ET_MATCH_METHOD;
  *ret_route = route;
  return ET_MATCH_ROUTE;
}

/* Calls func (route, data) for each EtRoute in the order of the tables. */
void
et_router_foreach (EtRouter *router, GFunc func, gpointer data)
{
  g_ptr_array_foreach (router->routes, func, data);
}

/* Returns: (transfer none): the EtRoutes in the order of the tables. */
GPtrArray *
et_router_get_routes (EtRouter *router)
{
  return router->routes;
}
