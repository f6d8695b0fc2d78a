/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-account.h"

G_BEGIN_DECLS

/* Helps somebody who cannot sign in, on a page of the office: a code for a forgotten password, and
 * an end to a second step that was lost. */
#define ET_TYPE_ACCOUNT_DESK (et_account_desk_get_type ())
G_DECLARE_FINAL_TYPE (EtAccountDesk, et_account_desk, ET, ACCOUNT_DESK, AdwBin)

void et_account_desk_show (EtAccountDesk *self, EtAccount *account);

G_END_DECLS
