/* SPDX-License-Identifier: MIT */
#pragma once

#include "server/repo/et-invoice-repo.h"

G_BEGIN_DECLS

/* A credit note, as lists show it. */
typedef struct
{
  char *number; /* owned */
  int64_t issued_at;
  int64_t total_cents;
  int64_t returned_at; /* when the money was given back; ET_NULL_INT64 while it is due */
} EtCreditNoteRow;

/* A ticket of an order that is to be refunded. */
typedef struct
{
  int64_t ticket_id;
  int64_t offer_id;
  gboolean is_used;
  gboolean is_refunded;
} EtRefundableTicket;

/* Money that is still to be given back. */
typedef struct
{
  int64_t credit_note_id;
  int64_t order_id;
  int64_t attempt; /* of the payment */
  int64_t cents;
} EtDueRefund;

GArray *et_refund_repo_list_tickets (EtDb *db, int64_t order_id, GError **error);
gboolean et_refund_repo_insert_note (
    EtDb *db, const EtInvoiceRow *row, int64_t total_cents, int64_t *ret_id, GError **error);
GArray *et_refund_repo_list_notes (EtDb *db, int64_t order_id, GError **error);
GArray *et_refund_repo_list_due (EtDb *db, int64_t after, int64_t limit, GError **error);
gboolean et_refund_repo_set_returned (EtDb *db, int64_t note_id, int64_t now, GError **error);
char *et_refund_repo_find_document (EtDb *db, int64_t order_id, int64_t nth, GError **error);

G_END_DECLS
