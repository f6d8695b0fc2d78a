/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-error.h"
#include "core/et-record.h"
#include "db/et-db.h"

G_BEGIN_DECLS

/* A write that waits for the server, as its row stands. */
typedef struct _EtQueuedWrite
{
  EtRecord parent_instance;

  int64_t id;
  char *request_key; /* owned; its Idempotency-Key, for ever the same */
  char *method; /* owned */
  char *path; /* owned */
  char *body; /* owned; JSON */
  char *title; /* owned; what is to be done, a msgid */
  char *subject; /* owned, nullable; the offer's name */
  int64_t offer_id; /* ET_NULL_INT64 for a write about the whole cart */
  int64_t attempts; /* how often it may have left this machine */
  int64_t created_at;
} EtQueuedWrite;

ET_DECLARE_RECORD (EtQueuedWrite, et_queued_write, QUEUED_WRITE)

/* From jobs of the store. */
gboolean et_outbox_rows_add_cart_line (
    EtDb *db, int64_t offer_id, int64_t quantity, const char *name, GError **error);
gboolean et_outbox_rows_add_cart_clear (EtDb *db, GError **error);
gboolean et_outbox_rows_add_prints (EtDb *db, const char *body, GError **error);
EtQueuedWrite *et_outbox_rows_take_first (EtDb *db, GError **error);
gboolean et_outbox_rows_remove (EtDb *db, int64_t id, GError **error);
gboolean
et_outbox_rows_refuse (EtDb *db, EtQueuedWrite *write, const char *sentence, GError **error);
gboolean et_outbox_rows_wait_for (EtDb *db, int64_t offer_id);
gboolean et_outbox_rows_count (EtDb *db, int64_t *ret_count, GError **error);

G_END_DECLS
