/* SPDX-License-Identifier: MIT */
#include "server/api/et-export-api.h"

#include "core/et-time.h"
#include "server/api/et-visitor.h"
#include "server/repo/et-account-repo.h"
#include "server/repo/et-address-repo.h"
#include "server/repo/et-order-repo.h"
#include "server/repo/et-session-repo.h"
#include "server/repo/et-ticket-repo.h"
#include "server/service/et-services.h"

static gboolean export_account (EtRequest *req, EtDb *db, GError **error);

/* clang-format off */
const EtRoute et_export_api_routes[] = {
  { "GET", "/api/accounts/export", ET_ROLE_CUSTOMER, ET_READ, NULL, export_account,
    "Everything that is kept about the account" },
  { NULL },
};
/* clang-format on */

static gboolean
write_account (EtJsonWriter *writer, EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, account_id, error);

  if (account != NULL)
    et_record_write_json (account, "account", writer);
  return account != NULL;
}

static gboolean
write_cart (EtJsonWriter *writer, EtDb *db, int64_t account_id, GError **error)
{
  EtCartOwner owner = { .account_id = account_id };
  int64_t order_id;
  g_autoptr (EtCart) cart = et_cart_load (db, &owner, &order_id, error);

  if (cart != NULL)
    et_record_write_json (cart, "cart", writer);
  return cart != NULL;
}

static gboolean
write_orders (EtJsonWriter *writer, EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (GPtrArray) orders = et_order_repo_list_of_account (db, account_id, error);

  if (orders == NULL)
    return FALSE;

  et_json_writer_begin_array (writer, "orders");
  for (guint i = 0; i < orders->len; i++)
    et_record_write_json (orders->pdata[i], NULL, writer);
  et_json_writer_end_array (writer);
  return TRUE;
}

/* With their keys, so that they are of use without this server. */
static gboolean
write_tickets (
    EtJsonWriter *writer, EtDb *db, EtSigningKeys *keys, int64_t account_id, GError **error)
{
  g_autoptr (GPtrArray) rows = et_ticket_repo_list_of_account (db, account_id, error);

  if (rows == NULL)
    return FALSE;

  et_json_writer_begin_array (writer, "tickets");
  for (guint i = 0; i < rows->len; i++)
    {
      EtTicketRow *row = rows->pdata[i];

      row->ticket->ticket_key = et_signing_keys_issue (keys, &row->claims);
      et_record_write_json (row->ticket, NULL, writer);
    }
  et_json_writer_end_array (writer);
  return TRUE;
}

static gboolean
write_sessions (EtJsonWriter *writer, EtDb *db, const EtCaller *caller, GError **error)
{
  EtSessionQuery query = { caller->account_id, caller->session_id, et_time_now () };
  EtPage all = { 1, G_MAXINT32 };
  g_autoptr (GPtrArray) sessions = et_session_repo_list_of_account (db, &query, &all, error);

  if (sessions == NULL)
    return FALSE;

  et_json_writer_begin_array (writer, "sessions");
  for (guint i = 0; i < sessions->len; i++)
    et_record_write_json (sessions->pdata[i], NULL, writer);
  et_json_writer_end_array (writer);
  return TRUE;
}

static gboolean
write_addresses (EtJsonWriter *writer, EtDb *db, int64_t account_id, GError **error)
{
  g_autoptr (GPtrArray) addresses = et_address_repo_list (db, account_id, error);

  if (addresses == NULL)
    return FALSE;

  et_json_writer_begin_array (writer, "sign_in_addresses");
  for (guint i = 0; i < addresses->len; i++)
    et_json_writer_text (writer, NULL, addresses->pdata[i]);
  et_json_writer_end_array (writer);
  return TRUE;
}

static gboolean
export_account (EtRequest *req, EtDb *db, GError **error)
{
  const EtServices *services = et_request_get_app (req);
  int64_t account_id = et_request_get_caller (req)->account_id;
  EtJsonWriter *writer = et_request_begin_json (req);

  et_json_writer_time (writer, "exported_at", et_time_now ());
  if (!write_account (writer, db, account_id, error) ||
      !write_cart (writer, db, account_id, error) ||
      !write_orders (writer, db, account_id, error) ||
      !write_tickets (writer, db, services->signing_keys, account_id, error) ||
      !write_sessions (writer, db, et_request_get_caller (req), error) ||
      !write_addresses (writer, db, account_id, error))
    return FALSE;

  et_request_finish_json (req);
  return TRUE;
}
