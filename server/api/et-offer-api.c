/* SPDX-License-Identifier: MIT */
#include "server/api/et-offer-api.h"

#include "server/api/et-etag.h"
#include "server/service/et-services.h"

static gboolean list_offers (EtRequest *req, EtDb *db, GError **error);

/* The whole catalogue: its readers narrow it themselves. */
static const char *const filters[] = { NULL };

/* clang-format off */
const EtRoute et_offer_api_routes[] = {
  { "GET", "/api/offers", ET_ROLE_ANYONE, ET_INLINE, NULL, list_offers,
    "The offers on sale, by price", .filters = filters },
  { NULL },
};
/* clang-format on */

static gboolean
list_offers (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  gboolean as_gzip = et_request_accepts_gzip (req);
  g_autofree char *etag = NULL;
  g_autoptr (GBytes) json = as_gzip ? et_catalogue_get_gzip (services->catalogue, &etag)
                                    : et_catalogue_get (services->catalogue, &etag);

  et_request_set_header (req, "Cache-Control", "no-cache");
  et_request_set_header (req, "Vary", "Accept-Encoding");
  if (et_etag_answer_not_modified (req, etag))
    return TRUE;
  if (as_gzip)
    et_request_set_header (req, "Content-Encoding", "gzip");
  et_request_answer_bytes (req, "application/json", json);
  return TRUE;
}
