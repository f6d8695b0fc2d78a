/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-order-api.h"

#include "server/api/et-listing.h"
#include "server/api/et-query.h"
#include "server/repo/et-order-repo.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_orders (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "q", "state", ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_admin_order_api_routes[] = {
  { "GET", "/api/{admin}/orders", ET_ROLE_ADMIN, ET_READ, read_list, list_orders,
    "Everybody's orders, narrowed by ?q= (code, invoice number, user name) and ?state=", .filters = filters },
  { NULL },
};
/* clang-format on */

static const char *const states[] = { "pending",  "paid",    "failed", "cancelled",
                                      "refunded", "expired", NULL };

typedef struct
{
  EtPage page;
  EtOrderQuery query;
} ListRequest;

static gboolean
read_list (EtRequest *req, GError **error)
{
  ListRequest *parsed = et_request_new_parsed (req, ListRequest, NULL);

  parsed->query.text = et_request_get_query (req, "q");
  return et_query_read_word (req, "state", states, &parsed->query.state, error) &&
         et_listing_read_page (req, &parsed->page, error);
}

static gboolean
list_orders (EtRequest *req, EtDb *db, GError **error)
{
  const ListRequest *parsed = et_request_get_parsed (req);
  g_autoptr (GPtrArray) orders = et_order_repo_list (db, &parsed->query, &parsed->page, error);
  int64_t count;

  if (orders == NULL || !et_order_repo_count (db, &parsed->query, &count, error))
    return FALSE;
  et_listing_answer (req, &parsed->page, count, orders);
  return TRUE;
}
