/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"

G_BEGIN_DECLS

/* One's own account over the network. @members: pairs of a member of EtAccount and its new text,
 * NULL-ended; an empty text takes it away, and what is not named stays. */
void et_profile_save_async (EtContext *context,
                            const char *const *members,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
gboolean et_profile_save_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_profile_change_password_async (EtContext *context,
                                       const char *old_password,
                                       const char *new_password,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
gboolean
et_profile_change_password_finish (EtContext *context, GAsyncResult *result, GError **error);
/* Everything the server keeps about the account, as JSON for people to save. */
void et_profile_export_async (EtContext *context,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
GBytes *et_profile_export_finish (EtContext *context, GAsyncResult *result, GError **error);
/* Deletes the account (its orders stay without a name) and signs out. */
void et_profile_delete_async (EtContext *context,
                              const char *password,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
gboolean et_profile_delete_finish (EtContext *context, GAsyncResult *result, GError **error);
/* The invoice of an order as PDF: of the copy, where sync brings it, else of the server. */
void et_profile_fetch_invoice_async (EtContext *context,
                                     int64_t order_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
GBytes *et_profile_fetch_invoice_finish (EtContext *context, GAsyncResult *result, GError **error);
GBytes *et_profile_fetch_invoice (EtContext *context,
                                  int64_t order_id,
                                  GCancellable *cancellable,
                                  GError **error); /* blocking */

/* Where the account is signed in: a GListStore of EtAccountSession, the last used first. */
void et_profile_list_sessions_async (EtContext *context,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
GListModel *
et_profile_list_sessions_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_profile_end_session_async (EtContext *context,
                                   int64_t session_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean et_profile_end_session_finish (EtContext *context, GAsyncResult *result, GError **error);

G_END_DECLS
