/* SPDX-License-Identifier: MIT */
#include "server/api/et-admin-account-api.h"

#include <glib/gi18n-lib.h>

#include "server/api/et-listing.h"
#include "server/api/et-query.h"
#include "server/repo/et-account-repo.h"
#include "server/service/et-account-rights.h"

static gboolean read_list (EtRequest *req, GError **error);
static gboolean list_accounts (EtRequest *req, EtDb *db, GError **error);
static gboolean show_account (EtRequest *req, EtDb *db, GError **error);
static gboolean read_change (EtRequest *req, GError **error);
static gboolean save_rights (EtRequest *req, EtDb *db, GError **error);

static const char *const filters[] = { "q", "role", ET_LISTING_FILTERS, NULL };

/* clang-format off */
const EtRoute et_admin_account_api_routes[] = {
  { "GET", "/api/{admin}/accounts", ET_ROLE_ADMIN, ET_READ, read_list, list_accounts,
    "The accounts, narrowed by ?q= and ?role=", .filters = filters },
  { "GET", "/api/{admin}/accounts/{id}", ET_ROLE_ADMIN, ET_READ, NULL, show_account,
    "One account" },
  { "PATCH", "/api/{admin}/accounts/{id}", ET_ROLE_ADMIN, ET_WRITE, read_change, save_rights,
    "Change the role of an account, or disable it" },
  { NULL },
};
/* clang-format on */

typedef struct
{
  EtPage page;
  EtAccountQuery query;
} ListRequest;

static void
answer_account (EtRequest *req, EtAccount *account)
{
  et_record_write_json_members (account, et_request_begin_json (req));
  et_request_finish_json (req);
}

static gboolean
read_list (EtRequest *req, GError **error)
{
  static const char *const roles[] = { "customer", "staff", "admin", NULL };
  ListRequest *parsed = et_request_new_parsed (req, ListRequest, NULL);

  parsed->query.text = et_request_get_query (req, "q");
  return et_query_read_word (req, "role", roles, &parsed->query.role, error) &&
         et_listing_read_page (req, &parsed->page, error);
}

static gboolean
list_accounts (EtRequest *req, EtDb *db, GError **error)
{
  const ListRequest *parsed = et_request_get_parsed (req);
  g_autoptr (GPtrArray) accounts = et_account_repo_list (db, &parsed->query, &parsed->page, error);
  int64_t count;

  if (accounts == NULL || !et_account_repo_count (db, &parsed->query, &count, error))
    return FALSE;
  et_listing_answer (req, &parsed->page, count, accounts);
  return TRUE;
}

static gboolean
show_account (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtAccount) account = et_account_repo_get (db, et_request_get_id (req), error);

  if (account == NULL)
    return FALSE;
  answer_account (req, account);
  return TRUE;
}

static void
note_change (EtRequest *req, EtAccount *account)
{
  const EtRightsChange *change = et_request_get_parsed (req);
  int64_t actor_id = et_request_get_caller (req)->account_id;

  if (change->has_role)
    et_request_note_event (
        req, "event=account_role_changed account=%" G_GINT64_FORMAT " role=%s by=%" G_GINT64_FORMAT,
        account->id, account->role, actor_id);
  if (change->has_is_disabled)
    et_request_note_event (req, "event=%s account=%" G_GINT64_FORMAT " by=%" G_GINT64_FORMAT,
                           account->is_disabled ? "account_disabled" : "account_enabled",
                           account->id, actor_id);
}

static gboolean
read_role (EtRequest *req, EtRightsChange *change, GError **error)
{
  const char *word;

  change->has_role = et_request_has (req, "role");
  if (!change->has_role)
    return TRUE;
  if (!et_request_read_text (req, "role", 1, 16, &word, error))
    return FALSE;
  if (et_role_from_word (word, &change->role))
    return TRUE;
  et_error_set_field (error, "role", N_ ("“{field}” must be customer, staff or admin"));
  return FALSE;
}

static gboolean
read_change (EtRequest *req, GError **error)
{
  static const char *const members[] = { "role", "disabled", NULL };
  EtRightsChange *change = et_request_new_parsed (req, EtRightsChange, NULL);

  change->has_is_disabled = et_request_has (req, "disabled");
  return et_request_refuse_unknown (req, members, error) && read_role (req, change, error) &&
         et_request_read_bool_or (req, "disabled", FALSE, &change->is_disabled, error);
}

static gboolean
save_rights (EtRequest *req, EtDb *db, GError **error)
{
  g_autoptr (EtAccount) account = et_account_rights_save (
      db, et_request_get_caller (req)->account_id, et_request_get_id (req),
      et_request_get_parsed (req), error);

  if (account == NULL)
    return FALSE;
  note_change (req, account);
  answer_account (req, account);
  return TRUE;
}
