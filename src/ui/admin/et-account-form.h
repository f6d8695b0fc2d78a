/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-account.h"
#include "ui/admin/et-form.h"

G_BEGIN_DECLS

/* What an administrator may change of an EtAccount: its role, and whether it may sign in. */
#define ET_TYPE_ACCOUNT_FORM (et_account_form_get_type ())
G_DECLARE_FINAL_TYPE (EtAccountForm, et_account_form, ET, ACCOUNT_FORM, AdwBin)

G_END_DECLS
