/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void et_list_fill (GtkWidget *view, GListStore *list, GListModel *fresh, GEqualFunc equal);

G_END_DECLS
