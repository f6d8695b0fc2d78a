/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-order.h"
#include "server/repo/et-stock.h"

G_BEGIN_DECLS

#define ET_PURCHASE_KEY_SIZE 16

/* A line on its way through a checkout: at the offer's terms until they are frozen. */
typedef struct
{
  int64_t offer_id;
  int64_t quantity;
  char *name; /* owned */
  int64_t price_cents;
  int64_t admits;
  int64_t tax_permille;
  int64_t starts_at; /* of the event */
  int64_t held; /* tickets of this line that hold places: all or none */
  int64_t held_admits; /* people that each of these lets in */
  EtStock stock; /* of the offer as it is now; admits may have changed since the sale */
} EtSaleLine;

/* A pending order. */
typedef struct
{
  int64_t order_id;
  int64_t account_id;
  int64_t attempt;
  int64_t total_cents;
  int64_t pending_at; /* ET_NULL_INT64 when it is not */
  guint8 purchase_key[ET_PURCHASE_KEY_SIZE];
} EtPendingOrder;

/* An order on its way through a checkout. */
typedef struct
{
  EtPendingOrder order;
  gboolean is_pending;
  GArray *lines; /* owned, of EtSaleLine; NULL when there is no such order, or it is empty */
} EtSale;

/* Who buys. */
typedef struct
{
  char *name; /* owned; as shown on tickets and invoices */
  char *address; /* owned, nullable; of the invoice, lines parted by \n */
  char *email; /* owned, nullable */
  GBytes *secret; /* owned; of the account, never shown */
} EtBuyer;

/* What becomes fixed when an order becomes pending: its total and its purchase key, and in its lines
 * the offers' names, prices, admissions and taxes. */
typedef struct
{
  const EtPendingOrder *order; /* borrowed */
  GArray *lines; /* borrowed; of EtSaleLine */
  int64_t process; /* that asks for the money */
  const char *request_key; /* borrowed, nullable: by which the buyer comes again */
} EtSaleTerms;

void et_sale_clear (EtSale *sale);
void et_buyer_clear (EtBuyer *buyer);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtSale, et_sale_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EtBuyer, et_buyer_clear)

gboolean et_sale_repo_load (EtDb *db, int64_t order_id, EtSale *ret_sale, GError **error);
gboolean et_sale_repo_read_line (EtDb *db,
                                 int64_t order_id,
                                 int64_t offer_id,
                                 EtSale *ret_sale,
                                 int64_t *ret_others,
                                 GError **error);
gboolean et_sale_repo_read_buyer (EtDb *db, int64_t account_id, EtBuyer *ret_buyer, GError **error);
GArray *et_sale_repo_list_pending (EtDb *db, int64_t pending_before, int64_t limit, GError **error);

GArray *et_sale_repo_list_pending_of (EtDb *db, int64_t process, int64_t limit, GError **error);
GArray *et_sale_repo_list_processes (EtDb *db, GError **error);

gboolean et_sale_repo_freeze (EtDb *db, const EtSaleTerms *terms, GError **error);
gboolean et_sale_repo_read_request_key (EtDb *db, int64_t order_id, char **ret_key, GError **error);
gboolean et_sale_repo_thaw (EtDb *db, int64_t order_id, GError **error);
gboolean et_sale_repo_has_code (EtDb *db, const char *code, gboolean *ret_has, GError **error);

G_END_DECLS
