/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-editing-page.h"

G_BEGIN_DECLS

/* Who has an account, with which role. */
#define ET_TYPE_ACCOUNT_TABLE_PAGE (et_account_table_page_get_type ())
G_DECLARE_FINAL_TYPE (
    EtAccountTablePage, et_account_table_page, ET, ACCOUNT_TABLE_PAGE, EtEditingPage)

G_END_DECLS
