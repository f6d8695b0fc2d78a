/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* Whether signing in takes a second step, with a button to change it. */
#define ET_TYPE_SECOND_STEP_ROW (et_second_step_row_get_type ())
G_DECLARE_FINAL_TYPE (EtSecondStepRow, et_second_step_row, ET, SECOND_STEP_ROW, AdwActionRow)

void et_second_step_row_set_context (EtSecondStepRow *self, EtContext *context);

G_END_DECLS
