/* SPDX-License-Identifier: MIT */
#include "server/api/et-openapi-api.h"

#include "et-api-resources.h"

#define DESCRIPTION "/org/etickets/server/openapi.json"

static gboolean show_description (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_openapi_api_routes[] = {
  { "GET", "/api/openapi.json", ET_ROLE_ANYONE, ET_INLINE, NULL, show_description,
    "This description" },
  { NULL },
};
/* clang-format on */

static gboolean
show_description (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (GBytes) json = g_resource_lookup_data (et_api_get_resource (), DESCRIPTION,
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (json == NULL)
    return FALSE;
  et_request_answer_bytes (req, "application/json", json);
  return TRUE;
}
