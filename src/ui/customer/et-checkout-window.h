/* SPDX-License-Identifier: MIT */
#pragma once

#include "client/et-context.h"
#include "ui/shared/et-dialog.h"

G_BEGIN_DECLS

/* Pays for the cart in one step: who, what, total, card; then the tickets, or the reason why not
 * and what to do. */
#define ET_TYPE_CHECKOUT_WINDOW (et_checkout_window_get_type ())
G_DECLARE_FINAL_TYPE (EtCheckoutWindow, et_checkout_window, ET, CHECKOUT_WINDOW, EtDialog)

EtCheckoutWindow *et_checkout_window_new (GtkWindow *parent, EtContext *context);

G_END_DECLS
