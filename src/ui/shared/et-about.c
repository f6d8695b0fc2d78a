/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Shows what the program is and under which terms it may be used. @parent: (nullable). */
void
et_about_show (GtkWindow *parent)
{
  adw_show_about_window (
      parent, "application-name", "eTickets", "application-icon", ET_APPLICATION_ID, "version",
      ET_VERSION, "developer-name", _ ("The eTickets contributors"), "copyright",
      _ ("© The eTickets contributors"), "license-type", GTK_LICENSE_MIT_X11, "comments",
      _ ("Browse, buy, keep, print and check tickets, with or without a network. "
         "The payment is simulated: no real money moves."),
      "translator-credits",
      /* Translators: your names, one a line. */
      _ ("translator-credits"), NULL);
}
