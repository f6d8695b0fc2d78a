/* SPDX-License-Identifier: MIT */
#include "server/api/et-catalogue-update.h"

#include "server/service/et-services.h"

/* On a failure the catalogue stays stale, and is tried again within a quarter of a second. */
static void
load_cb (gpointer app, gpointer db)
{
  const EtServices *services = app;
  g_autoptr (GError) error = NULL;

  if (!et_catalogue_load (services->catalogue, db, &error))
    g_warning ("The catalogue was not loaded: %s", error->message);
}

/* After an edit it is renewed at once, so that whoever edited sees it. @db: the writer's. */
void
et_catalogue_update_after_edit (EtRequest *req, EtDb *db)
{
  et_request_after_commit (req, load_cb, db);
}
