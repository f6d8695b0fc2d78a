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

static GPtrArray *
load_offers (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  int64_t now = et_time_now ();

  return range != NULL ? et_offer_repo_list_changed (context->db, range, now, error)
                       : et_offer_repo_list_on_sale (context->db, now, error);
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

static GPtrArray *
load_orders (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  return range != NULL ? et_order_repo_list_changed (context->db, range, error)
                       : et_order_repo_list_of_account (context->db, context->account_id, error);
}

static int64_t
get_order_id (gpointer record)
{
  return ET_ORDER (record)->id;
}

/* Their owner reads them: this is where keys are made. */
static GPtrArray *
load_tickets (const EtSyncContext *context, const EtChangeRange *range, GError **error)
{
  g_autoptr (GPtrArray)
      rows = range != NULL
                 ? et_ticket_repo_list_changed (context->db, range, error)
                 : et_ticket_repo_list_of_account (context->db, context->account_id, error);
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
