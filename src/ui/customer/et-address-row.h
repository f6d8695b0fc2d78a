/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-account.h"

G_BEGIN_DECLS

/* Where invoices are addressed to, saved as a whole. Signal "submitted" (const char *const
 * *members): pairs of a member and its text, NULL-ended. */
#define ET_TYPE_ADDRESS_ROW (et_address_row_get_type ())
G_DECLARE_FINAL_TYPE (EtAddressRow, et_address_row, ET, ADDRESS_ROW, AdwExpanderRow)

void et_address_row_show (EtAddressRow *self, EtAccount *account);

G_END_DECLS
