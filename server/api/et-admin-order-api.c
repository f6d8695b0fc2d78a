/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-order-api.h"

#include <glib/gi18n-lib.h>

#include "server/api/et-listing.h"
#include "server/api/et-query.h"
#include "server/repo/et-order-repo.h"
#include "server/service/et-refund.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_orders (EtRequest *req, EtDb *db, GError **error);
static gboolean read_refund (EtRequest *req, GError **error);
static gboolean refund_order (EtRequest *req, EtDb *db, GError **error);
static gboolean read_cancellation (EtRequest *req, GError **error);
static gboolean cancel_order (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "q", "state", ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_admin_order_api_routes[] = {
  { "GET", "/api/{admin}/orders", ET_ROLE_ADMIN, ET_READ, read_list, list_orders,
    "Everybody's orders, narrowed by ?q= (code, invoice number, user name) and ?state=", .filters = filters },
  { "POST", "/api/{admin}/orders/{id}/refund", ET_ROLE_ADMIN, ET_WRITE, read_refund, refund_order,
    "Refund tickets of an order, or all of them, with a reason" },
  { "POST", "/api/{admin}/orders/{id}/cancel", ET_ROLE_ADMIN, ET_WRITE, read_cancellation,
    cancel_order, "Cancel an order and give its money back, with a reason" },
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

#define MAX_REASON 500

static void
clear_refund (EtRefund *refund)
{
  g_clear_pointer (&refund->ticket_ids, g_array_unref);
}

static gboolean
add_ticket (GArray *ids, JsonNode *node)
{
  int64_t id = JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
                   ? json_node_get_int (node)
                   : 0;

  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, int64_t, i) == id)
      return FALSE;
  g_array_append_val (ids, id);
  return id > 0;
}

/* Reads the member "tickets", [101, 102]; a missing one means all. */
static gboolean
read_tickets (EtRequest *req, GArray **ret_ids, GError **error)
{
  JsonNode *node = json_object_get_member (et_request_get_json (req), "tickets");
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                                                  : NULL;
  gboolean is_good = array != NULL && json_array_get_length (array) > 0;

  if (node == NULL)
    return TRUE;
  *ret_ids = g_array_new (FALSE, FALSE, sizeof (int64_t));
  for (guint i = 0; is_good && i < json_array_get_length (array); i++)
    is_good = add_ticket (*ret_ids, json_array_get_element (array, i));
  if (!is_good)
    et_error_set_field (error, "tickets", N_ ("“{field}” must be numbers of tickets, each once"));
  return is_good;
}

static gboolean
read_common (EtRequest *req, const char *const *members, EtRefund *refund, GError **error)
{
  refund->actor_id = et_request_get_caller (req)->account_id;
  refund->order_id = et_request_get_id (req);
  return et_request_refuse_unknown (req, members, error) &&
         et_request_read_text (req, "reason", 1, MAX_REASON, &refund->reason, error) &&
         et_request_read_bool_or (req, "force", FALSE, &refund->is_forced, error);
}

static gboolean
read_refund (EtRequest *req, GError **error)
{
  static const char *const members[] = { "tickets", "reason", "force", NULL };
  EtRefund *refund = et_request_new_parsed (req, EtRefund, clear_refund);

  return read_common (req, members, refund, error) &&
         read_tickets (req, &refund->ticket_ids, error);
}

static gboolean
read_cancellation (EtRequest *req, GError **error)
{
  static const char *const members[] = { "reason", "force", NULL };

  return read_common (req, members, et_request_new_parsed (req, EtRefund, clear_refund), error);
}

static gboolean
carry_out (EtRequest *req, EtDb *db, const char *end_state, GError **error)
{
  EtRefund *refund = et_request_get_parsed (req);
  g_autoptr (EtInvoice) note = NULL;
  g_autoptr (EtOrder) order = NULL;
  EtJsonWriter *writer;

  refund->end_state = end_state;
  note = et_refund_carry_out (db, refund, error);
  if (note == NULL)
    return FALSE;
  order = et_order_repo_find (db, refund->order_id, error);
  if (order == NULL)
    return FALSE;

  et_request_note_event (req,
                         "event=order_%s order=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT
                         " cents=%" G_GINT64_FORMAT,
                         end_state, refund->order_id, refund->actor_id, note->total_cents);
  writer = et_request_begin_json (req);
  et_json_writer_bool (writer, "ok", TRUE);
  et_json_writer_text (writer, "credit_note_number", note->number);
  et_json_writer_int64 (writer, "refunded_cents", note->total_cents);
  et_json_writer_money (writer, "refunded", note->total_cents);
  et_record_write_json (order, "order", writer);
  et_request_finish_json (req);
  return TRUE;
}

static gboolean
refund_order (EtRequest *req, EtDb *db, GError **error)
{
  return carry_out (req, db, "refunded", error);
}

static gboolean
cancel_order (EtRequest *req, EtDb *db, GError **error)
{
  return carry_out (req, db, "cancelled", error);
}
