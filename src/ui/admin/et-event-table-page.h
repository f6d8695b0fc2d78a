/* SPDX-License-Identifier: MIT */
#pragma once

#include "ui/admin/et-editing-page.h"

G_BEGIN_DECLS

/* Administrators' events. */
#define ET_TYPE_EVENT_TABLE_PAGE (et_event_table_page_get_type ())
G_DECLARE_FINAL_TYPE (EtEventTablePage, et_event_table_page, ET, EVENT_TABLE_PAGE, EtEditingPage)

G_END_DECLS
