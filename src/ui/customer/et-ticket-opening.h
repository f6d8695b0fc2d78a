/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* Lets the person choose a saved ticket, and puts it into the wallet. */
void et_ticket_opening_choose (EtPage *page);

G_END_DECLS
