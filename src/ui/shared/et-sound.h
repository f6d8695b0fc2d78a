/* SPDX-License-Identifier: MIT */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A verdict for the ear: one beep for yes, two for a warning, three for no. */
typedef enum
{
  ET_SOUND_YES = 1,
  ET_SOUND_WARNING = 2,
  ET_SOUND_NO = 3
} EtSound;

void et_sound_play (GtkWidget *widget, EtSound sound);

G_END_DECLS
