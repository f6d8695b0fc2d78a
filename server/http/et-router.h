/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-route.h"

G_BEGIN_DECLS

/* Finds the route of a request in the tables. */
typedef struct _EtRouter EtRouter;

typedef enum
{
  ET_MATCH_NONE, /* there is no such path */
  ET_MATCH_METHOD, /* the path has other methods */
  ET_MATCH_ROUTE
} EtMatch;

EtRouter *et_router_new (const EtRoute *const *tables, const char *admin_path, GError **error);
void et_router_free (EtRouter *router);
EtMatch et_router_match (EtRouter *router,
                         const char *method,
                         const char *path,
                         const EtRoute **ret_route,
                         int64_t *ret_id,
                         const char **ret_allow);
GPtrArray *et_router_get_routes (EtRouter *router);
void et_router_foreach (EtRouter *router, GFunc func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtRouter, et_router_free)

G_END_DECLS
