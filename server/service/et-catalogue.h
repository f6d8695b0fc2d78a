/* SPDX-License-Identifier: MIT */
#pragma once

#include "db/et-db.h"

G_BEGIN_DECLS

/* The public catalogue, serialised and compressed once per change; safe from any thread. */
typedef struct _EtCatalogue EtCatalogue;

EtCatalogue *et_catalogue_new (void);
void et_catalogue_free (EtCatalogue *catalogue);

gboolean et_catalogue_load (EtCatalogue *catalogue, EtDb *db, GError **error);
void et_catalogue_mark_stale (EtCatalogue *catalogue);
gboolean et_catalogue_refresh (EtCatalogue *catalogue, EtDb *db, GError **error);
GBytes *et_catalogue_get (EtCatalogue *catalogue, char **ret_etag);
GBytes *et_catalogue_get_gzip (EtCatalogue *catalogue, char **ret_etag);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtCatalogue, et_catalogue_free)

G_END_DECLS
