/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-ticket-key.h"
#include "core/et-ticket.h"
#include "server/repo/et-page.h"
#include "server/repo/et-rows.h"

G_BEGIN_DECLS

/* A ticket and what its row keeps besides: who owns it, what its key says. */
typedef struct
{
  EtTicket *ticket; /* owned; without its key */
  EtTicketClaims claims;
  int64_t account_id;
} EtTicketRow;

void et_ticket_row_free (EtTicketRow *row);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EtTicketRow, et_ticket_row_free)

/* Which tickets a list holds: an account's own; or those of an order's code; or all. */
typedef struct
{
  int64_t account_id; /* 0 for everybody's */
  const char *order_code; /* nullable */
  int64_t serial; /* with an order code; 0 for all of that order */
  const char *holder; /* nullable; part of the holder's name, any spelling */
  const char *state; /* nullable */
  int64_t event_id; /* 0 for all */
} EtTicketQuery;

/* A ticket to be sold. */
typedef struct
{
  int64_t order_id;
  int64_t account_id;
  int64_t serial;
  int64_t price_cents;
  int64_t created_at;
  const char *holder;
  const char *holder_key; /* the folded holder */
  EtTicketClaims claims; /* its ticket_id is not read */
} EtNewTicket;

GPtrArray *
et_ticket_repo_list (EtDb *db, const EtTicketQuery *query, const EtPage *page, GError **error);
gboolean
et_ticket_repo_count (EtDb *db, const EtTicketQuery *query, int64_t *ret_count, GError **error);
EtTicketRow *et_ticket_repo_find (EtDb *db, int64_t ticket_id, GError **error);
GPtrArray *et_ticket_repo_list_of_account (EtDb *db, int64_t account_id, GError **error);
GPtrArray *et_ticket_repo_list_changed (EtDb *db, const EtChangeRange *range, GError **error);
GArray *et_ticket_repo_list_ids_of_order (EtDb *db, int64_t order_id, GError **error);

void et_ticket_repo_read_nonce (EtDbStmt *stmt, int column, guint8 ret_nonce[ET_TICKET_NONCE_SIZE]);
char *et_ticket_format_short_number (const char *order_code, int64_t serial);

gboolean
et_ticket_repo_insert (EtDb *db, const EtNewTicket *ticket, int64_t *ret_id, GError **error);
gboolean et_ticket_repo_revoke (EtDb *db, int64_t ticket_id, gboolean *ret_revoked, GError **error);
gboolean
et_ticket_repo_rename_holder (EtDb *db, int64_t account_id, const char *holder, GError **error);

typedef void (*EtTicketOwnerFunc) (int64_t ticket_id, int64_t account_id, gpointer data);

gboolean et_ticket_repo_foreach_of_event (
    EtDb *db, int64_t event_id, EtTicketOwnerFunc func, gpointer data, GError **error);

G_END_DECLS
