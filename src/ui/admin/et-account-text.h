/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-account.h"
#include "ui/admin/et-field-change.h"
#include "ui/admin/et-table-column.h"
#include "ui/admin/et-table-filter.h"

G_BEGIN_DECLS

/* The words of the roles that an account can have, ended by NULL. */
extern const char *const et_account_role_words[];

/* How administrators read an account; each table ends with a NULL. */
extern const EtTableColumn et_account_columns[];
extern const EtTableChoice et_account_choices[];
extern const EtFieldText et_account_field_texts[];

G_END_DECLS
