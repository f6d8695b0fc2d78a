/* SPDX-License-Identifier: MIT */
#include "core/et-account.h"

static const EtField fields[] = {
  ET_FIELD (EtAccount, id, INT64, REQUIRED),
  ET_FIELD (EtAccount, username, TEXT, REQUIRED),
  ET_FIELD (EtAccount, email, TEXT, NULLABLE),
  ET_FIELD (EtAccount, display_name, TEXT, NULLABLE),
  ET_FIELD (EtAccount, role, TEXT, REQUIRED),
  ET_FIELD (EtAccount, language, TEXT, NULLABLE),
  ET_FIELD_NAMED (EtAccount, "disabled", is_disabled, BOOL, OPTIONAL),
  ET_FIELD_NAMED (EtAccount, "second_step", has_second_step, BOOL, OPTIONAL),
  ET_FIELD (EtAccount, created_at, TIME, OPTIONAL),
  ET_FIELD (EtAccount, street, TEXT, NULLABLE),
  ET_FIELD (EtAccount, street2, TEXT, NULLABLE),
  ET_FIELD (EtAccount, postal_code, TEXT, NULLABLE),
  ET_FIELD (EtAccount, town, TEXT, NULLABLE),
  ET_FIELD (EtAccount, country, TEXT, NULLABLE),
  ET_FIELD (EtAccount, admin_path, TEXT, NULLABLE),
  { NULL },
};

ET_DEFINE_RECORD (EtAccount, et_account, fields)

/* A role that is not known may do what a customer may. */
EtRole
et_account_get_role (EtAccount *account)
{
  EtRole role = ET_ROLE_CUSTOMER;

  et_role_from_word (account->role, &role);
  return role;
}

/* Returns: the display name, or the user name when there is none; owned by @account. */
const char *
et_account_get_shown_name (EtAccount *account)
{
  return account->display_name != NULL && *account->display_name != '\0' ? account->display_name
                                                                         : account->username;
}
