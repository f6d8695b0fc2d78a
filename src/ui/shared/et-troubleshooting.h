/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

#include "client/et-context.h"

G_BEGIN_DECLS

char *et_troubleshooting_write (GtkWindow *window, EtContext *context);

G_END_DECLS
