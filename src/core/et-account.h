/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-record.h"
#include "core/et-role.h"

G_BEGIN_DECLS

/* A person who can sign in. */
typedef struct _EtAccount
{
  EtRecord parent_instance;

  int64_t id;
  char *username; /* owned */
  char *email; /* owned, nullable */
  char *display_name; /* owned, nullable */
  char *role; /* owned; "customer", "staff" or "admin" */
  char *language; /* owned, nullable; a word of et_languages */
  gboolean is_disabled;
  gboolean has_second_step; /* signing in asks for a code, too */
  int64_t created_at;
  char *street; /* owned, nullable; with what follows, where invoices are addressed to */
  char *street2; /* owned, nullable; its second line */
  char *postal_code; /* owned, nullable */
  char *town; /* owned, nullable */
  char *country; /* owned, nullable; its name as people write it */
  char *admin_path; /* owned, nullable; told to administrators, the word of the API's path */
} EtAccount;

ET_DECLARE_RECORD (EtAccount, et_account, ACCOUNT)

EtRole et_account_get_role (EtAccount *account);
const char *et_account_get_shown_name (EtAccount *account);

G_END_DECLS
