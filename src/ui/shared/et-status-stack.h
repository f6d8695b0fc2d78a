/* SPDX-License-Identifier: MIT */
#pragma once

#include <adwaita.h>

#include "core/et-error.h"

G_BEGIN_DECLS

/* The four states of a page: loading, empty, error, content (its child). Loading shows nothing
 * for 200 ms, so that what is quick does not flash; content that already shows stays while it is
 * loaded again.
 *
 * Properties of the empty state: "empty-icon-name", "empty-title", "empty-description",
 * "empty-action-label", "empty-action" (a detailed action name).
 * Signal "retry": the button of the error state. */
#define ET_TYPE_STATUS_STACK (et_status_stack_get_type ())
G_DECLARE_FINAL_TYPE (EtStatusStack, et_status_stack, ET, STATUS_STACK, AdwBin)

void et_status_stack_show_loading (EtStatusStack *self);
void et_status_stack_show_empty (EtStatusStack *self);
void et_status_stack_show_error (EtStatusStack *self, const GError *error);
void et_status_stack_show_content (EtStatusStack *self);

G_END_DECLS
