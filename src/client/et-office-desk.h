/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-office.h"

G_BEGIN_DECLS

/* What administrators do to one order, ticket or account; each is audited with its reason. All end
 * with et_office_desk_finish(), except the lists and the code. */
void et_office_desk_list_tickets_async (EtContext *context,
                                        const char *order_code,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
GListModel *
et_office_desk_list_tickets_finish (EtContext *context, GAsyncResult *result, GError **error);

/* @ticket_id: 0 for all that are left; @is_forced: tickets that were used, too. */
void et_office_desk_refund_async (EtContext *context,
                                  int64_t order_id,
                                  int64_t ticket_id,
                                  const char *reason,
                                  gboolean is_forced,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
void et_office_desk_cancel_async (EtContext *context,
                                  int64_t order_id,
                                  const char *reason,
                                  gboolean is_forced,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
void et_office_desk_refuse_refund_async (EtContext *context,
                                         int64_t order_id,
                                         const char *answer,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
void et_office_desk_revoke_async (EtContext *context,
                                  int64_t ticket_id,
                                  const char *reason,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
void et_office_desk_remove_second_step_async (EtContext *context,
                                              int64_t account_id,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer data);
gboolean et_office_desk_finish (EtContext *context, GAsyncResult *result, GError **error);

void et_office_desk_issue_code_async (EtContext *context,
                                      int64_t account_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
char *et_office_desk_issue_code_finish (EtContext *context, GAsyncResult *result, GError **error);

G_END_DECLS
