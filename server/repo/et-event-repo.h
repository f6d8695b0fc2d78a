/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-event.h"
#include "server/repo/et-page.h"

G_BEGIN_DECLS

/* Which events a list holds; NULL and "" leave it open. */
typedef struct
{
  const char *text; /* nullable; in name or venue, any spelling */
  const char *sport; /* nullable */
} EtEventQuery;

GPtrArray *
et_event_repo_list (EtDb *db, const EtEventQuery *query, const EtPage *page, GError **error);
gboolean
et_event_repo_count (EtDb *db, const EtEventQuery *query, int64_t *ret_count, GError **error);
EtEvent *et_event_repo_find (EtDb *db, int64_t event_id, GError **error);

gboolean et_event_repo_insert (EtDb *db, EtEvent *event, int64_t *ret_id, GError **error);
gboolean et_event_repo_update (EtDb *db, EtEvent *event, gboolean *ret_found, GError **error);
gboolean et_event_repo_read_taken (EtDb *db, int64_t event_id, int64_t *ret_taken, GError **error);
gboolean et_event_repo_give_back (EtDb *db, int64_t event_id, int64_t people, GError **error);
gboolean et_event_repo_delete (EtDb *db, int64_t event_id, GError **error);

G_END_DECLS
