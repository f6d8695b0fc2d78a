/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "ui/shared/et-dialog.h"

G_BEGIN_DECLS

/* Signs in or up, above another window. Signal "signed-in", before it closes by itself. */
#define ET_TYPE_SIGN_IN_WINDOW (et_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (EtSignInWindow, et_sign_in_window, ET, SIGN_IN_WINDOW, EtDialog)

EtSignInWindow *et_sign_in_window_new (GtkWindow *parent, EtContext *context);
void et_sign_in_window_show_sign_up (EtSignInWindow *self);
EtContext *et_sign_in_window_get_context (EtSignInWindow *self);

G_END_DECLS
