/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "ui/customer/et-ticket-choice.h"
#include "ui/customer/et-wallet-entry.h"

G_BEGIN_DECLS

void et_wallet_line_bind (GtkListItem *item, EtWalletEntry *entry, EtTicketChoice *choice);

G_END_DECLS
