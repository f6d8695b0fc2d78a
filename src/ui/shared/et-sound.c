/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-sound.h"

#define PAUSE_MS 180

typedef struct
{
  GdkDisplay *display; /* owned */
  int beeps; /* that are left */
} Beeper;

static void
free_beeper (gpointer data)
{
  Beeper *beeper = data;

  g_object_unref (beeper->display);
  g_free (beeper);
}

static gboolean
beep_cb (gpointer data)
{
  Beeper *beeper = data;

  gdk_display_beep (beeper->display);
  return --beeper->beeps > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Beeps at the display of @widget, as often as the verdict says. */
void
et_sound_play (GtkWidget *widget, EtSound sound)
{
  Beeper *beeper;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  gdk_display_beep (gtk_widget_get_display (widget));
  if (sound == ET_SOUND_YES)
    return;

  beeper = g_new0 (Beeper, 1);
  beeper->display = g_object_ref (gtk_widget_get_display (widget));
  beeper->beeps = sound - 1;
  g_timeout_add_full (G_PRIORITY_DEFAULT, PAUSE_MS, beep_cb, beeper, free_beeper);
}
