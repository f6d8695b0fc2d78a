/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A code to be read off the screen: dark on white whatever the theme, as large as there is room,
 * at least 50 mm. */
#define ET_TYPE_QR_VIEW (et_qr_view_get_type ())
G_DECLARE_FINAL_TYPE (EtQrView, et_qr_view, ET, QR_VIEW, GtkWidget)

void et_qr_view_set_text (EtQrView *self, const char *text);

G_END_DECLS
