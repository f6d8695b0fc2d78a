/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ET_TYPE_TEXT_BUTTON (et_text_button_get_type ())

/* A button whose label takes several lines where it does not fit in one, with large text. */
G_DECLARE_FINAL_TYPE (EtTextButton, et_text_button, ET, TEXT_BUTTON, GtkButton)

GtkWidget *et_text_button_new (const char *label);

G_END_DECLS
