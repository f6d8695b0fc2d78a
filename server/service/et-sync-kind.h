/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-json-writer.h"
#include "server/repo/et-rows.h"
#include "server/service/et-services.h"

G_BEGIN_DECLS

/* For whom a sync is made. */
typedef struct
{
  EtDb *db; /* borrowed */
  const EtServices *services; /* borrowed */
  int64_t account_id; /* 0 for a guest */

  /* Of a whole copy: the records whose numbers are higher than this, and how many of them. */
  int64_t after_id;
  int64_t limit;
} EtSyncContext;

/* A kind of record that clients keep a copy of. */
typedef struct
{
  const char *name;
  gboolean is_public; /* everybody's, not an account's */
  gboolean is_single; /* an account has one: the id in the feed does not matter */

  /* The records of a range of the feed; or with NULL those of a part of a whole copy, by their
   * numbers. Returns: (transfer full). */
  GPtrArray *(*load) (const EtSyncContext *context, const EtChangeRange *range, GError **error);
  int64_t (*get_id) (gpointer record);
  void (*write) (gpointer record, EtJsonWriter *writer); /* its members */
} EtSyncKind;

extern const EtSyncKind et_sync_kinds[];
extern const gsize et_sync_n_kinds;

G_END_DECLS
