/* SPDX-License-Identifier: MIT */
#include "server/service/et-sync-kind.h"

#include "core/et-time.h"
#include "server/repo/et-account-repo.h"
#include "server/repo/et-offer-repo.h"
#include "server/repo/et-order-repo.h"
#include "server/service/et-answer.h"
#include "server/service/et-cart.h"
#include "server/service/et-ticket-issue.h"

static GPtrArray *
list_of_one (gpointer record)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (records, record);
  return records;
}

static int64_t
get_offer_id (gpointer record)
{
  return ET_OFFER (record)->id;
}

static void
write_offer (gpointer record, EtJsonWriter *writer)
{
  et_answer_offer_members (record, writer);
}

/* Leaves of all records the part of a whole copy that is wanted. @records: (transfer full)
 * (nullable). */
static GPtrArray *
cut_part (const EtSyncContext *context,
          GPtrArray *records,
          GCompareFunc compare,
          int64_t (*get_id) (gpointer record))
{
  guint n_before = 0;

  if (records == NULL)
    return NULL;
  g_ptr_array_sort (records, compare);
  while (n_before < records->len && get_id (records->pdata[n_before]) <= context->after_id)
    n_before++;
  if (n_before > 0)
    g_ptr_array_remove_range (records, 0, n_before);
  if (records->len > context->limit)
    g_ptr_array_set_size (records, (int) context->limit);
  return records;
}

static int
compare_offers (gconstpointer a, gconstpointer b)
{
  int64_t one = get_offer_id (*(gpointer const *) a), other = get_offer_id (*(gpointer const *) b);

  return (one > other) - (one < other);
}

static GPtrArray *
load_offers (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  int64_t now = et_time_now ();

  if (range != NULL)
    return et_offer_repo_list_changed (context->db, range, now, error);
  return cut_part (context, et_offer_repo_list_on_sale (context->db, now, error), compare_offers,
                   get_offer_id);
}

static GPtrArray *
load_account (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  EtAccount *account = et_account_repo_get (context->db, context->account_id, error);

  if (account == NULL)
    return NULL;
  if (et_account_get_role (account) == ET_ROLE_ADMIN)
    et_record_set_text (&account->admin_path, context->services->config->admin_path);
  return list_of_one (account);
}

static int64_t
get_account_id (gpointer record)
{
  return ET_ACCOUNT (record)->id;
}

static GPtrArray *
load_cart (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  EtCartOwner owner = { context->account_id, 0 };
  EtCart *cart = et_cart_load (context->db, &owner, NULL, error);

  return cart != NULL ? list_of_one (cart) : NULL;
}

/* A cart has no number of its own: clients have one. */
static int64_t
get_no_id (gpointer record)
{
  return 0;
}

static int64_t
get_order_id (gpointer record)
{
  return ET_ORDER (record)->id;
}

static int
compare_orders (gconstpointer a, gconstpointer b)
{
  int64_t one = get_order_id (*(gpointer const *) a), other = get_order_id (*(gpointer const *) b);

  return (one > other) - (one < other);
}

static GPtrArray *
load_orders (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  if (range != NULL)
    return et_order_repo_list_changed (context->db, range, error);
  return cut_part (context, et_order_repo_list_of_account (context->db, context->account_id, error),
                   compare_orders, get_order_id);
}

static int64_t
get_row_id (gpointer row)
{
  return ((EtTicketRow *) row)->ticket->id;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  int64_t one = get_row_id (*(gpointer const *) a), other = get_row_id (*(gpointer const *) b);

  return (one > other) - (one < other);
}

/* Their owner reads them: this is where keys are made. */
static GPtrArray *
load_tickets (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  g_autoptr (GPtrArray)
      rows = range != NULL ? et_ticket_repo_list_changed (context->db, range, error)
                           : cut_part (context,
                                       et_ticket_repo_list_of_account (context->db,
                                                                       context->account_id, error),
                                       compare_rows, get_row_id);
  GPtrArray *tickets;

  if (rows == NULL)
    return NULL;
  tickets = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      EtTicketRow *row = rows->pdata[i];

      et_ticket_issue_complete (context->services, row);
      g_ptr_array_add (tickets, g_object_ref (row->ticket));
    }
  return tickets;
}

static int64_t
get_ticket_id (gpointer record)
{
  return ET_TICKET (record)->id;
}

/* In the order in which a first answer sends them: what others refer to comes first. */
const EtSyncKind et_sync_kinds[] = {
  { "offer", TRUE, FALSE, load_offers, get_offer_id, write_offer },
  { "account", FALSE, TRUE, load_account, get_account_id, et_record_write_json_members },
  { "cart", FALSE, TRUE, load_cart, get_no_id, et_record_write_json_members },
  { "order", FALSE, FALSE, load_orders, get_order_id, et_record_write_json_members },
  { "ticket", FALSE, FALSE, load_tickets, get_ticket_id, et_record_write_json_members },
};

const gsize et_sync_n_kinds = G_N_ELEMENTS (et_sync_kinds);
