/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-remote.h"
#include "client/et-session.h"
#include "client/et-store.h"
#include "core/et-record.h"

G_BEGIN_DECLS

/* A write that the server refused for good, in words. */
typedef struct _EtRefusal
{
  EtRecord parent_instance;

  int64_t id;
  char *title; /* owned; what was to be done, untranslated msgid filled in by the interface */
  char *subject; /* owned, nullable; such as the offer's name */
  char *sentence; /* owned; the server's reason */
  int64_t at;
} EtRefusal;

ET_DECLARE_RECORD (EtRefusal, et_refusal, REFUSAL)

/* Writes that wait for the server, in order, each with its idempotency key. What the server
 * refused for good is kept for the person to see. */
#define ET_TYPE_OUTBOX (et_outbox_get_type ())
G_DECLARE_FINAL_TYPE (EtOutbox, et_outbox, ET, OUTBOX, GObject)

EtOutbox *et_outbox_new (EtSession *session, EtStore *store);

/* Pays for the cart: sends what waits, checks out with the cart's total and one idempotency key
 * that survives a crash, then syncs. Only while the server can be reached. @card: (nullable).
 * @attempt: 0, or what et_outbox_get_attempt() said of an earlier error: finds out what came of
 * that payment, or carries it out, and pays for nothing else. The result is the order's number;
 * @ret_tickets: (out): ticket numbers (int64). */
void et_outbox_check_out_async (EtOutbox *self,
                                const char *card,
                                int64_t attempt,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
gboolean et_outbox_check_out_finish (EtOutbox *self,
                                     GAsyncResult *result,
                                     int64_t *ret_order_id,
                                     GArray **ret_tickets,
                                     GError **error);
int64_t et_outbox_get_attempt (const GError *error);
gboolean et_outbox_check_out (EtOutbox *self,
                              const char *card,
                              int64_t *ret_order_id,
                              GArray **ret_tickets,
                              GCancellable *cancellable,
                              GError **error); /* blocking */

/* What the server refused: a GListModel of EtRefusal, updated as the store changes. */
GListModel *et_outbox_get_refusals (EtOutbox *self);
GListModel *et_outbox_list_refusals (EtOutbox *self, GError **error); /* blocking */
void et_outbox_dismiss_async (EtOutbox *self,
                              int64_t refusal_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean et_outbox_dismiss_finish (EtOutbox *self, GAsyncResult *result, GError **error);

G_END_DECLS
