/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "client/et-context.h"

G_BEGIN_DECLS

void et_about_show (GtkWindow *parent, EtContext *context);

G_END_DECLS
