/* SPDX-License-Identifier: MIT */
#pragma once

#include "core/et-event.h"
#include "ui/admin/et-field-change.h"
#include "ui/admin/et-table-column.h"
#include "ui/admin/et-table-filter.h"

G_BEGIN_DECLS

/* How administrators read an event; each table ends with a NULL. */
extern const EtTableColumn et_event_columns[];
extern const EtTableChoice et_event_choices[];
extern const EtFieldText et_event_field_texts[];

G_END_DECLS
