/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "core/et-account.h"
#include "core/et-event.h"
#include "core/et-offer.h"
#include "core/et-order.h"

G_BEGIN_DECLS

/* Administration over the network; lists are GListStores of all pages' records. An offer's or an
 * event's version is its ETag: saving one that changed meanwhile gives ET_ERROR_VERSION_CHANGED. */
typedef enum
{
  ET_OFFICE_OFFERS, /* EtOffer, with quota and sold, inactive ones too */
  ET_OFFICE_EVENTS, /* EtEvent */
  ET_OFFICE_ORDERS, /* EtOrder, with username */
  ET_OFFICE_ACCOUNTS /* EtAccount */
} EtOfficeList;

char *et_office_make_path (EtContext *context, const char *kind, int64_t id);

void et_office_list_async (EtContext *context,
                           EtOfficeList list,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
GListModel *et_office_list_finish (EtContext *context, GAsyncResult *result, GError **error);

/* Creates when id is 0, replaces otherwise; the result is what the server keeps now. */
void et_office_save_offer_async (EtContext *context,
                                 EtOffer *offer,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
EtOffer *et_office_save_offer_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_office_remove_offer_async (EtContext *context,
                                   EtOffer *offer,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
/* @ret_removed: FALSE when it was deactivated because it had been sold. */
gboolean et_office_remove_offer_finish (EtContext *context,
                                        GAsyncResult *result,
                                        gboolean *ret_removed,
                                        GError **error);
void et_office_save_event_async (EtContext *context,
                                 EtEvent *event,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
EtEvent *et_office_save_event_finish (EtContext *context, GAsyncResult *result, GError **error);
void et_office_remove_event_async (EtContext *context,
                                   EtEvent *event,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
/* Its offers go with it. @ret_removed: FALSE when one had been sold: then the event stays, and its
 * offers are taken off sale. */
gboolean et_office_remove_event_finish (EtContext *context,
                                        GAsyncResult *result,
                                        gboolean *ret_removed,
                                        GError **error);
void et_office_change_account_async (EtContext *context,
                                     int64_t account_id,
                                     EtRole role,
                                     gboolean is_disabled,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
EtAccount *
et_office_change_account_finish (EtContext *context, GAsyncResult *result, GError **error);

G_END_DECLS
