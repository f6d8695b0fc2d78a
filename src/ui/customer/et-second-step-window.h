/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "ui/shared/et-dialog.h"

G_BEGIN_DECLS

/* Turns the second step of signing in on, or off. Signal "changed": it did. */
#define ET_TYPE_SECOND_STEP_WINDOW (et_second_step_window_get_type ())
G_DECLARE_FINAL_TYPE (EtSecondStepWindow, et_second_step_window, ET, SECOND_STEP_WINDOW, EtDialog)

EtSecondStepWindow *
et_second_step_window_new (GtkWindow *parent, EtContext *context, gboolean turns_on);

G_END_DECLS
