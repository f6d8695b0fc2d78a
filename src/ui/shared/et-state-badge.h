/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-order.h"
#include "core/et-ticket.h"

G_BEGIN_DECLS

/* A state as icon and word, so that nothing depends on colour. */
#define ET_TYPE_STATE_BADGE (et_state_badge_get_type ())
G_DECLARE_FINAL_TYPE (EtStateBadge, et_state_badge, ET, STATE_BADGE, AdwBin)

void et_state_badge_show (EtStateBadge *self,
                          const char *icon_name,
                          const char *word,
                          const char *css_class);
void et_state_badge_show_ticket (EtStateBadge *self, EtTicket *ticket);
void et_state_badge_show_order (EtStateBadge *self, EtOrder *order);

G_END_DECLS
