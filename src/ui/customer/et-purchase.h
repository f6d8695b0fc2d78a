/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "client/et-context.h"

G_BEGIN_DECLS

/* From the cart to the tickets: a guest signs in first, then the checkout window opens. */
void et_purchase_begin (GtkWindow *parent, EtContext *context);

G_END_DECLS
