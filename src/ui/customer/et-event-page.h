/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-offer.h"
#include "ui/shared/et-page.h"

G_BEGIN_DECLS

/* One event: its offers side by side, what they are below. */
#define ET_TYPE_EVENT_PAGE (et_event_page_get_type ())
G_DECLARE_FINAL_TYPE (EtEventPage, et_event_page, ET, EVENT_PAGE, EtPage)

EtPage *et_event_page_new (EtContext *context, EtOffer *offer);

G_END_DECLS
