/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* One's tickets: what is to come, grouped by day, and what is past, folded. */
#define ET_TYPE_TICKETS_PAGE (et_tickets_page_get_type ())
G_DECLARE_FINAL_TYPE (EtTicketsPage, et_tickets_page, ET, TICKETS_PAGE, EtPage)

G_END_DECLS
