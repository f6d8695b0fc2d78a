/* SPDX-License-Identifier: MIT */
#include "ui/shared/et-about.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/shared/et-troubleshooting.h"

/* Shows what the program is and under which terms it may be used, with what helps whoever is
 * asked why it does not work. @parent: (nullable); @context: (nullable): of its window. */
void
et_about_show (GtkWindow *parent, EtContext *context)
{
  g_autofree char *troubleshooting = et_troubleshooting_write (parent, context);

  adw_show_about_window (
      parent, "application-name", "eTickets", "application-icon", ET_APPLICATION_ID, "version",
      ET_VERSION, "developer-name", _ ("The eTickets contributors"), "copyright",
      _ ("© The eTickets contributors"), "license-type", GTK_LICENSE_MIT_X11, "comments",
      _ ("Browse, buy, keep, print and check tickets, with or without a network. "
         "The payment is simulated: no real money moves."),
      "translator-credits",
      /* Translators: your names, one a line. */
      _ ("translator-credits"), "debug-info", troubleshooting, "debug-info-filename",
      "etickets-troubleshooting.txt", NULL);
}
