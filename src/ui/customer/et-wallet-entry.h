/* SPDX-License-Identifier: MIT */
#pragma once

#include <gio/gio.h>

#include "core/et-ticket.h"

G_BEGIN_DECLS

typedef enum
{
  ET_WALLET_DAY, /* a heading: the day of the tickets below it */
  ET_WALLET_TICKET,
  ET_WALLET_PAST /* a heading that shows and hides the past tickets below it */
} EtWalletKind;

/* One line of the wallet; never changed once it is in a list. */
#define ET_TYPE_WALLET_ENTRY (et_wallet_entry_get_type ())
G_DECLARE_FINAL_TYPE (EtWalletEntry, et_wallet_entry, ET, WALLET_ENTRY, GObject)

struct _EtWalletEntry
{
  GObject parent_instance;

  EtWalletKind kind;
  char *heading; /* owned, nullable; of ET_WALLET_DAY and ET_WALLET_PAST */
  EtTicket *ticket; /* owned, nullable; of ET_WALLET_TICKET */
  gboolean is_past; /* a ticket of which no heading says the day */
  gboolean is_first, is_last; /* of the tickets below its heading */
  gboolean is_open; /* of ET_WALLET_PAST */
};

gboolean et_wallet_entry_equal (gconstpointer a, gconstpointer b);
GListStore *et_wallet_entries_make (GListModel *tickets, int64_t now, gboolean shows_past);

G_END_DECLS
