/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/http/et-http-server.h"
#include "tests/support/et-test-http.h"

G_BEGIN_DECLS

/* A real server on a free port, with a few routes and executors that are threads without a
 * database. */
typedef struct _EtTestOffice EtTestOffice;

/* What the tests can turn. */
typedef struct
{
  gint is_full; /* atomic: queues refuse; 2: also what an earlier step began */
  gint is_held; /* atomic: the writer waits before its next batch */
  gint runs_twice; /* atomic: the writer runs each batch twice, as after a deadlock */
  gint holds_up; /* atomic: GET /api/hold-up keeps its HTTP thread busy; 2: it does so now */
  gint n_batches; /* atomic */
  gint n_effects; /* atomic: WRITE steps that were carried out */
  gint n_commits; /* atomic: calls after a commit */
  gint n_looked_up; /* atomic: callers asked of the database */
  gint n_queued; /* atomic: jobs that wait for the writer */
} EtTestState;

void et_test_office_config (EtHttpConfig *config);
EtTestOffice *et_test_office_new (const EtHttpConfig *config);
void et_test_office_free (EtTestOffice *office);
guint et_test_office_get_port (EtTestOffice *office);
EtHttpServer *et_test_office_get_server (EtTestOffice *office);
EtTestState *et_test_office_get_state (EtTestOffice *office);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTestOffice, et_test_office_free)

G_END_DECLS
